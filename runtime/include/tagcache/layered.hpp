#pragma once

#include <memory>
#include <tagcache/clock.hpp>
#include <tagcache/duration.hpp>
#include <tagcache/layered_stats.hpp>
#include <tagcache/memory.hpp>
#include <tagcache/remote.hpp>
#include <tagcache/store.hpp>

namespace tagcache {

struct LayeredOptions {
  /// How often the remote store is asked whether all announcements were heard. Reads with `consistency: <duration>`
  /// shorter than this, and a little, mostly ask it themselves; a message that was lost last is noticed after two.
  Duration heartbeat = std::chrono::milliseconds(500);
  /// While announcements cannot be heard: how long memory trusts what it kept meanwhile, in reads with `consistency:
  /// local`. Zero: not at all.
  Duration alone = std::chrono::seconds(1);
  /// The clock of the caches that use the store. Null: steady_clock().
  std::shared_ptr<const Clock> clock{};
};

/// Memory in front of a remote store. What is in memory is served without asking, as QueryOptions::consistency allows;
/// invalidations, `set`, `del`, `expire` and `clear` of any node reach the memory of all: of their own node before they
/// return, of others as they are announced. What may have missed an announcement is given up at once; so is what was
/// being learnt meanwhile. docs/consistency.md tells what each consistency promises and costs.
///
/// A remote store that fails costs a load, and throws only to who writes.
class LayeredStore : public Store {
 public:
  /// What `Stats::layered` of each cache that uses it says too.
  [[nodiscard]] virtual LayeredStats stats() const = 0;
};

/// `memory` is one that tagcache::memory made, for this store alone; `remote` is used through this store alone. Throws
/// std::invalid_argument when one of them is null or the memory is of another kind, std::logic_error when the remote
/// store has a layer in front already.
[[nodiscard]] std::shared_ptr<LayeredStore> layered(std::shared_ptr<MemoryStore> memory,
                                                    std::shared_ptr<RemoteStore> remote, LayeredOptions options = {});

}  // namespace tagcache
