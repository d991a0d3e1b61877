#include <stdexcept>
#include <utility>

#include "layered/two_layers.hpp"

namespace tagcache {
namespace detail {

template <class Tell, class Apply>
void TwoLayers::write(const Tell& tell, const Apply& apply) {
  try {
    counted(tell);
  } catch (...) {
    apply();
    throw;
  }
  apply();
}

void TwoLayers::move_key(const KeyView& key, Becomes becomes) {
  const Invalidation invalidation{tag_of_key(key.text()), Reach::exact, becomes};
  memory_->invalidate({&invalidation, 1});
}

/// Memory does not keep the entry, but asks for it: between the two writes somebody may have invalidated it.
void TwoLayers::set(const Request& request, EntryPointer entry) {
  write([&] { remote_->set(request, entry); },
        [&] {
          move_key(request.key, Becomes::invalidated);
          memory_->erase(request.key);
        });
  if (request.layers != Layers::memory) return;
  const Duration memory_ttl = memory_ttl_of(*entry, entry->loaded_at);
  memory_->set(request, for_memory(entry, {}, tag_of_key(request.key.text()), memory_ttl, entry->loaded_at));
}

void TwoLayers::erase(const KeyView& key) {
  write([&] { remote_->erase(key); },
        [&] {
          move_key(key, Becomes::invalidated);
          memory_->erase(key);
        });
}

void TwoLayers::expire(const KeyView& key) {
  write([&] { remote_->expire(key); },
        [&] {
          move_key(key, Becomes::expired);
          memory_->expire(key);
        });
}

void TwoLayers::invalidate(std::span<const Invalidation> invalidations) {
  write([&] { remote_->invalidate(invalidations); }, [&] { memory_->invalidate(invalidations); });
}

void TwoLayers::clear(std::string_view prefix) {
  write([&] { remote_->clear(prefix); }, [&] { memory_->clear(prefix); });
}

void TwoLayers::disconnect() {
  const std::lock_guard lock(mutex_);
  subscription_.reset();
  hearing_->end();
  memory_->disconnect();
  remote_->disconnect();
}

LayeredStats TwoLayers::stats() const {
  return {.hears = hearing_->mirror().hears(),
          .remote_hits = remote_hits_.load(std::memory_order_relaxed),
          .confirmed = confirmed_.load(std::memory_order_relaxed),
          .failures = failures_.load(std::memory_order_relaxed),
          .failures_in_a_row = failures_in_a_row_.load(std::memory_order_relaxed),
          .heard = hearing_->heard(),
          .distrusted = hearing_->distrusted()};
}

}  // namespace detail

std::shared_ptr<LayeredStore> layered(std::shared_ptr<MemoryStore> memory, std::shared_ptr<RemoteStore> remote,
                                      LayeredOptions options) {
  if (!memory || !remote) throw std::invalid_argument("tagcache::layered: memory and remote must not be null");
  auto* const engine = dynamic_cast<detail::MemoryEngine*>(memory.get());
  if (engine == nullptr)
    throw std::invalid_argument("tagcache::layered: memory must be one that tagcache::memory made");
  if (options.heartbeat <= Duration::zero() || options.alone < Duration::zero()) {
    throw std::invalid_argument("tagcache::layered: heartbeat must be above zero, alone at least zero");
  }
  return std::make_shared<detail::TwoLayers>(std::shared_ptr<detail::MemoryEngine>(memory, engine), std::move(remote),
                                             options);
}

}  // namespace tagcache
