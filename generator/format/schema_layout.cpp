#include "format/schema_layout.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace tagcache::generator {
namespace {

/// A line as it will be, its comment still apart.
struct LaidOutLine {
  std::string code;
  std::string comment;
  std::size_t comment_column = 0;  ///< where it was
  bool blank_before = false;
};

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// A list or map that is open: where its lines began, and where they begin now.
struct Level {
  std::size_t column = 0;
  bool is_list = false;
  std::size_t place = 0;
};

class Layout {
 public:
  std::string text(std::span<const SchemaLine> lines) {
    for (std::size_t index = 0; index < lines.size(); ++index) {
      if (lines[index].is_comment()) {
        add_comment(lines[index], next_code(lines.subspan(index)));
      } else {
        add_code(lines[index]);
      }
    }
    align_comments();
    return joined();
  }

 private:
  static const SchemaLine* next_code(std::span<const SchemaLine> lines) {
    const auto next =
        std::find_if_not(lines.begin(), lines.end(), [](const SchemaLine& line) { return line.is_comment(); });
    return next == lines.end() ? nullptr : &*next;
  }

  static std::size_t first_column(const SchemaLine& line) { return line.dashes.empty() ? line.column : line.dashes[0]; }

  /// Closes and opens levels for something in `column`, and tells where it goes.
  std::size_t enter(std::size_t column, bool is_list) {
    while (!levels_.empty() && (levels_.back().column > column ||
                                (levels_.back().column == column && levels_.back().is_list && !is_list))) {
      levels_.pop_back();
    }
    const bool open = !levels_.empty() && levels_.back().column == column && levels_.back().is_list == is_list;
    if (!open) levels_.push_back({column, is_list, levels_.empty() ? 0 : levels_.back().place + 2});
    return levels_.back().place;
  }

  /// A comment belongs to the next line, unless that closes a list or map in which the comment stands.
  void add_comment(const SchemaLine& line, const SchemaLine* next) {
    std::size_t place = 0;
    const std::size_t column = next == nullptr ? 0 : first_column(*next);
    const bool next_is_inner = levels_.empty() || column > levels_.back().column;
    if (next != nullptr && (line.column <= column || next_is_inner)) {
      const std::vector<Level> before = levels_;
      place = enter(column, !next->dashes.empty());
      levels_ = before;
    } else {
      for (const Level& level : levels_) {
        if (level.column <= line.column) place = level.place;
      }
    }
    add({std::string(place, ' ') + line.comment, {}, 0, line.blank_before});
  }

  void add_code(const SchemaLine& line) {
    std::string code;
    const auto move_to = [&](std::size_t place) { code.append(place > code.size() ? place - code.size() : 0, ' '); };
    for (const std::size_t dash : line.dashes) {
      move_to(enter(dash, true));
      code += "- ";
    }
    if (line.has_key) move_to(enter(line.column, false));
    // What follows without a key of its own, such as `- text`, opens nothing.
    while (!line.has_key && !levels_.empty() && levels_.back().column > line.column) levels_.pop_back();
    add_value(std::move(code), line);
  }

  void add_value(std::string code, const SchemaLine& line) {
    const std::size_t inner = levels_.empty() ? 0 : levels_.back().place + 2;
    const std::string key = line.has_key ? line.key + ':' : "";
    const std::string value = line.has_value ? one_line(line.value) : "";
    const std::string whole = code + key + (!key.empty() && !value.empty() ? " " : "") + value;
    const bool fits =
        line.value.entries.empty() || (letters(whole) <= widest_line && comments_inside(line.value).empty());
    if (fits) {
      add({whole.ends_with("- ") ? whole.substr(0, whole.size() - 1) : whole, line.comment, line.comment_column,
           line.blank_before});
      for (const std::string& text : line.block)
        add({text.empty() ? "" : std::string(inner, ' ') + text, {}, 0, false});
    } else if (line.has_key) {
      add({code + key, line.comment, 0, line.blank_before});
      add_lines(line.value, std::string(inner, ' '), {});
    } else {
      add_lines(line.value, code, line);
    }
  }

  /// The entries of `flow` in lines of their own; the first stands behind `begin`, which may have dashes in it, and
  /// takes the place of the line `whole`.
  void add_lines(const Flow& flow, const std::string& begin, const SchemaLine& whole) {
    const std::string blanks(begin.size(), ' ');
    const std::string before_begin(std::min(begin.find_first_not_of(' '), begin.size()), ' ');
    for (const Flow::Entry& entry : flow.entries) {
      const bool is_first = &entry == &flow.entries.front();
      SchemaLine line = line_of(entry);
      std::vector<std::string> comments = entry.comments;
      if (is_first) {
        line.blank_before = whole.blank_before;
        if (line.comment.empty()) {
          line.comment = whole.comment;
        } else if (!whole.comment.empty()) {
          comments.insert(comments.begin(), whole.comment);
        }
      }
      for (const std::string& comment : comments)
        add({(is_first ? before_begin : blanks) + comment, {}, 0, std::exchange(line.blank_before, false)});
      const std::string code = (is_first ? begin : blanks) + (flow.kind == Flow::Kind::list ? "- " : "");
      levels_.push_back({0, false, code.size()});
      add_value(code, line);
      levels_.pop_back();
    }
    for (const std::string& comment : flow.comments) add({blanks + comment, {}, 0, false});
  }

  static SchemaLine line_of(const Flow::Entry& entry) {
    SchemaLine line;
    line.has_key = entry.has_key;
    line.key = entry.key;
    line.has_value = entry.has_value;
    line.value = entry.value;
    line.comment = entry.comment;
    line.comment_column = entry.comment_column;
    return line;
  }

  void add(LaidOutLine line) {
    if (lines_.empty()) line.blank_before = false;
    lines_.push_back(std::move(line));
  }

  /// A comment stays in its column as long as two blanks fit in front of it. Comments of neighbouring lines that stood
  /// in one column stay in one.
  void align_comments() {
    for (std::size_t begin = 0; begin < lines_.size();) {
      std::size_t end = begin + 1;
      const std::size_t wanted = lines_[begin].comment_column;
      while (end < lines_.size() && !lines_[begin].comment.empty() && !lines_[end].comment.empty() &&
             lines_[end].comment_column == wanted) {
        ++end;
      }
      std::size_t column = wanted;
      for (std::size_t line = begin; line < end; ++line) column = std::max(column, letters(lines_[line].code) + 2);
      for (; begin < end; ++begin) {
        LaidOutLine& line = lines_[begin];
        if (!line.comment.empty()) line.code += std::string(column - letters(line.code), ' ') + line.comment;
      }
    }
  }

  [[nodiscard]] std::string joined() const {
    std::string text;
    for (const LaidOutLine& line : lines_) text += (line.blank_before ? "\n" : "") + line.code + '\n';
    return text;
  }

  std::vector<Level> levels_;
  std::vector<LaidOutLine> lines_;
};

}  // namespace

std::string lay_out(std::span<const SchemaLine> lines) { return Layout().text(lines); }

}  // namespace tagcache::generator
