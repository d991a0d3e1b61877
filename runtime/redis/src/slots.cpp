#include "slots.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tagcache::detail::redis {
namespace {

/// CRC16 of XMODEM: polynomial 0x1021, beginning at 0.
constexpr std::array<std::uint16_t, 256> crc_table = [] {
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    unsigned value = byte << 8;
    for (int bit = 0; bit < 8; ++bit) value = (value << 1) ^ ((value & 0x8000) != 0 ? 0x1021U : 0U);
    table[byte] = static_cast<std::uint16_t>(value);
  }
  return table;
}();

std::uint16_t crc16(std::string_view bytes) noexcept {
  unsigned crc = 0;
  for (const char byte : bytes)
    crc = ((crc << 8) & 0xffff) ^ crc_table[((crc >> 8) ^ static_cast<unsigned char>(byte)) & 0xff];
  return static_cast<std::uint16_t>(crc);
}

template <class Number>
std::optional<Number> whole_number(std::string_view text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) return std::nullopt;
  return value;
}

/// The first three items of a row: first slot, last slot, and the primary.
bool read_row(const Reply& row, const std::string& host, SlotMap& map) {
  if (row.items.size() < 3 || !row.items[0].is_integer() || !row.items[1].is_integer()) return false;
  const std::int64_t first = row.items[0].integer;
  const std::int64_t last = row.items[1].integer;
  if (first < 0 || last < first || last >= slot_count) return false;
  const auto& node = row.items[2].items;
  if (node.size() < 2 || !node[1].is_integer() || node[1].integer < 1 || node[1].integer > 65535) return false;
  if (node[0].text == "?") return true;  // nobody knows its name yet
  const std::string& name = node[0].text.empty() ? host : node[0].text;
  map.assign(static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last),
             {{name, static_cast<std::uint16_t>(node[1].integer)}, {}});
  return true;
}

}  // namespace

std::uint16_t slot_of(std::string_view key) noexcept {
  const std::size_t open = key.find('{');
  if (open != std::string_view::npos) {
    const std::size_t close = key.find('}', open + 1);
    if (close != std::string_view::npos && close > open + 1) key = key.substr(open + 1, close - open - 1);
  }
  return crc16(key) % slot_count;
}

SlotMap::SlotMap() : owner_(slot_count, nobody) {}

std::optional<SlotMap> SlotMap::read(const Reply& slots, const std::string& host) {
  SlotMap map;
  if (slots.kind != Reply::Kind::array) return std::nullopt;
  for (const Reply& row : slots.items) {
    if (!read_row(row, host, map)) return std::nullopt;
  }
  if (map.servers_.empty()) return std::nullopt;
  return map;
}

const Endpoint* SlotMap::server_of(std::uint16_t slot) const noexcept {
  const std::uint16_t owner = slot < slot_count ? owner_[slot] : nobody;
  return owner == nobody ? nullptr : &servers_[owner];
}

void SlotMap::assign(std::uint16_t first, std::uint16_t last, const Endpoint& server) {
  auto found = std::ranges::find(servers_, server);
  if (found == servers_.end()) found = servers_.insert(found, server);
  std::fill(owner_.begin() + first, owner_.begin() + last + 1, static_cast<std::uint16_t>(found - servers_.begin()));
}

std::optional<Redirection> redirection(const Reply& reply, const std::string& host) {
  const std::string_view code = reply.error_code();
  if (code != "MOVED" && code != "ASK") return std::nullopt;
  std::string_view rest = std::string_view(reply.text).substr(code.size());
  if (rest.empty()) return std::nullopt;
  rest.remove_prefix(1);
  const std::size_t blank = rest.find(' ');
  const std::size_t colon = rest.rfind(':');  // IPv6 stands there without brackets
  if (blank == std::string_view::npos || colon == std::string_view::npos || colon < blank) return std::nullopt;
  const auto slot = whole_number<std::uint16_t>(rest.substr(0, blank), 0, slot_count - 1);
  const auto port = whole_number<std::uint16_t>(rest.substr(colon + 1), 1, 65535);
  if (!slot || !port) return std::nullopt;
  const std::string name(rest.substr(blank + 1, colon - blank - 1));
  return Redirection{*slot, {{name.empty() ? host : name, *port}, {}}, code == "ASK"};
}

}  // namespace tagcache::detail::redis
