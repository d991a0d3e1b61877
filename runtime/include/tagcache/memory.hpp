#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tagcache/store.hpp>

namespace tagcache {

struct MemoryOptions {
  /// The most entries kept at one time; a new one beyond it evicts another: a hand goes round the entries and takes the
  /// first that is dead (out of grace, invalidated, cleared) or was not read since the hand last passed (CLOCK; Corbató
  /// 1968). Zero keeps nothing.
  std::size_t max_entries = 100'000;
  /// The most bytes that the entries take at one time; absent: no such bound. An entry costs its weight
  /// (QueryOptions::weight), the bytes of its tags, and a fixed part for the bookkeeping. The store is divided into
  /// parts of 1 MiB at least, 16 at most: what costs more than a part holds is not kept.
  std::optional<std::uint64_t> max_bytes = std::nullopt;
};

/// A store in this process. Values are kept as they are, with no serialisation. The store may be shared by several
/// caches: caches with different prefixes have keys of their own and share tags.
///
/// A tag costs memory only while an entry or a running load refers to it.
[[nodiscard]] std::shared_ptr<Store> memory(MemoryOptions options = {});

}  // namespace tagcache
