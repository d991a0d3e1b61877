#include "support/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "support/json_tree.hpp"

namespace tagcache::generator {
namespace {

bool continues_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool moves_cursor(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return (byte < 0x20 && letter != '\t' && letter != '\n') || byte == 0x7F;
}

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

enum class Part { place, error, warning, note, label, code, caret };

/// Puts a part of a message into its colour, or leaves it as it is.
class Painter {
 public:
  explicit Painter(bool colours) : colours_(colours) {}

  [[nodiscard]] std::string operator()(Part part, std::string_view text) const {
    if (!colours_ || text.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", sequence(part), text);
  }

 private:
  static std::string_view sequence(Part part) {
    switch (part) {
      case Part::error:
        return "1;31";
      case Part::warning:
        return "1;33";
      case Part::note:
        return "1;36";
      case Part::caret:
        return "1;32";
      case Part::code:
        return "2";
      case Part::place:
      case Part::label:
        break;
    }
    return "1";
  }

  bool colours_;
};

std::string place_text(const SourceRange& range) {
  if (range.file == nullptr) return {};
  if (range.line == 0) return range.file->path() + ':';
  return fmt::format("{}:{}:{}:", range.file->path(), range.line, range.column);
}

/// `blog.yaml:9:18: error: ` and what follows.
void print_head(std::string& text, const SourceRange& range, Part kind, std::string_view message,
                const Painter& painted) {
  const std::string place = place_text(range);
  if (!place.empty()) text += painted(Part::place, place) + ' ';
  text += painted(kind, kind == Part::error ? "error:" : kind == Part::warning ? "warning:" : "note:") + ' ';
  text += message;
}

/// The part of a line that is shown, and the range in it.
struct Excerpt {
  std::string line;
  SourceRange range;
};

/// A very long line is cut on both sides of the range; what would move the cursor of a terminal is shown as '?'.
Excerpt excerpt_of(const SourceRange& range) {
  constexpr std::size_t longest_line = 240;
  constexpr std::size_t before_caret = 80;
  const std::string_view whole = range.file->line(range.line);
  Excerpt excerpt{{}, range};
  std::size_t begin = 0;
  std::size_t end = whole.size();
  if (whole.size() > longest_line) {
    const std::size_t column = std::min<std::size_t>(range.column == 0 ? 0 : range.column - 1, whole.size());
    begin = column > before_caret ? column - before_caret : 0;
    while (begin > 0 && continues_letter(whole[begin])) --begin;
    end = std::min(begin + longest_line, whole.size());
    while (end < whole.size() && continues_letter(whole[end])) ++end;
  }
  const std::string_view front = begin > 0 ? "..." : "";
  excerpt.line = fmt::format("{}{}{}", front, whole.substr(begin, end - begin), end < whole.size() ? "..." : "");
  std::replace_if(excerpt.line.begin(), excerpt.line.end(), moves_cursor, '?');
  excerpt.range.column = static_cast<std::uint32_t>(range.column - begin + front.size());
  excerpt.range.length = static_cast<std::uint32_t>(
      std::min<std::size_t>(range.length, begin + longest_line > range.column ? end - range.column + 1 : 1));
  return excerpt;
}

void print_line(std::string& text, const SourceRange& whole, const Painter& painted) {
  if (whole.file == nullptr || whole.line == 0) return;
  const auto [line, range] = excerpt_of(whole);
  fmt::format_to(std::back_inserter(text), "{:>5} | {}\n      | {}\n", range.line, line,
                 painted(Part::caret, caret_below(line, range)));
}

/// Further lines of `body` are set below its first.
void print_labelled(std::string& text, std::string_view label, std::string_view body, const Painter& painted) {
  if (body.empty()) return;
  text += painted(Part::label, label) + std::string(10 - label.size(), ' ');
  for (const char byte : body) {
    text += byte;
    if (byte == '\n') text += std::string(10, ' ');
  }
  text += '\n';
}

void print(std::string& text, const Diagnostic& diagnostic, const Painter& painted) {
  const Part kind = diagnostic.severity == Severity::error ? Part::error : Part::warning;
  print_head(text, diagnostic.range, kind, diagnostic.message, painted);
  text += ' ' + painted(Part::code, '[' + diagnostic.code + ']') + '\n';
  print_line(text, diagnostic.range, painted);
  print_labelled(text, "expected:", diagnostic.expected, painted);
  print_labelled(text, "write:", diagnostic.cure, painted);
  for (const Note& note : diagnostic.notes) {
    print_head(text, note.range, Part::note, note.message, painted);
    text += '\n';
    print_line(text, note.range, painted);
  }
}

/// The fields of a place; null where there is none.
Json json_place(const SourceRange& range) {
  const bool has_line = range.file != nullptr && range.line != 0;
  const auto number = [has_line](std::uint32_t value) { return Json::word(has_line ? std::to_string(value) : "null"); };
  return Json::object()
      .add("file", range.file == nullptr ? Json::word("null") : Json::text(range.file->path()))
      .add("line", number(range.line))
      .add("column", number(range.column))
      .add("length", number(range.length));
}

Json json_of(const Diagnostic& diagnostic) {
  std::vector<Json> notes;
  for (const Note& note : diagnostic.notes) {
    notes.push_back(json_place(note.range).add("message", Json::text(note.message)));
  }
  Json json = Json::object()
                  .add("severity", Json::text(diagnostic.severity == Severity::error ? "error" : "warning"))
                  .add("code", Json::text(diagnostic.code));
  json.add_all(json_place(diagnostic.range));
  json.add("message", Json::text(diagnostic.message));
  json.add("expected", Json::text(diagnostic.expected));
  json.add("write", Json::text(diagnostic.cure));
  json.add("notes", Json::array(std::move(notes)));
  return json;
}

auto place_of(const Diagnostic& diagnostic) {
  const SourceRange& range = diagnostic.range;
  const std::size_t order = range.file == nullptr ? 0 : range.file->order();
  const std::string_view path = range.file == nullptr ? std::string_view() : range.file->path();
  return std::tuple(range.file == nullptr, order, path, range.line, range.column);
}

constexpr std::size_t most_diagnostics = 1000;
constexpr std::size_t longest_text = 2000;

/// A name or a text of the user may be megabytes long, and may hold what a terminal would obey.
void make_printable(std::string& text) {
  std::replace_if(text.begin(), text.end(), moves_cursor, '?');
  if (text.size() <= longest_text) return;
  std::size_t end = longest_text;
  while (end > 0 && continues_letter(text[end])) --end;
  text.resize(end);
  text += "...";
}

}  // namespace

void Diagnostics::report(Diagnostic diagnostic) {
  for (std::string* const text : {&diagnostic.message, &diagnostic.expected, &diagnostic.cure}) make_printable(*text);
  const SourceRange& range = diagnostic.range;
  Identity identity{diagnostic.code, range.file, range.line, range.column, range.length, diagnostic.message};
  if (identities_.contains(identity)) return;
  if (diagnostics_.size() == most_diagnostics) {
    ++left_out_;
    return;
  }
  identities_.insert(std::move(identity));
  diagnostics_.push_back(std::move(diagnostic));
}

void Diagnostics::report(const Diagnostics& others) {
  for (const Diagnostic& diagnostic : others.diagnostics_) report(diagnostic);
  left_out_ += others.left_out_;
}

std::vector<const Diagnostic*> Diagnostics::sorted() const {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& diagnostic : diagnostics_) sorted.push_back(&diagnostic);
  // Two at one place stay in the order in which they were reported, that of their addresses.
  std::sort(sorted.begin(), sorted.end(), [](const Diagnostic* left, const Diagnostic* right) {
    return std::tuple(place_of(*left), left) < std::tuple(place_of(*right), right);
  });
  return sorted;
}

std::string Diagnostics::text(bool colours) const {
  const Painter painted(colours);
  std::string text;
  for (const Diagnostic* diagnostic : sorted()) {
    if (!text.empty()) text += '\n';
    print(text, *diagnostic, painted);
  }
  const bool any_error = std::any_of(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
  if (left_out_ > 0) text += fmt::format("\nand {} more {}\n", left_out_, any_error ? "errors" : "findings");
  return text;
}

std::string Diagnostics::json() const {
  std::vector<Json> all;
  for (const Diagnostic* diagnostic : sorted()) all.push_back(json_of(*diagnostic));
  return Json::object().add("diagnostics", Json::array(std::move(all))).printed();
}

}  // namespace tagcache::generator
