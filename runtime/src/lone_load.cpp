#include "lone_load.hpp"

#include <utility>

#include "flight.hpp"
#include "process_wide.hpp"

namespace tagcache::detail {
namespace {

using LoadPointer = std::shared_ptr<const LoneLoad>;

constinit ProcessWide<const LoadPointer> no_load;
/// Nothing that ends: what ends with the thread may load.
constinit thread_local const LoadPointer* innermost_load = &no_load.it;

}  // namespace

LoneLoad::LoneLoad(const void* its_cache, const KeyView& its_key, std::shared_ptr<const LoneLoad> its_outer)
    : cache(its_cache), key(its_key), outer(std::move(its_outer)) {}

std::shared_ptr<const LoneLoad> LoneLoad::begin(const void* cache, const KeyView& key) {
  for (const LoneLoad* load = innermost_load->get(); load != nullptr; load = load->outer.get()) {
    if (load->cache == cache && !load->is_over.load() && load->key.view() == key) throw recursive_load(key);
  }
  return std::make_shared<const LoneLoad>(cache, key, *innermost_load);
}

std::shared_ptr<const LoneLoad> LoneLoad::begin_unawaited(const void* cache, const KeyView& key,
                                                          std::shared_ptr<const LoneLoad> beside) {
  return std::make_shared<const LoneLoad>(cache, key, std::move(beside));
}

const std::shared_ptr<const LoneLoad>& LoneLoad::innermost() noexcept { return *innermost_load; }

LoneLoad::Inside::Inside(std::shared_ptr<const LoneLoad> load) noexcept
    : load_(std::move(load)), before_(std::exchange(innermost_load, &load_)) {}

LoneLoad::Inside::~Inside() { innermost_load = before_; }

}  // namespace tagcache::detail
