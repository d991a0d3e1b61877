#include "document/parse_tag.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "document/reach_words.hpp"
#include "document/text_part.hpp"

namespace tagcache::generator {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t place = text.find(from); place != std::string::npos; place = text.find(from, place + to.size())) {
    text.replace(place, from.size(), to);
  }
  return text;
}

/// `text` without the signs of C++ for members, elements and calls: `users(result[0]->id())` as `users(result.*.id)`.
std::string without_foreign_signs(std::string_view text) {
  std::string tidy;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (blanks.find(letter) != std::string_view::npos || letter == ']') continue;
    if (text.substr(at, 2) == "()" || text.substr(at, 2) == "->") {
      if (text[++at] == '>') tidy += '.';
    } else if (letter == '[') {
      const std::size_t end = text.find(']', at);
      if (at == 0) continue;  // a list in quotes
      tidy += ".*";
      at = std::min(end, text.size());
    } else if (letter == '*' && !tidy.ends_with('.')) {
      continue;  // `*result`
    } else {
      if (tidy.ends_with(".*") && punctuation.find(letter) == std::string_view::npos) tidy += '.';
      tidy += letter;
    }
  }
  return tidy;
}

/// What cannot be in a tag; `-` and others are left to what checks names.
std::size_t first_foreign_sign(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_star_alone = text[at] == '*' && at > 0 && punctuation.find(text[at - 1]) != std::string_view::npos &&
                               (at + 1 == text.size() || punctuation.find(text[at + 1]) != std::string_view::npos);
    if (text.substr(at, 2) == "->" || text[at] == '[' || (text[at] == '*' && !is_star_alone)) return at;
  }
  return std::string_view::npos;
}

/// Far more than people write, and so few that a class for each is soon made.
constexpr std::size_t most_segments = 64;

/// Reads one tag from left to right; stops at the first mistake.
class TagReader {
 public:
  TagReader(Text text, Diagnostics& diagnostics) : text_(std::move(text)), diagnostics_(diagnostics) {}

  WrittenTag read() {
    WrittenTag tag{{}, text_.range};
    if (const std::size_t sign = foreign_sign(); sign != std::string::npos) return read_up_to(sign);
    tag.complete = at('(') || read_fixed(tag);
    while (tag.complete && place_ < text_.value.size()) {
      if (tag.segments.size() == most_segments) return refuse_depth(tag), tag;
      tag.complete = at('(') ? read_wild(tag) : read_dot_and_fixed(tag);
    }
    return tag;
  }

 private:
  /// The first blank, or sign of C++. Blanks beside a comma are the smaller mistake.
  [[nodiscard]] std::size_t foreign_sign() const {
    const bool has_comma = text_.value.find(',') != std::string::npos;
    return std::min(first_foreign_sign(text_.value), has_comma ? std::string::npos : text_.value.find_first_of(blanks));
  }

  WrittenTag read_up_to(std::size_t sign) {
    Diagnostics ignored;
    WrittenTag tag = TagReader({text_.value.substr(0, sign), text_.range}, ignored).read();
    tag.range = text_.range;
    place_ = sign;
    const std::string letters = text_.value.substr(sign, text_.value[sign] == '-' ? 2 : 1);
    tag.complete =
        blanks.find(letters) != std::string_view::npos
            ? refuse("a space in a tag", "segments without spaces", "users(user)")
            : refuse("'" + letters + "' has no meaning at this place of a tag",
                     "'.' and a name, an id in parentheses, or behind 'result' the names of members and '.*'",
                     "posts(result.*.id)");
    return tag;
  }

  [[nodiscard]] bool at(char letter) const { return place_ < text_.value.size() && text_.value[place_] == letter; }

  [[nodiscard]] std::size_t name_length() const {
    const std::size_t end = text_.value.find_first_of("()., \t", place_);
    return (end == std::string::npos ? text_.value.size() : end) - place_;
  }

  bool read_fixed(WrittenTag& tag) {
    const std::size_t length = name_length();
    if (length == 0) {
      if (at('('))
        return refuse("a '.' in front of '('", "'(' right behind the name", replaced(text_.value, ".(", "("));
      return refuse("a segment without a name", "a name in front of and behind each '.'", "users(user).posts");
    }
    if (text_.value.compare(place_, length, "*") == 0) return refuse_star();
    tag.segments.push_back({WrittenSegment::Kind::fixed, part_of(text_, place_, length)});
    place_ += length;
    return true;
  }

  bool read_dot_and_fixed(WrittenTag& tag) {
    if (at('.')) {
      ++place_;
      return read_fixed(tag);
    }
    if (at(')')) return refuse("a ')' that closes nothing", "'(' in front of the id", "users(user)");
    return refuse("a tag goes on with '.' or '('", "'.' and a name, or an id in parentheses", "users(user).posts");
  }

  bool read_wild(WrittenTag& tag) {
    ++place_;
    const std::size_t length = name_length();
    if (length == 0) return refuse("parentheses that do not begin with a name", "the name of an id", "users(user)");
    if (text_.value.compare(place_, length, "*") == 0) return refuse_star();
    const Text name = part_of(text_, place_, length);
    place_ += length;
    if (at(',')) {
      return refuse("several ids in one pair of parentheses", "a pair for each id",
                    replaced(replaced(text_.value, ", ", ")("), ",", ")("));
    }
    WrittenSegment segment{WrittenSegment::Kind::wild, name};
    while (at('.')) {
      if (!read_step(segment)) return false;
    }
    if (at('(')) return refuse_call(tag);
    if (!at(')')) return refuse("a '(' that is not closed behind the name", "')'", "users(user)");
    ++place_;
    tag.segments.push_back(std::move(segment));
    return true;
  }

  bool read_step(WrittenSegment& segment) {
    ++place_;
    const std::size_t length = name_length();
    if (length == 0) {
      return refuse("a path with an empty part", "the name of a member, or '*', behind each '.'", "posts(result.*.id)");
    }
    segment.steps.push_back(part_of(text_, place_, length));
    place_ += length;
    return true;
  }

  void refuse_depth(WrittenTag& tag) {
    tag.complete = false;
    const SourceRange rest = part_of(text_, place_, text_.value.size() - place_).range;
    diagnostics_.report({"tag-depth",
                         rest,
                         "a tag with more than " + std::to_string(most_segments) + " segments",
                         "at most " + std::to_string(most_segments) + " names and ids",
                         "a shorter tag; several ids of one thing are one id that is a struct",
                         {}});
  }

  bool refuse_call(const WrittenTag& tag) {
    const std::string word = tag.segments.size() == 1 ? tag.segments.front().name.value : "";
    if (!is_reach_word(word)) {
      return refuse("a call in a tag", "the name of an id, or a path of data members: functions are not called",
                    "posts(result.id)");
    }
    const std::string inner = without_reach_words(text_.value);
    place_ = 0;
    return refuse(reach_word_message(word), std::string(wanted_without_reach_word),
                  is_tag(inner) ? inner : "users(user)");
  }

  /// `users(user)` of `softly(exact(users(user)))`.
  static std::string without_reach_words(std::string_view text) {
    while (true) {
      const std::size_t open = text.find('(');
      if (open == std::string_view::npos || !text.ends_with(')') || !is_reach_word(text.substr(0, open))) break;
      text = text.substr(open + 1, text.size() - open - 2);
    }
    return std::string(text);
  }

  bool refuse_star() {
    const std::string front = text_.value.substr(0, place_ - (place_ == 0 ? 0 : 1));
    return refuse("a '*' in a tag", "the tag above it: what it invalidates goes down to all that is below",
                  front.empty() ? "users" : front);
  }

  bool refuse(std::string message, std::string expected, std::string cure) {
    const std::size_t last = text_.value.empty() ? 0 : text_.value.size() - 1;
    const SourceRange range = part_of(text_, std::min(place_, last), 1).range;
    if (const std::string tidy = without_foreign_signs(text_.value); tidy != text_.value && is_tag(tidy)) cure = tidy;
    diagnostics_.report({"tag-syntax", range, std::move(message), std::move(expected), std::move(cure), {}});
    return false;
  }

  static bool is_tag(const std::string& text) {
    Diagnostics ignored;
    return TagReader({text, {}}, ignored).read().complete;
  }

  const Text text_;
  Diagnostics& diagnostics_;
  std::size_t place_ = 0;
};

std::string text_of(const WrittenTag& tag, bool with_paths) {
  std::string text;
  for (const WrittenSegment& segment : tag.segments) {
    const bool wild = segment.kind == WrittenSegment::Kind::wild;
    if (!wild && !text.empty()) text += '.';
    text += wild ? '(' + (with_paths ? segment.text() : segment.name.value) + ')' : segment.name.value;
  }
  return text;
}

/// The place of the whole path.
SourceRange place_of(const WrittenSegment& segment) {
  SourceRange range = segment.name.range;
  range.length = static_cast<std::uint32_t>(segment.text().size());
  return range;
}

}  // namespace

void refuse_paths(std::vector<WrittenTag>& tags, std::string_view key, Diagnostics& diagnostics) {
  for (WrittenTag& tag : tags) {
    refuse_paths(tag.others, key, diagnostics);
    for (const WrittenTag& other : tag.others) tag.complete = tag.complete && other.complete;
    for (const WrittenSegment& segment : tag.segments) {
      if (segment.steps.empty()) continue;
      const bool is_result = segment.name.value == "result" && key == "tags";
      diagnostics.report(
          {is_result ? "result-in-tags" : "tag-syntax",
           place_of(segment),
           is_result ? "'" + segment.text() + "' is not known before the load, when these tags are needed"
                     : "'" + segment.text() + "' is a path, and only tags_from_result of a query has paths",
           is_result ? "arguments in tags, paths into the result in tags_from_result" : "a name in the parentheses",
           is_result ? "tags_from_result: [" + text_of(tag, true) + "]" : text_of(tag, false),
           {}});
      tag.complete = false;
    }
  }
}

WrittenTag parse_tag(const Text& text, Diagnostics& diagnostics) { return TagReader(text, diagnostics).read(); }

std::optional<WrittenSegment> parse_result_path(const Text& text, Diagnostics& diagnostics) {
  const auto refuse = [&](const Text& part, const std::string& cure) {
    diagnostics.report({"path-syntax",
                        part.range,
                        "'" + text.value + "' is not a path into the result",
                        "result, and the names of members behind it, each with a '.' in front",
                        cure,
                        {}});
    return std::nullopt;
  };
  WrittenSegment path{WrittenSegment::Kind::wild, {}};
  for (std::size_t begin = 0; begin <= text.value.size();) {
    const std::size_t end = std::min(text.value.find('.', begin), text.value.size());
    Text part = part_of(text, begin, end - begin);
    const bool is_first = begin == 0;
    if (!is_plain_name(part)) return refuse(part, "result.published");
    if (is_first && part.value != "result") return refuse(part, "result." + text.value);
    if (is_first) {
      path.name = std::move(part);
    } else {
      path.steps.push_back(std::move(part));
    }
    begin = end + 1;
  }
  return path;
}

}  // namespace tagcache::generator
