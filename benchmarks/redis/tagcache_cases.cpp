#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <tagcache/layered.hpp>
#include <tagcache/memory.hpp>
#include <tagcache/redis.hpp>

#include "account.hpp"
#include "cases.hpp"
#include "shared_accounts_cache.hpp"

namespace trips {
namespace {

constexpr std::uint64_t nobody = 1'000'000'000'000;  // no entry has a tag of these, or of those behind

/// The empty loader; counts how often it was needed.
class Loader final : public workload::SharedAccountsSource {
 public:
  workload::Account account(std::uint64_t account) override {
    loads.fetch_add(1, std::memory_order_relaxed);
    return workload::load_account(account);
  }
  std::vector<workload::Account> accounts(std::span<const std::uint64_t> wanted) override {
    std::vector<workload::Account> found;
    for (const std::uint64_t each : wanted) found.push_back(account(each));
    return found;
  }
  workload::Account found_account(std::uint64_t wanted) override { return account(wanted); }

  std::atomic<std::uint64_t> loads = 0;
};

enum class In { redis, layers };

/// A cache over Redis, or over memory in front of it, in which accounts are held.
class Caches : public Case {
 public:
  Caches(const Place& place, In where, tagcache::Consistency consistency) : held_(place.held) {
    auto redis = tagcache::redis(place.url, {.name_space = where == In::layers ? "layers" : "bench"});
    std::shared_ptr<tagcache::Store> store = redis;
    if (where == In::layers) store = tagcache::layered(tagcache::memory({.max_entries = 4 * held_}), redis);
    tagcache::CacheOptions options = workload::SharedAccounts::default_options();
    options.defaults.consistency = consistency;
    cache_ = std::make_unique<workload::SharedAccounts>(loader_, std::move(store), std::move(options));
  }

 protected:
  void fill() {
    for (std::uint64_t id = 0; id < held_; ++id) {
      static_cast<void>(cache_->account(id));
      static_cast<void>(cache_->found_account(id));
    }
    loads_of_filling_ = loader_.loads;
  }
  /// Somewhere among those that are held: each caller goes through them in steps of its own.
  [[nodiscard]] std::uint64_t first() { return callers_.fetch_add(1) * 37 % held_; }
  /// What is called a hit was one.
  void check_hits() const {
    if (loader_.loads != loads_of_filling_) throw std::runtime_error("a hit was loaded");
  }

  const std::uint64_t held_;
  Loader loader_;
  std::unique_ptr<workload::SharedAccounts> cache_;

 private:
  std::atomic<std::uint64_t> callers_ = 0;
  std::uint64_t loads_of_filling_ = 0;
};

class Hits final : public Caches {
 public:
  Hits(const Place& place, In where, tagcache::Consistency consistency) : Caches(place, where, consistency) { fill(); }
  Call call() override {
    check_hits();
    return [this, id = first()]() mutable {
      id = (id + 1) % held_;
      if (cache_->account(id)->id != id) throw std::runtime_error("another account");
    };
  }
};

/// Hits of entries with a tag that the request does not name.
class FoundHits final : public Caches {
 public:
  explicit FoundHits(const Place& place) : Caches(place, In::redis, tagcache::Consistency::local) { fill(); }
  Call call() override {
    check_hits();
    return [this, id = first()]() mutable {
      id = (id + 1) % held_;
      if (cache_->found_account(id)->id != id) throw std::runtime_error("another account");
    };
  }
};

class ManyHits final : public Caches {
 public:
  explicit ManyHits(const Place& place) : Caches(place, In::redis, tagcache::Consistency::local) { fill(); }
  Call call() override {
    check_hits();
    return [this, id = first()]() mutable {
      std::array<std::uint64_t, 10> ids{};
      for (std::uint64_t& each : ids) each = id = (id + 1) % held_;
      if (cache_->accounts(ids).back()->id != id) throw std::runtime_error("another account");
    };
  }
};

class Misses final : public Caches {
 public:
  explicit Misses(const Place& place) : Caches(place, In::redis, tagcache::Consistency::local) {}
  Call call() override {
    return [this] {
      static std::atomic<std::uint64_t> next = static_cast<std::uint64_t>(::getpid()) * nobody;  // new ones each time
      static_cast<void>(cache_->account(next.fetch_add(1)));
    };
  }
};

class Invalidations final : public Caches {
 public:
  explicit Invalidations(const Place& place) : Caches(place, In::redis, tagcache::Consistency::local) {}
  Call call() override {
    return [this, id = nobody]() mutable {
      cache_->invalidate(workload::SharedAccountsTags().bank.customers.accounts(nobody + id++ % held_));
    };
  }
};

class Sets final : public Caches {
 public:
  explicit Sets(const Place& place) : Caches(place, In::redis, tagcache::Consistency::local) {}
  Call call() override {
    return [this, id = first()]() mutable {
      id = (id + 1) % held_;
      cache_->primitives().set("text:" + std::to_string(id), std::string(56, 'x'),
                               tagcache::tag_set(workload::SharedAccountsTags().bank.customers.accounts(nobody + id),
                                                 workload::SharedAccountsTags().search.index.entries(nobody + id)));
    };
  }
};

}  // namespace

std::unique_ptr<Case> tagcache_case(const std::string& name, const Place& place) {
  using tagcache::Consistency;
  if (name == "hit") return std::make_unique<Hits>(place, In::redis, Consistency::local);
  if (name == "hit_found") return std::make_unique<FoundHits>(place);
  if (name == "hit_many") return std::make_unique<ManyHits>(place);
  if (name == "miss") return std::make_unique<Misses>(place);
  if (name == "invalidate") return std::make_unique<Invalidations>(place);
  if (name == "set") return std::make_unique<Sets>(place);
  if (name == "layers_local") return std::make_unique<Hits>(place, In::layers, Consistency::local);
  if (name == "layers_recent") return std::make_unique<Hits>(place, In::layers, Consistency(std::chrono::seconds(10)));
  if (name == "layers_strict") return std::make_unique<Hits>(place, In::layers, Consistency::strict);
  return nullptr;
}

}  // namespace trips
