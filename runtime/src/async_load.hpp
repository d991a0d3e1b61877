#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <tagcache/read_call.hpp>

#include "departure.hpp"
#include "lease_wait.hpp"
#include "lone_load.hpp"
#include "owned_call.hpp"
#include "reader.hpp"
#include "wait_graph.hpp"

namespace tagcache::detail {

/// An asynchronous load, from its departure to its landing.
class Reader::AsyncLoad final : public Landing, public std::enable_shared_from_this<AsyncLoad> {
 public:
  AsyncLoad(Reader& reader, std::shared_ptr<Flight> flight, const ReadCall& call, EntryPointer replaced,
            Purpose purpose, std::shared_ptr<const LoneLoad> inside);
  ~AsyncLoad() override;
  AsyncLoad(const AsyncLoad&) = delete;
  AsyncLoad& operator=(const AsyncLoad&) = delete;

  void begin();

  void arrived(LoadResult result) override;
  void failed(std::exception_ptr error) override;
  void cancelled() override;
  void on_cancel(std::function<void()> cancel) override;
  [[nodiscard]] std::shared_ptr<LoadSteps> steps() override;

 private:
  class Steps;

  /// Looks whether another process loads, and begins otherwise.
  void depart();
  /// Whether it departs again later.
  [[nodiscard]] bool waits_for_lease();
  template <class Give>
  void conclude(const Give& give);
  /// Tells those who listen, on the executor.
  void tell();
  /// From now on nobody joins it, and the end of the cache is no news to it.
  void withdraw();

  const std::shared_ptr<const void> owner_;  // first: it may go with this
  Reader& reader_;
  const std::shared_ptr<const void> counted_;
  const std::shared_ptr<Flight> flight_;
  const OwnedCall call_;
  const std::shared_ptr<Steps> steps_;
  const Duration lease_;
  std::optional<LeaseWait> lease_wait_;  ///< when there may be one
  Departure departure_;
  std::atomic<bool> over_ = false;
};

}  // namespace tagcache::detail
