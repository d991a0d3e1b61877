#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/cache_controls.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/many_call.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <tuple>
#include <vector>

namespace tagcache {

/// The part of Primitives that knows no types: what templates in headers, and through them generated code, ask of the
/// library. Thread-safe.
class UntypedReads : public CacheControls {
 public:
  /// What a read can be handed out at once: a fresh entry in memory that needs nothing else. Without an entry for all
  /// others.
  [[nodiscard]] detail::Outcome hit(const detail::HitCall& call);

  /// What memory keeps of an entry beside it, in bytes; zero when it keeps none.
  [[nodiscard]] std::size_t room_beside(const KeyView& key, const detail::ValueType& type,
                                        const QueryOptions& options) const noexcept;

  /// A read of one key, and of several.
  [[nodiscard]] detail::Outcome run(const detail::ReadCall& call);
  [[nodiscard]] std::vector<detail::Outcome> run_many(const detail::ManyCall& call);

  /// What such a read would be served without a load.
  [[nodiscard]] std::optional<detail::Outcome> present(const detail::PresentCall& call);
  /// `found` is called for each key, in their order: with null for nothing.
  void present_many(const detail::ManyPresentCall& call, detail::FunctionView<void(detail::Outcome*)> found);

  /// Loads in the background unless the key is fresh or being loaded.
  void refresh(const detail::ReadCall& call);
  [[nodiscard]] bool awaits_warming() const noexcept;

  /// For asynchronous callers: the outcome of a read that need not wait; absent when it must load.
  [[nodiscard]] std::optional<detail::Outcome> read_now(const detail::ReadCall& call, detail::Glance& glance);
  /// A read that is still to begin, after that glance. It copies what it needs of `call`.
  [[nodiscard]] std::shared_ptr<detail::Pending> read_later(const detail::ReadCall& call,
                                                            std::unique_ptr<detail::Completion> completion,
                                                            detail::Glance glance = {});
  [[nodiscard]] std::shared_ptr<detail::Pending> read_many_later(const detail::ManyCall& call,
                                                                 std::unique_ptr<detail::ManyCompletion> completion);

  /// The key of `parts` in this cache.
  template <class... Parts>
  [[nodiscard]] KeyView key_view(std::string_view name, std::uint64_t name_hash,
                                 const std::tuple<Parts...>& parts) const {
    return KeyView(prefix_, name, name_hash, parts);
  }

 protected:
  explicit UntypedReads(std::shared_ptr<State> state) noexcept;
  ~UntypedReads() = default;

  [[nodiscard]] std::optional<detail::Outcome> find(std::string_view key, const detail::ValueType& type,
                                                    const detail::ValueCodec* codec, Accept accept);
  void find_many(std::span<const std::string> keys, const detail::ValueType& type, const detail::ValueCodec* codec,
                 Accept accept, detail::FunctionView<void(detail::Outcome*)> found);

 private:
  const detail::HashedPrefix prefix_;
};

}  // namespace tagcache
