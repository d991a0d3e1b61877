#include "store/envelope.hpp"

#include <algorithm>
#include <limits>

#include "store/bytes.hpp"
#include "store/compression.hpp"
#include "store/signature.hpp"

namespace tagcache::detail::redis {
namespace {

constexpr std::string_view magic = "TC";
constexpr char version = 1;
constexpr unsigned compressed_flag = 1;
constexpr unsigned signed_flag = 2;
constexpr std::size_t mark_size = 4;
constexpr std::uint32_t most_tags = 100'000;
constexpr std::uint32_t largest_payload = std::uint32_t{512} << 20U;

void append_text(std::string& out, std::string_view text) {
  append_number(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

std::string_view next_text(ByteReader& reader) { return reader.text(reader.number<std::uint32_t>()); }

std::int64_t distance(TimePoint from, TimePoint to) noexcept {
  if (to == TimePoint::max()) return EntryTimes::never;
  const auto start = from.time_since_epoch().count();
  const auto end = to.time_since_epoch().count();
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(end, start, &difference)) return difference;
  return end > start ? EntryTimes::never : std::numeric_limits<std::int64_t>::min();
}

TimePoint instant(TimePoint start, std::int64_t distance) noexcept {
  if (distance == EntryTimes::never) return TimePoint::max();
  std::int64_t end = 0;
  if (!__builtin_add_overflow(start.time_since_epoch().count(), distance, &end)) {
    return TimePoint(std::chrono::nanoseconds(end));
  }
  return distance > 0 ? TimePoint::max() : TimePoint::min();
}

void append_times(std::string& out, const EntryTimes& times) {
  for (const std::int64_t each : {times.created, times.loaded, times.expires, times.grace, times.memory, times.idle}) {
    append_number(out, each);
  }
}

EntryTimes next_times(ByteReader& reader) {
  EntryTimes times;
  for (std::int64_t* each : {&times.created, &times.loaded, &times.expires, &times.grace, &times.memory, &times.idle}) {
    *each = reader.number<std::int64_t>();
  }
  return times;
}

/// What stands behind the payload's two lengths.
bool open_payload(ByteReader& reader, bool is_compressed, OpenedRecord& record) {
  const auto whole = reader.number<std::uint32_t>();
  const std::string_view stored = next_text(reader);
  if (!reader.ok() || whole > largest_payload) return false;
  if (!is_compressed) {
    record.body.payload = stored;
    return whole == stored.size();
  }
  auto unpacked = decompressed(stored, whole);
  if (!unpacked) return false;
  record.unpacked = *std::move(unpacked);
  record.body.payload = {record.unpacked.data(), record.unpacked.size()};
  return true;
}

bool open_body(std::string_view bytes, bool is_compressed, OpenedRecord& record) {
  ByteReader reader(bytes);
  RecordBody& body = record.body;
  body.fingerprint = reader.number<std::uint64_t>();
  body.times = next_times(reader);
  body.weight = reader.number<std::uint64_t>();
  body.result_tags = reader.number<std::uint32_t>();
  body.key = next_text(reader);
  const auto tags = reader.number<std::uint32_t>();
  if (!reader.ok() || tags > most_tags || body.result_tags > tags) return false;
  for (std::uint32_t i = 0; i < tags && reader.ok(); ++i) body.tags.push_back(next_text(reader));
  body.validator = next_text(reader);
  return open_payload(reader, is_compressed, record) && reader.ok() && reader.left().empty();
}

/// The next segment of a tag; absent when the bytes are none.
std::optional<Segment> read_segment(ByteReader& reader) {
  const auto kind = static_cast<Segment::Kind>(reader.number<char>());
  if (kind != Segment::Kind::fixed && kind != Segment::Kind::wild && kind != Segment::Kind::member) return std::nullopt;
  std::size_t length = 0;
  for (unsigned shift = 0;; shift += 7U) {
    const auto byte = reader.number<unsigned char>();
    if (!reader.ok() || shift > 28U) return std::nullopt;
    length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if (byte < 0x80U) break;
  }
  const std::string_view text = reader.text(length);
  if (!reader.ok()) return std::nullopt;
  return Segment{kind, text};
}

}  // namespace

EntryTimes times_at(const EntryNode& entry, TimePoint now) noexcept {
  return {.created = distance(now, entry.created_at),
          .loaded = distance(now, entry.loaded_at),
          .expires = distance(now, entry.expires_at),
          .grace = distance(entry.expires_at, entry.grace_until),
          .memory = distance(entry.loaded_at, entry.memory_until()),
          .idle = std::chrono::nanoseconds(entry.idle_ttl()).count()};
}

void set_times(EntryNode& entry, const EntryTimes& times, TimePoint now, std::chrono::nanoseconds age) {
  const TimePoint sent = instant(now, -age.count());
  entry.created_at = instant(sent, times.created);
  entry.loaded_at = instant(sent, times.loaded);
  entry.expires_at = instant(sent, times.expires);
  entry.grace_until = instant(entry.expires_at, std::max<std::int64_t>(times.grace, 0));
  entry.set_memory_until(instant(now, times.memory));
  entry.set_idle_ttl(std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(times.idle)));
}

SealedRecord sealed(const RecordBody& body, const Wrapping& wrapping) {
  unsigned flags = 0;
  std::optional<std::string> smaller;
  if (wrapping.compress_from > 0 && body.payload.size() >= wrapping.compress_from) {
    smaller = compressed(body.payload);
    if (smaller && smaller->size() >= body.payload.size()) smaller.reset();
  }
  if (smaller) flags |= compressed_flag;
  if (!wrapping.key.empty()) flags |= signed_flag;
  SealedRecord record;
  record.mark.append(magic).push_back(version);
  record.mark.push_back(static_cast<char>(flags));
  std::string& out = record.body;
  append_number(out, body.fingerprint);
  append_times(out, body.times);
  append_number(out, body.weight);
  append_number(out, body.result_tags);
  append_text(out, body.key);
  append_number(out, static_cast<std::uint32_t>(body.tags.size()));
  for (const std::string_view tag : body.tags) append_text(out, tag);
  append_text(out, body.validator);
  append_number(out, static_cast<std::uint32_t>(body.payload.size()));
  append_text(out, smaller ? std::string_view(*smaller) : body.payload);
  if (!wrapping.key.empty()) out += signature(wrapping.key, record.mark, out);
  return record;
}

std::optional<OpenedRecord> opened(std::string_view record, const Wrapping& wrapping) {
  if (record.size() < RecordHead::size || !record.starts_with(magic) || record[2] != version) return std::nullopt;
  const auto flags = static_cast<unsigned char>(record[3]);
  if (flags > (compressed_flag | signed_flag)) return std::nullopt;
  OpenedRecord result;
  ByteReader reader(record.substr(mark_size));
  for (std::uint64_t* each :
       {&result.head.incarnation, &result.head.number, &result.head.expired, &result.head.stored}) {
    *each = reader.number<std::uint64_t>();
  }
  std::string_view body = reader.left();
  const bool is_signed = (flags & signed_flag) != 0;
  if (!wrapping.key.empty() && !is_signed) return std::nullopt;
  if (is_signed) {
    if (body.size() < signature_size) return std::nullopt;
    const std::string_view given = body.substr(body.size() - signature_size);
    body.remove_suffix(signature_size);
    if (!wrapping.key.empty() && !is_signed_by_one(wrapping, record.substr(0, mark_size), body, given)) {
      return std::nullopt;
    }
  }
  if (!open_body(body, (flags & compressed_flag) != 0, result)) return std::nullopt;
  return result;
}

std::optional<TagSet> tags_of(std::span<const std::string_view> tags) {
  std::optional<TagSet> result(std::in_place);
  for (const std::string_view bytes : tags) {
    ByteReader reader(bytes);
    std::vector<Segment> segments;
    while (!reader.left().empty()) {
      const auto segment = read_segment(reader);
      if (!segment) return std::nullopt;
      segments.push_back(*segment);
    }
    if (segments.empty()) return std::nullopt;
    result->push_back(Tag::of(segments));
    if (result->back().bytes() != bytes) return std::nullopt;  // written in a way in which no tag is
  }
  return result;
}

}  // namespace tagcache::detail::redis
