#include "lone_load.hpp"

#include <utility>

#include "flight.hpp"

namespace tagcache::detail {
namespace {

thread_local std::shared_ptr<const LoneLoad> innermost_load;

}  // namespace

std::shared_ptr<const LoneLoad> LoneLoad::begin(const void* cache, const KeyView& key) {
  for (const LoneLoad* load = innermost_load.get(); load != nullptr; load = load->outer.get()) {
    if (load->cache == cache && load->key.view() == key) throw recursive_load(key);
  }
  return std::make_shared<const LoneLoad>(LoneLoad{cache, Key(key), innermost_load});
}

std::shared_ptr<const LoneLoad> LoneLoad::begin_unawaited(const void* cache, const KeyView& key,
                                                          std::shared_ptr<const LoneLoad> beside) {
  return std::make_shared<const LoneLoad>(LoneLoad{cache, Key(key), std::move(beside)});
}

const std::shared_ptr<const LoneLoad>& LoneLoad::innermost() noexcept { return innermost_load; }

LoneLoad::Inside::Inside(std::shared_ptr<const LoneLoad> load) noexcept
    : before_(std::exchange(innermost_load, std::move(load))) {}

LoneLoad::Inside::~Inside() { innermost_load = std::move(before_); }

}  // namespace tagcache::detail
