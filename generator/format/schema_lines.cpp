#include "format/schema_lines.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tagcache::generator {
namespace {

constexpr std::string_view one_line_cure = "the text in one line";

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

/// Reads the file line by line.
class LineReader {
 public:
  explicit LineReader(const SourceFile& file) : file_(file), cursor_(file, 1) {}

  std::vector<SchemaLine> read() {
    if (cursor_.rest().starts_with("\xEF\xBB\xBF")) cursor_.advance(3);
    while (!cursor_.at_end_of_file()) {
      cursor_.skip_blanks();
      if (cursor_.at_end_of_line()) {
        blank_ = true;
        cursor_.next_line();
      } else {
        read_line();
      }
    }
    return std::move(lines_);
  }

 private:
  void read_line() {
    if (cursor_.column() == 0 && (cursor_.next() == '%' || cursor_.rest().starts_with("...")))
      cursor_.refuse("a line for YAML readers", "the schema without it");
    SchemaLine line;
    line.number = cursor_.line();
    line.blank_before = std::exchange(blank_, false);
    line.column = cursor_.column();
    if (!cursor_.at_comment()) read_code(line);
    read_comment(line);
    cursor_.next_line();
    if (is_block(line)) read_block(line);
    if (belongs_to_line_before(line)) {
      join(std::move(line));
    } else {
      lines_.push_back(std::move(line));
    }
  }

  void read_code(SchemaLine& line) {
    while (cursor_.rest() == "-" || cursor_.rest().starts_with("- ")) {
      line.dashes.push_back(cursor_.column());
      cursor_.advance(1);
      cursor_.skip_blanks();
    }
    line.column = cursor_.column();
    if (cursor_.at_end_of_line() || cursor_.at_comment()) return;
    read_value(line);
    cursor_.skip_blanks();
    if (cursor_.next() != ':') return;
    if (line.value.kind != Flow::Kind::text) cursor_.refuse("a key in brackets", "a name in front of ':'");
    line.key = std::move(line.value.text);
    line.has_key = true;
    line.has_value = false;
    line.value = {};
    cursor_.advance(1);
    cursor_.skip_blanks();
    if (!cursor_.at_end_of_line() && !cursor_.at_comment()) read_value(line);
    cursor_.skip_blanks();
  }

  void read_value(SchemaLine& line) {
    line.has_value = true;
    const char first = cursor_.next();
    if (first == '[' || first == '{') {
      line.value = read_flow(cursor_);
    } else if (first == '"' || first == '\'') {
      line.value.text = cursor_.read_quoted();
    } else if (first == '?' && cursor_.rest().starts_with("? ")) {
      cursor_.refuse("a key behind '?'", "a name in front of ':'");
    } else {
      line.value.text = cursor_.read_plain(false);
    }
  }

  void read_comment(SchemaLine& line) {
    if (cursor_.at_end_of_line()) return;
    if (!cursor_.at_comment()) cursor_.refuse("text behind a value", "one value in a line");
    line.comment_column = cursor_.column();
    line.comment = std::string(cursor_.rest());
    while (line.comment.ends_with(' ') || line.comment.ends_with('\t')) line.comment.pop_back();
  }

  static bool is_block(const SchemaLine& line) {
    const std::string& text = line.value.text;
    return line.has_value && line.value.kind == Flow::Kind::text && (text.starts_with('|') || text.starts_with('>'));
  }

  /// Text below `|` or `>`: all lines that are as far in as its first one.
  void read_block(SchemaLine& line) {
    if (line.value.text.find_first_of("+0123456789") != std::string::npos)
      throw Unsafe{{&file_, line.number, 1, 1}, "text below '" + line.value.text + "'", "'|' or '>' alone"};
    const std::size_t parent = line.has_key || line.dashes.empty() ? line.column : line.dashes.back();
    std::size_t inner = 0;
    for (; !cursor_.at_end_of_file(); cursor_.next_line()) {
      const std::string_view text = cursor_.rest();
      if (!is_blank(text) && (indentation(text) <= parent || indentation(text) < inner)) break;
      if (inner == 0 && !is_blank(text)) inner = indentation(text);
      line.block.emplace_back(is_blank(text) ? std::string_view() : text.substr(inner));
    }
    while (!line.block.empty() && line.block.back().empty()) {
      line.block.pop_back();
      blank_ = true;
    }
  }

  /// A value below its key or its dash. In YAML it may stand there, and reads better behind it.
  [[nodiscard]] bool belongs_to_line_before(const SchemaLine& line) const {
    if (line.has_key || !line.dashes.empty() || !line.has_value || line.value.text == "---") return false;
    const bool fits = !lines_.empty() && !lines_.back().has_value && lines_.back().comment.empty() &&
                      !lines_.back().is_comment() && line.block.empty();
    if (!fits) {
      throw Unsafe{{&file_, line.number, static_cast<std::uint32_t>(line.column) + 1, 1},
                   "text that goes on in a further line",
                   std::string(one_line_cure)};
    }
    return true;
  }

  void join(SchemaLine line) {
    SchemaLine& before = lines_.back();
    before.has_value = true;
    before.value = std::move(line.value);
    before.comment = std::move(line.comment);
    before.comment_column = line.comment_column;
  }

  const SourceFile& file_;
  SourceCursor cursor_;
  std::vector<SchemaLine> lines_;
  bool blank_ = false;
};

}  // namespace

std::vector<SchemaLine> read_schema_lines(const SourceFile& file) { return LineReader(file).read(); }

}  // namespace tagcache::generator
