#include <bit>
#include <tagcache/unpacker.hpp>

#include "codec/heads.hpp"

namespace tagcache {

namespace head = detail::head;

namespace {

constexpr std::string_view ends_early = "the bytes end inside a value";
constexpr std::string_view not_an_integer = "an integer was expected";
constexpr std::string_view not_text = "a text was expected";
constexpr std::string_view not_bytes = "a byte string was expected";
constexpr std::string_view not_an_array = "an array was expected";
constexpr std::string_view not_a_map = "a map was expected";

bool is_short(std::uint8_t found, std::uint8_t form, std::uint8_t sizes) {
  return found >= form && found < form + sizes;
}

/// Bytes of the number behind the head of the 1st, 2nd, ... of several forms.
unsigned width(std::uint8_t found, std::uint8_t first) { return 1U << static_cast<unsigned>(found - first); }

bool is_integer(std::uint8_t found) {
  return found <= head::largest_positive || found >= head::smallest_negative ||
         (found >= head::unsigned_8 && found <= head::signed_64);
}

/// Whether a floating point number can be equal to an integer (in `negative` when below zero), and is now.
template <class T>
bool exactly(std::uint64_t number, std::int64_t negative, T& value) {
  constexpr T end = T(18446744073709551616.0);  // 2^64, the first number that no longer fits
  value = negative < 0 ? static_cast<T>(negative) : static_cast<T>(number);
  if (negative < 0) return static_cast<std::int64_t>(value) == negative;
  return value < end && static_cast<std::uint64_t>(value) == number;
}

std::int64_t extended(std::uint64_t bits, unsigned bytes) {
  const unsigned unused = 64U - 8U * bytes;
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

}  // namespace

bool Unpacker::wrong(std::string_view reason) noexcept {
  --position_;  // back to the head that does not fit
  return fail(reason);
}

bool Unpacker::read_head(std::uint8_t& head) noexcept {
  if (!ok()) return false;
  if (position_ == end_) return fail(ends_early);
  head = std::to_integer<std::uint8_t>(*position_++);
  return true;
}

bool Unpacker::read_raw(std::uint64_t& number, unsigned bytes) noexcept {
  if (!ok()) return false;
  if (left() < bytes) return fail(ends_early);
  number = 0;
  for (unsigned i = 0; i < bytes; ++i) number = (number << 8U) | std::to_integer<std::uint64_t>(*position_++);
  return true;
}

bool Unpacker::take(std::span<const std::byte>& bytes, std::uint64_t size) noexcept {
  if (!ok()) return false;
  if (left() < size) return fail(ends_early);
  bytes = std::span(position_, static_cast<std::size_t>(size));
  position_ += size;
  return true;
}

bool Unpacker::skip_nil() noexcept {
  if (!ok() || position_ == end_ || std::to_integer<std::uint8_t>(*position_) != head::nil) return false;
  ++position_;
  return true;
}

bool Unpacker::read_nil() noexcept { return skip_nil() || fail(left() == 0 ? ends_early : "nil was expected"); }

bool Unpacker::read_bool(bool& value) noexcept {
  std::uint8_t found = 0;
  if (!read_head(found)) return false;
  if (found != head::no && found != head::yes) return wrong("true or false was expected");
  value = found == head::yes;
  return true;
}

bool Unpacker::read_number(std::uint64_t& number, std::int64_t& negative) noexcept {
  std::uint8_t found = 0;
  if (!read_head(found)) return false;
  if (found <= head::largest_positive) {
    number = found;
    return true;
  }
  if (found >= head::smallest_negative) {
    negative = extended(found, 1);
    return true;
  }
  if (found >= head::unsigned_8 && found <= head::unsigned_64) return read_raw(number, width(found, head::unsigned_8));
  if (found < head::signed_8 || found > head::signed_64) return wrong(not_an_integer);
  const unsigned bytes = width(found, head::signed_8);
  if (!read_raw(number, bytes)) return false;
  negative = extended(number, bytes);
  return true;
}

bool Unpacker::read_float(float& value) noexcept { return read_any_float(value, 4); }

bool Unpacker::read_float(double& value) noexcept { return read_any_float(value, 8); }

template <class T>
bool Unpacker::read_any_float(T& value, unsigned widest) noexcept {
  std::uint8_t found = 0;
  std::uint64_t bits = 0;
  if (!read_head(found)) return false;
  if (found == head::float_32) {
    if (!read_raw(bits, 4)) return false;
    value = static_cast<T>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    return true;
  }
  if (found == head::float_64 && widest == 8) {
    if (!read_raw(bits, 8)) return false;
    value = static_cast<T>(std::bit_cast<double>(bits));
    return true;
  }
  --position_;
  if (!is_integer(found)) return fail("a floating point number was expected");
  std::int64_t negative = 0;
  return read_number(bits, negative) && (exactly(bits, negative, value) || fail("an integer has no equal float"));
}

bool Unpacker::read_text(std::string_view& text) noexcept {
  std::uint8_t found = 0;
  std::uint64_t size = 0;
  std::span<const std::byte> bytes;
  if (!read_head(found)) return false;
  if (is_short(found, head::short_text, 32)) {
    size = found - head::short_text;
  } else if (found < head::text_8 || found > head::text_32) {
    return wrong(not_text);
  } else if (!read_raw(size, width(found, head::text_8))) {
    return false;
  }
  if (!take(bytes, size)) return false;
  text = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  return true;
}

bool Unpacker::read_bytes(std::span<const std::byte>& bytes) noexcept {
  std::uint8_t found = 0;
  std::uint64_t size = 0;
  if (!read_head(found)) return false;
  if (found < head::bytes_8 || found > head::bytes_32) return wrong(not_bytes);
  return read_raw(size, width(found, head::bytes_8)) && take(bytes, size);
}

bool Unpacker::read_array(std::size_t& size) noexcept {
  std::uint8_t found = 0;
  std::uint64_t elements = 0;
  if (!read_head(found)) return false;
  if (is_short(found, head::short_array, 16)) {
    elements = found - head::short_array;
  } else if (found != head::array_16 && found != head::array_32) {
    return wrong(not_an_array);
  } else if (!read_raw(elements, 2 * width(found, head::array_16))) {
    return false;
  }
  if (elements > left()) return fail(ends_early);
  size = static_cast<std::size_t>(elements);
  return true;
}

bool Unpacker::read_array_of(std::size_t size) noexcept {
  std::size_t found = 0;
  if (!read_array(found)) return false;
  return found == size || fail("an array has the wrong number of elements");
}

bool Unpacker::read_map(std::size_t& size) noexcept {
  std::uint8_t found = 0;
  std::uint64_t pairs = 0;
  if (!read_head(found)) return false;
  if (is_short(found, head::short_map, 16)) {
    pairs = found - head::short_map;
  } else if (found != head::map_16 && found != head::map_32) {
    return wrong(not_a_map);
  } else if (!read_raw(pairs, 2 * width(found, head::map_16))) {
    return false;
  }
  if (pairs > left() / 2) return fail(ends_early);
  size = static_cast<std::size_t>(pairs);
  return true;
}

}  // namespace tagcache
