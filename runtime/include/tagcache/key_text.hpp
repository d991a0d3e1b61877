#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tagcache/key_kept.hpp>

/// How parts look to people and to stores outside of the process. The form is stable: stores keep it.
///
/// - integers and enumerations: `42`, `-1`. bool: `true`, `false`
/// - texts: `"ann"`. Inside, `\"` and `\\` stand for quote and backslash, `\n`, `\r` and `\t` for these, `\x1B` for
/// other
///   bytes that cannot be printed; valid UTF-8 stands as it is
/// - arrays and vectors: `[1,2]`. Structs inside of something, pairs and tuples: `{1,"x"}`
/// - an empty optional: `none`; otherwise its value, in parentheses if that is an optional itself: `(none)`
///
/// Different values of one type have different texts: numbers, `true`, `none` and brackets begin differently; a text
/// ends at its first quote without a backslash, and what is escaped can be told back; and so the commas and brackets
/// between the parts are never taken for something inside of one.
namespace tagcache::detail {

void write_part(std::string& out, std::string_view text);
void write_part(std::string& out, bool value);
void write_signed(std::string& out, std::int64_t value);
void write_unsigned(std::string& out, std::uint64_t value);
/// A prefix of keys: as it is, except for what could be the beginning of a key, or cannot be printed.
void write_prefix(std::string& out, std::string_view prefix);

template <NumberPart T>
  requires(!std::same_as<T, bool>)
void write_part(std::string& out, T part) {
  if constexpr (std::is_signed_v<decltype(number(part))>) {
    write_signed(out, static_cast<std::int64_t>(number(part)));
  } else {
    write_unsigned(out, static_cast<std::uint64_t>(number(part)));
  }
}
template <class Part, std::size_t N>
void write_part(std::string& out, const std::array<Part, N>& array);
template <class List>
void write_part(std::string& out, const ListPart<List>& part);
template <class Part>
void write_part(std::string& out, const std::optional<Part>& part);
template <class... Parts>
void write_part(std::string& out, const std::tuple<Parts...>& tuple);

/// Parts with commas between them.
template <class... Parts>
void write_parts(std::string& out, const std::tuple<Parts...>& tuple) {
  bool first = true;
  [[maybe_unused]] const auto write = [&](const auto& part) {
    if (!first) out.push_back(',');
    first = false;
    write_part(out, part);
  };
  std::apply([&](const Parts&... part) { (write(part), ...); }, tuple);
}

template <class Part, std::size_t N>
void write_part(std::string& out, const std::array<Part, N>& array) {
  out.push_back('[');
  std::apply([&](const auto&... element) { write_parts(out, std::tie(element...)); }, array);
  out.push_back(']');
}
template <class List>
void write_part(std::string& out, const ListPart<List>& part) {
  out.push_back('[');
  bool first = true;
  for (const auto& element : *part.list) {
    if (!first) out.push_back(',');
    first = false;
    write_part(out, PartOf<typename List::value_type>::of(element));
  }
  out.push_back(']');
}
template <class Part>
inline constexpr bool is_optional = false;
template <class Part>
inline constexpr bool is_optional<std::optional<Part>> = true;
template <class Part>
void write_part(std::string& out, const std::optional<Part>& part) {
  if (!part) {
    out.append("none");
  } else if constexpr (is_optional<Part>) {
    out.push_back('(');
    write_part(out, *part);
    out.push_back(')');
  } else {
    write_part(out, *part);
  }
}
template <class... Parts>
void write_part(std::string& out, const std::tuple<Parts...>& tuple) {
  out.push_back('{');
  write_parts(out, tuple);
  out.push_back('}');
}

}  // namespace tagcache::detail
