#include "store/announcement.hpp"

#include <array>

#include "store/bytes.hpp"
#include "store/envelope.hpp"

namespace tagcache::detail::redis {
namespace {

constexpr char of_tags = 't';
constexpr char of_key = 'k';
constexpr char of_prefix = 'p';

std::optional<WhatMoved> moved_tags(ByteReader& reader) {
  std::vector<Invalidation> invalidations;
  while (!reader.left().empty()) {
    const auto which = reader.number<std::uint8_t>();
    const std::array bytes{reader.text(reader.number<std::uint32_t>())};
    if (!reader.ok() || which > 3) return std::nullopt;
    const auto tags = tags_of(bytes);
    if (!tags) return std::nullopt;
    invalidations.push_back({tags->front(), which % 2 == 1 ? Reach::exact : Reach::prefix,
                             which >= 2 ? Becomes::expired : Becomes::invalidated});
  }
  return WhatMoved(std::move(invalidations));
}

}  // namespace

std::string announcement_bytes(std::span<const Invalidation> invalidations) {
  std::string bytes(1, of_tags);
  for (const auto& [tag, reach, becomes] : invalidations) {
    bytes.push_back(static_cast<char>((reach == Reach::exact ? 1 : 0) + (becomes == Becomes::expired ? 2 : 0)));
    append_number(bytes, static_cast<std::uint32_t>(tag.bytes().size()));
    bytes.append(tag.bytes());
  }
  return bytes;
}

std::string announcement_of_key(std::string_view key, Becomes becomes) {
  std::string bytes(1, of_key);
  bytes.push_back(becomes == Becomes::expired ? '\2' : '\0');
  return bytes.append(key);
}

std::string announcement_of_prefix(std::string_view prefix) { return std::string(1, of_prefix).append(prefix); }

std::optional<Message> message_of(std::string_view bytes) {
  ByteReader reader(bytes);
  Message message;
  message.incarnation = reader.number<std::uint64_t>();
  message.number = reader.number<std::uint64_t>();
  message.author = reader.number<std::uint64_t>();
  const char kind = reader.number<char>();
  if (!reader.ok()) return std::nullopt;
  if (kind == of_prefix) {
    message.what = PrefixCleared{std::string(reader.left())};
  } else if (kind == of_key) {
    const auto which = reader.number<std::uint8_t>();
    if (!reader.ok() || (which != 0 && which != 2)) return std::nullopt;
    message.what = KeyMoved{std::string(reader.left()), which == 2 ? Becomes::expired : Becomes::invalidated};
  } else {
    auto tags = kind == of_tags ? moved_tags(reader) : std::nullopt;
    if (!tags) return std::nullopt;
    message.what = *std::move(tags);
  }
  return message;
}

}  // namespace tagcache::detail::redis
