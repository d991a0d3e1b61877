#include "format/flow.hpp"

namespace tagcache::generator {
namespace {

/// To the next thing, which may stand in a further line.
void skip_space(SourceCursor& cursor) {
  for (;;) {
    cursor.skip_blanks();
    if (cursor.at_comment())
      cursor.refuse("a comment inside of brackets", "the items in lines of their own, each behind '- '");
    if (!cursor.at_end_of_line() || cursor.at_end_of_file()) return;
    cursor.next_line();
  }
}

std::string read_text(SourceCursor& cursor) {
  const bool quoted = cursor.next() == '"' || cursor.next() == '\'';
  return quoted ? cursor.read_quoted() : cursor.read_plain(true);
}

Flow read_value(SourceCursor& cursor) {
  if (cursor.next() == '[' || cursor.next() == '{') return read_flow(cursor);
  Flow flow;
  flow.text = read_text(cursor);
  return flow;
}

bool at_end_of_item(const SourceCursor& cursor) {
  return cursor.next() == ',' || cursor.next() == ']' || cursor.next() == '}';
}

Flow::Entry read_entry(SourceCursor& cursor, Flow::Kind parent) {
  Flow::Entry entry;
  entry.value = read_value(cursor);
  skip_space(cursor);
  if (cursor.next() == ':') {
    if (entry.value.kind != Flow::Kind::text) cursor.refuse("a key in brackets", "a name in front of ':'");
    cursor.advance(1);
    skip_space(cursor);
    entry.key = entry.value.text;
    entry.has_key = true;
    entry.has_value = !at_end_of_item(cursor);
    entry.value = entry.has_value ? read_value(cursor) : Flow{};
    skip_space(cursor);
  } else if (parent == Flow::Kind::map) {
    entry.key = entry.value.text;
    entry.has_key = true;
    entry.has_value = false;
  }
  if (!at_end_of_item(cursor)) cursor.refuse("text that goes on in a further line", "the text in one line");
  return entry;
}

}  // namespace

Flow read_flow(SourceCursor& cursor) {
  Flow flow;
  flow.kind = cursor.next() == '[' ? Flow::Kind::list : Flow::Kind::map;
  const char end = flow.kind == Flow::Kind::list ? ']' : '}';
  cursor.advance(1);
  skip_space(cursor);
  while (cursor.next() != end) {
    flow.entries.push_back(read_entry(cursor, flow.kind));
    if (cursor.next() != ',') continue;
    cursor.advance(1);
    skip_space(cursor);
  }
  cursor.advance(1);
  return flow;
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
