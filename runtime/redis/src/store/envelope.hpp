#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/clock.hpp>
#include <tagcache/codec.hpp>
#include <tagcache/entry.hpp>
#include <vector>

// Entries as bytes. docs/payload.md describes them byte by byte. Pure: knows of no server.
namespace tagcache::detail::redis {

/// What stands first in the record of an entry; the server writes it, with numbers and a time of its own.
struct RecordHead {
  static constexpr std::size_t size = 36;

  std::uint64_t incarnation = 0;  ///< of the data that the numbers belong to
  std::uint64_t number = 0;       ///< of its load
  std::uint64_t expired = 0;      ///< when it was expired by its key; zero: never
  std::uint64_t stored = 0;       ///< microseconds, by the clock of the server
};

/// The times of an entry, as distances from the instant at which it was sent away. No clock of another machine has a
/// part in them.
struct EntryTimes {
  static constexpr std::int64_t never = INT64_MAX;

  std::int64_t created = 0;  ///< nanoseconds, as all of them; before that instant as a rule
  std::int64_t loaded = 0;
  std::int64_t expires = 0;
  std::int64_t grace = 0;
  std::int64_t memory = never;  ///< from the end of the load
  std::int64_t idle = 0;

  friend bool operator==(const EntryTimes&, const EntryTimes&) = default;
};

[[nodiscard]] EntryTimes times_at(const EntryNode& entry, TimePoint now) noexcept;
/// Fills in the times of an entry that was sent away `age` ago. A copy in memory is trusted for as long from now as the
/// first one was from its load.
void set_times(EntryNode& entry, const EntryTimes& times, TimePoint now, std::chrono::nanoseconds age);

/// The part of a record that its writer makes, and the server does not look at.
struct RecordBody {
  std::uint64_t fingerprint = 0;
  EntryTimes times{};
  std::uint64_t weight = 0;
  std::uint32_t result_tags = 0;
  std::string_view key{};  ///< KeyView::text
  std::vector<std::string_view> tags{};
  std::string_view validator{};
  std::string_view payload{};
};

/// What is done with payloads on their way.
struct Wrapping {
  std::size_t compress_from = 0;  ///< bytes of a payload that is compressed; zero: none is
  std::string key;                ///< of signatures; empty: none
  std::vector<std::string> former_keys;
};

/// The mark, the version and the flags, then the body: two parts, between which the server writes its numbers.
struct SealedRecord {
  std::string mark;
  std::string body;
};
[[nodiscard]] SealedRecord sealed(const RecordBody& body, const Wrapping& wrapping);

/// A record that was read. Views are of the record, or of `unpacked`.
struct OpenedRecord {
  RecordHead head;
  RecordBody body;
  std::vector<char> unpacked;  ///< the payload, when it was compressed
};

/// Absent when the bytes are no record of this version, are damaged, or their signature is not one of ours.
[[nodiscard]] std::optional<OpenedRecord> opened(std::string_view record, const Wrapping& wrapping);

/// Makes tags of their bytes; absent when some are none.
[[nodiscard]] std::optional<TagSet> tags_of(std::span<const std::string_view> tags);

}  // namespace tagcache::detail::redis
