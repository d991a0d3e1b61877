#pragma once

#include <atomic>
#include <memory>
#include <tagcache/key.hpp>

namespace tagcache::detail {

/// A load that nobody shares. There is no flight in the table to find that a loader asks for its own key, so whoever
/// runs such a load knows which of them it is in: its thread, and those that run what it waits for.
struct LoneLoad {
  LoneLoad(const void* its_cache, const KeyView& its_key, std::shared_ptr<const LoneLoad> its_outer);

  const void* const cache;
  const Key key;
  const std::shared_ptr<const LoneLoad> outer;
  /// What it waited for in vain goes on, and may ask for its key when it is over.
  mutable std::atomic<bool> is_over = false;

  /// The load of `key`, inside of what this thread is in. Throws RecursiveLoad when it is in that very load.
  [[nodiscard]] static std::shared_ptr<const LoneLoad> begin(const void* cache, const KeyView& key);

  /// The load of `key` in the background, for which no other load waits. `beside` is one that ends in the same run.
  [[nodiscard]] static std::shared_ptr<const LoneLoad> begin_unawaited(
      const void* cache, const KeyView& key, std::shared_ptr<const LoneLoad> beside = nullptr);

  /// The one that this thread is in; null when it is in none.
  [[nodiscard]] static const std::shared_ptr<const LoneLoad>& innermost() noexcept;

  /// While it lives, this thread is in `load`.
  class Inside {
   public:
    explicit Inside(std::shared_ptr<const LoneLoad> load) noexcept;
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    const std::shared_ptr<const LoneLoad> load_;
    const std::shared_ptr<const LoneLoad>* const before_;
  };

  /// The same for the thread that runs it: when this ends, `load` is over.
  class Running {
   public:
    explicit Running(const std::shared_ptr<const LoneLoad>& load) noexcept : load_(load), inside_(load) {}
    ~Running() { load_->is_over.store(true); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

   private:
    const std::shared_ptr<const LoneLoad> load_;
    const Inside inside_;
  };
};

}  // namespace tagcache::detail
