#include "lone_load.hpp"

#include <utility>

#include "flight.hpp"

namespace tagcache::detail {
namespace {

thread_local std::shared_ptr<const LoneLoad> innermost_load;

}  // namespace

LoneLoad::LoneLoad(const void* its_cache, const KeyView& its_key, std::shared_ptr<const LoneLoad> its_outer)
    : cache(its_cache), key(its_key), outer(std::move(its_outer)) {}

std::shared_ptr<const LoneLoad> LoneLoad::begin(const void* cache, const KeyView& key) {
  for (const LoneLoad* load = innermost_load.get(); load != nullptr; load = load->outer.get()) {
    if (load->cache == cache && !load->is_over.load() && load->key.view() == key) throw recursive_load(key);
  }
  return std::make_shared<const LoneLoad>(cache, key, innermost_load);
}

std::shared_ptr<const LoneLoad> LoneLoad::begin_unawaited(const void* cache, const KeyView& key,
                                                          std::shared_ptr<const LoneLoad> beside) {
  return std::make_shared<const LoneLoad>(cache, key, std::move(beside));
}

const std::shared_ptr<const LoneLoad>& LoneLoad::innermost() noexcept { return innermost_load; }

LoneLoad::Inside::Inside(std::shared_ptr<const LoneLoad> load) noexcept
    : before_(std::exchange(innermost_load, std::move(load))) {}

LoneLoad::Inside::~Inside() { innermost_load = std::move(before_); }

}  // namespace tagcache::detail
