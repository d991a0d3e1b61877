#pragma once

#include <cstddef>
#include <memory>
#include <tagcache/store.hpp>

namespace tagcache {

struct MemoryOptions {
  /// The most entries kept at one time; a new one beyond it evicts another: a hand goes round the entries and takes the
  /// first that is dead (out of grace, invalidated, cleared) or was not read since the hand last passed (CLOCK; Corbató
  /// 1968). Zero keeps nothing.
  std::size_t max_entries = 100'000;
};

/// A store in this process. Values are kept as they are, with no serialisation. The store may be shared by several
/// caches: caches with different prefixes have keys of their own and share tags.
///
/// A tag costs memory only while an entry or a running load refers to it.
[[nodiscard]] std::shared_ptr<Store> memory(MemoryOptions options = {});

}  // namespace tagcache
