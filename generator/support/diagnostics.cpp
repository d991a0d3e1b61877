#include "support/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace tagcache::generator {
namespace {

bool continues_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Blanks as wide as `text`: tabs stay tabs, a letter of several bytes takes one column.
std::string blanks_below(std::string_view text) {
  std::string blanks;
  for (const char byte : text) {
    if (!continues_letter(byte)) blanks += byte == '\t' ? '\t' : ' ';
  }
  return blanks;
}

std::string caret_below(std::string_view line, const SourceRange& range) {
  const std::size_t begin = std::min<std::size_t>(range.column == 0 ? 0 : range.column - 1, line.size());
  const std::string_view marked = line.substr(begin, range.length);
  const auto letters = std::count_if(marked.begin(), marked.end(), [](char byte) { return !continues_letter(byte); });
  const std::size_t tildes = letters > 1 ? static_cast<std::size_t>(letters) - 1 : 0;
  return blanks_below(line.substr(0, begin)) + '^' + std::string(tildes, '~');
}

void print_place(std::string& text, const SourceRange& range) {
  if (range.file == nullptr) return;
  if (range.line == 0) {
    fmt::format_to(std::back_inserter(text), "{}: ", range.file->path());
  } else {
    fmt::format_to(std::back_inserter(text), "{}:{}:{}: ", range.file->path(), range.line, range.column);
  }
}

void print_line(std::string& text, const SourceRange& range) {
  if (range.file == nullptr || range.line == 0) return;
  const std::string_view line = range.file->line(range.line);
  fmt::format_to(std::back_inserter(text), "{:>5} | {}\n      | {}\n", range.line, line, caret_below(line, range));
}

/// Further lines of `body` are set below its first.
void print_labelled(std::string& text, std::string_view label, std::string_view body) {
  if (body.empty()) return;
  text += fmt::format("{:<10}", label);
  for (const char byte : body) {
    text += byte;
    if (byte == '\n') text += std::string(10, ' ');
  }
  text += '\n';
}

void print(std::string& text, const Diagnostic& diagnostic) {
  print_place(text, diagnostic.range);
  fmt::format_to(std::back_inserter(text), "error: {} [{}]\n", diagnostic.message, diagnostic.code);
  print_line(text, diagnostic.range);
  print_labelled(text, "expected:", diagnostic.expected);
  print_labelled(text, "write:", diagnostic.cure);
  for (const Note& note : diagnostic.notes) {
    print_place(text, note.range);
    fmt::format_to(std::back_inserter(text), "note: {}\n", note.message);
    print_line(text, note.range);
  }
}

auto place_of(const Diagnostic& diagnostic) {
  const SourceRange& range = diagnostic.range;
  const std::size_t order = range.file == nullptr ? 0 : range.file->order();
  const std::string_view path = range.file == nullptr ? std::string_view() : range.file->path();
  return std::tuple(range.file == nullptr, order, path, range.line, range.column);
}

bool same(const Diagnostic& left, const Diagnostic& right) {
  return left.code == right.code && left.range == right.range && left.message == right.message;
}

}  // namespace

void Diagnostics::report(Diagnostic diagnostic) {
  const auto is_double = [&](const Diagnostic& other) { return same(other, diagnostic); };
  if (std::none_of(diagnostics_.begin(), diagnostics_.end(), is_double)) diagnostics_.push_back(std::move(diagnostic));
}

std::string Diagnostics::text() const {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& diagnostic : diagnostics_) sorted.push_back(&diagnostic);
  // Two at one place stay in the order in which they were reported, that of their addresses.
  std::sort(sorted.begin(), sorted.end(), [](const Diagnostic* left, const Diagnostic* right) {
    return std::tuple(place_of(*left), left) < std::tuple(place_of(*right), right);
  });
  std::string text;
  for (const Diagnostic* diagnostic : sorted) {
    if (!text.empty()) text += '\n';
    print(text, *diagnostic);
  }
  return text;
}

}  // namespace tagcache::generator
