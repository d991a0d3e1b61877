#include <array>
#include <tagcache/unpacker.hpp>

#include "codec/heads.hpp"

namespace tagcache {

namespace head = detail::head;

namespace {

/// What follows a head: a number of `size_bytes` bytes, then as many bytes (or, in containers, values) as it says and
/// `fixed` more.
struct Form {
  unsigned size_bytes = 0;
  std::uint64_t fixed_bytes = 0;
  std::uint64_t fixed_values = 0;
  unsigned values_each = 0;  ///< values for each that the number counts; zero: the number counts bytes
};

Form short_form(std::uint8_t found) {
  if (found >= head::short_text && found < head::nil) return {0, found - std::uint64_t{head::short_text}, 0, 0};
  if (found >= head::short_array && found < head::short_text)
    return {0, 0, found - std::uint64_t{head::short_array}, 0};
  if (found >= head::short_map && found < head::short_array)
    return {0, 0, 2 * (found - std::uint64_t{head::short_map}), 0};
  return {};
}

/// The forms from nil on, up to the small negative numbers.
constexpr std::array<Form, 32> long_forms = {{
    {},           {},           {},     {},               // nil, never used, false, true
    {1},          {2},          {4},                      // bytes
    {1, 1},       {2, 1},       {4, 1},                   // extensions: a size, one byte for the type
    {0, 4},       {0, 8},                                 // floats
    {0, 1},       {0, 2},       {0, 4}, {0, 8},           // unsigned
    {0, 1},       {0, 2},       {0, 4}, {0, 8},           // signed
    {0, 2},       {0, 3},       {0, 5}, {0, 9}, {0, 17},  // extensions of a fixed size
    {1},          {2},          {4},                      // texts
    {2, 0, 0, 1}, {4, 0, 0, 1},                           // arrays
    {2, 0, 0, 2}, {4, 0, 0, 2},                           // maps
}};

Form form_of(std::uint8_t found) {
  const bool is_long = found >= head::nil && found < head::smallest_negative;
  return is_long ? long_forms[found - std::size_t{head::nil}] : short_form(found);
}

}  // namespace

bool Unpacker::skip() noexcept {
  // Values inside values are counted, not descended into: no depth of them can exhaust the stack.
  for (std::uint64_t values = 1; values > 0; --values) {
    std::uint8_t found = 0;
    if (!read_head(found)) return false;
    if (found == head::never_used) return wrong("a byte that begins no value");
    const Form form = form_of(found);
    std::uint64_t counted = 0;
    std::span<const std::byte> passed;
    if (!read_raw(counted, form.size_bytes)) return false;
    if (!take(passed, form.fixed_bytes + (form.values_each == 0 ? counted : 0))) return false;
    values += form.fixed_values + form.values_each * counted;
    if (values - 1 > left()) return fail("the bytes end inside a value");
  }
  return true;
}

}  // namespace tagcache
