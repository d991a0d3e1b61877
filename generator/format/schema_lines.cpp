#include "format/schema_lines.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tagcache::generator {
namespace {

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

/// Reads the file line by line.
class LineReader {
 public:
  explicit LineReader(const SourceFile& file) : file_(file), cursor_(file, 1) {}

  std::vector<SchemaLine> read() {
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
      add({}, std::move(line));
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
    line.comment = cursor_.read_comment();
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
    const auto before = std::find_if_not(lines_.rbegin(), lines_.rend(), is_comment);
    const SourceRange place{&file_, line.number, static_cast<std::uint32_t>(line.column) + 1, 1};
    if (before == lines_.rend() || before->has_value)
      throw Unsafe{place, "text that goes on in a further line", "the text in one line"};
    if (is_block(line)) throw Unsafe{place, "text below '" + line.value.text + "'", "it behind the key or the dash"};
    return true;
  }

  static bool is_comment(const SchemaLine& line) { return line.is_comment(); }

  /// Comments between the two go in front of both, unless there is one that can stay behind.
  void join(SchemaLine value) {
    std::vector<std::string> comments;
    while (lines_.back().is_comment()) {
      comments.insert(comments.begin(), std::move(lines_.back().comment));
      lines_.pop_back();
    }
    SchemaLine line = std::move(lines_.back());
    lines_.pop_back();
    line.has_value = true;
    line.value = std::move(value.value);
    if (!comments.empty() || !value.comment.empty()) {
      if (!line.comment.empty()) comments.insert(comments.begin(), std::move(line.comment));
      line.comment = std::move(value.comment);
      line.comment_column = value.comment_column;
    }
    add(std::move(comments), std::move(line));
  }

  /// Adds the comments, and those inside of empty brackets, as lines of their own, and then `line`.
  void add(std::vector<std::string> comments, SchemaLine line) {
    if (line.value.entries.empty()) {
      for (std::string& comment : line.value.comments) comments.push_back(std::move(comment));
      line.value.comments.clear();
    }
    for (std::string& comment : comments) {
      SchemaLine own;
      own.number = line.number;
      own.blank_before = std::exchange(line.blank_before, false);
      own.column = line.dashes.empty() ? line.column : line.dashes.front();
      own.comment = std::move(comment);
      lines_.push_back(std::move(own));
    }
    lines_.push_back(std::move(line));
  }

  const SourceFile& file_;
  SourceCursor cursor_;
  std::vector<SchemaLine> lines_;
  bool blank_ = false;
};

}  // namespace

std::vector<SchemaLine> read_schema_lines(const SourceFile& file) { return LineReader(file).read(); }

}  // namespace tagcache::generator
