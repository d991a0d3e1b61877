#include "format/flow.hpp"

#include <cstdint>
#include <utility>

namespace tagcache::generator {
namespace {

std::string read_text(SourceCursor& cursor) {
  const bool quoted = cursor.next() == '"' || cursor.next() == '\'';
  return quoted ? cursor.read_quoted() : cursor.read_plain(true);
}

void add(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void move(std::vector<std::string>& comments, std::vector<std::string>& to) { add(to, std::exchange(comments, {})); }

/// Reads one value in brackets, with those inside of it.
class FlowReader {
 public:
  explicit FlowReader(SourceCursor& cursor) : cursor_(cursor) {}

  Flow read() {
    Flow flow;
    flow.kind = cursor_.next() == '[' ? Flow::Kind::list : Flow::Kind::map;
    const char end = flow.kind == Flow::Kind::list ? ']' : '}';
    cursor_.advance(1);
    skip_space(nullptr);
    while (cursor_.next() != end) {
      flow.entries.push_back(read_entry(flow.kind));
      if (cursor_.next() != ',') continue;
      cursor_.advance(1);
      skip_space(&flow.entries.back());
    }
    cursor_.advance(1);
    flow.comments = std::exchange(comments_, {});
    return flow;
  }

 private:
  /// To the next thing, which may stand in a further line. A comment in the line of `entry` is one about it; the others
  /// are kept for what follows.
  void skip_space(Flow::Entry* entry) {
    const std::uint32_t line = cursor_.line();
    for (;;) {
      cursor_.skip_blanks();
      if (cursor_.at_comment()) {
        const bool is_behind = entry != nullptr && entry->comment.empty() && cursor_.line() == line;
        if (is_behind) entry->comment_column = cursor_.column();
        (is_behind ? entry->comment : comments_.emplace_back()) = cursor_.read_comment();
      }
      if (!cursor_.at_end_of_line() || cursor_.at_end_of_file()) return;
      cursor_.next_line();
    }
  }

  [[nodiscard]] bool at_end_of_item() const {
    return cursor_.next() == ',' || cursor_.next() == ']' || cursor_.next() == '}';
  }

  void read_value(Flow::Entry& entry) {
    if (cursor_.next() == '[' || cursor_.next() == '{') {
      entry.value = read_flow(cursor_);
      move(entry.value.entries.empty() ? entry.value.comments : comments_, entry.comments);
    } else {
      entry.value.text = read_text(cursor_);
    }
  }

  Flow::Entry read_entry(Flow::Kind parent) {
    Flow::Entry entry;
    move(comments_, entry.comments);
    read_value(entry);
    skip_space(&entry);
    if (cursor_.next() == ':') {
      read_value_of_key(entry);
    } else if (parent == Flow::Kind::map) {
      entry.key = std::exchange(entry.value.text, {});
      entry.has_key = true;
      entry.has_value = false;
    }
    if (!at_end_of_item()) cursor_.refuse("text that goes on in a further line", "the text in one line");
    return entry;
  }

  void read_value_of_key(Flow::Entry& entry) {
    if (entry.value.kind != Flow::Kind::text) cursor_.refuse("a key in brackets", "a name in front of ':'");
    cursor_.advance(1);
    if (!entry.comment.empty()) entry.comments.push_back(std::exchange(entry.comment, {}));
    skip_space(nullptr);
    move(comments_, entry.comments);
    entry.key = std::exchange(entry.value.text, {});
    entry.has_key = true;
    entry.has_value = !at_end_of_item();
    if (!entry.has_value) return;
    read_value(entry);
    skip_space(&entry);
  }

  SourceCursor& cursor_;
  std::vector<std::string> comments_;  ///< of nothing yet
};

}  // namespace

Flow read_flow(SourceCursor& cursor) { return FlowReader(cursor).read(); }

std::vector<std::string> comments_inside(const Flow& flow) {
  std::vector<std::string> all;
  for (const Flow::Entry& entry : flow.entries) {
    add(all, entry.comments);
    if (!entry.comment.empty()) all.push_back(entry.comment);
    add(all, comments_inside(entry.value));
  }
  add(all, flow.comments);
  return all;
}

std::string one_line(const Flow::Entry& entry) {
  if (!entry.has_key) return one_line(entry.value);
  return entry.key + (entry.has_value ? ": " + one_line(entry.value) : ":");
}

std::string one_line(const Flow& flow) {
  if (flow.kind == Flow::Kind::text) return flow.text;
  std::string items;
  for (const Flow::Entry& entry : flow.entries) items += (items.empty() ? "" : ", ") + one_line(entry);
  if (flow.kind == Flow::Kind::list) return '[' + items + ']';
  return items.empty() ? "{}" : "{ " + items + " }";
}

}  // namespace tagcache::generator
