#include "emit/layout.hpp"

#include <optional>
#include <vector>

namespace tagcache::generator {
namespace {

constexpr std::size_t continuation = 4;

void wrap_line(std::string_view line, std::string& out);

void put_line(std::string_view line, std::string& out) {
  out += line;
  out += '\n';
}

/// Goes on with what is left of `line`. A name that is wider than a line stays as it is: to wrap what does not get
/// shorter would never end.
void wrap_rest(std::string_view line, const std::string& rest, std::string& out) {
  return rest.size() < line.size() ? wrap_line(rest, out) : put_line(rest, out);
}

std::size_t indentation_of(std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? line.size() : first;
}

bool opens(char letter) { return letter == '(' || letter == '{' || letter == '[' || letter == '<'; }
bool closes(char letter) { return letter == ')' || letter == '}' || letter == ']' || letter == '>'; }

/// Calls `visit(position, depth)` for each letter outside string literals; a bracket has the depth that it stands in.
template <class Visit>
void walk(std::string_view line, Visit visit) {
  bool in_literal = false;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) in_literal = !in_literal;
    if (in_literal) continue;
    if (closes(line[i]) && depth > 0) --depth;
    visit(i, depth);
    if (opens(line[i])) ++depth;
  }
}

void wrap_comment(std::string_view line, std::string& out) {
  const std::size_t indentation = indentation_of(line);
  const std::size_t slashes = line.substr(indentation).starts_with("///") ? 3 : 2;
  const std::string prefix = std::string(indentation, ' ') + std::string(slashes, '/');
  std::string_view words = line.substr(indentation + slashes);
  std::string current = prefix;
  while (true) {
    const std::size_t start = words.find_first_not_of(' ');
    if (start == std::string_view::npos) break;
    const std::size_t end = words.find(' ', start);
    const std::string_view word = words.substr(start, end == std::string_view::npos ? end : end - start);
    if (current.size() > prefix.size() && current.size() + 1 + word.size() > line_width) {
      put_line(current, out);
      current = prefix;
    }
    current.append(" ").append(word);
    words.remove_prefix(start + word.size());
  }
  put_line(current, out);
}

/// `head { body }` becomes three lines.
bool wrap_body(std::string_view line, std::string& out) {
  if (!line.ends_with(" }")) return false;
  std::optional<std::size_t> brace;
  walk(line, [&](std::size_t i, std::size_t depth) {
    if (depth == 0 && line[i] == '{') brace = i;
  });
  if (!brace) return false;
  const std::string indentation(indentation_of(line), ' ');
  wrap_line(line.substr(0, *brace + 1), out);
  wrap_line(indentation + "  " + std::string(line.substr(*brace + 2, line.size() - *brace - 4)), out);
  put_line(indentation + "}", out);
  return true;
}

/// Positions between the parts of a list: behind each comma at `depth`.
std::vector<std::string_view> split_list(std::string_view list) {
  std::vector<std::string_view> items;
  std::size_t begin = 0;
  walk(list, [&](std::size_t i, std::size_t depth) {
    if (depth != 0 || list[i] != ',') return;
    items.push_back(list.substr(begin, i + 1 - begin));
    begin = list.find_first_not_of(' ', i + 1);
  });
  items.push_back(list.substr(begin));
  return items;
}

/// A constructor's initialisers: together on the next line, or one a line.
bool wrap_initialisers(std::string_view line, std::string& out) {
  std::optional<std::size_t> colon;
  walk(line, [&](std::size_t i, std::size_t depth) {
    if (!colon && depth == 0 && line.substr(i).starts_with(" : ") && i > 0 && line[i - 1] == ')') colon = i;
  });
  if (!colon) return false;
  wrap_line(line.substr(0, *colon), out);
  const std::string indentation(indentation_of(line) + continuation, ' ');
  const std::string_view initialisers = line.substr(*colon + 3);
  if (indentation.size() + 2 + initialisers.size() <= line_width) {
    put_line(indentation + ": " + std::string(initialisers), out);
    return true;
  }
  bool first = true;
  for (const std::string_view item : split_list(initialisers)) {
    wrap_rest(line, indentation + (first ? ": " : "  ") + std::string(item), out);
    first = false;
  }
  return true;
}

/// `class X : public Y {` goes on before the colon.
bool wrap_class_head(std::string_view line, std::string& out) {
  const std::size_t indentation = indentation_of(line);
  const std::size_t colon = line.find(" : public ");
  if (!line.substr(indentation).starts_with("class ") || colon == std::string_view::npos) return false;
  put_line(line.substr(0, colon), out);
  wrap_rest(line, std::string(indentation + continuation, ' ') + std::string(line.substr(colon + 1)), out);
  return true;
}

struct Brackets {
  std::size_t open = 0;
  std::size_t close = 0;
};

/// The longest pair of round or curly brackets on the outermost level.
std::optional<Brackets> longest_brackets(std::string_view line) {
  std::optional<Brackets> longest;
  constexpr std::size_t above = std::string_view::npos;  // what closes may have been opened on a line above
  std::size_t open = above;
  walk(line, [&](std::size_t i, std::size_t depth) {
    if (depth != 0) return;
    if (line[i] == '(' || line[i] == '{') open = i;
    if (line[i] != ')' && line[i] != '}') return;
    const bool is_filled = open != above && i > open + 1;
    if (is_filled && (!longest || i - open > longest->close - longest->open)) longest = Brackets{open, i};
    open = above;
  });
  if (longest && line[longest->open + 1] == '{' && line[longest->close - 1] == '}') {
    return Brackets{longest->open + 1, longest->close - 1};  // ({...}) breaks as one
  }
  return longest;
}

/// As many items a line as fit, the first behind `start`. False when an item is wider than the room there.
bool fill(const std::string& start, std::size_t column, const std::vector<std::string_view>& items,
          std::string_view tail, std::string& out) {
  std::string filled;
  std::string current = start;
  bool fresh = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string item = std::string(items[i]) + (i + 1 == items.size() ? std::string(tail) : "");
    if (!fresh && current.size() + 1 + item.size() > line_width) {
      put_line(current, filled);
      current.assign(column, ' ');
      fresh = true;
    }
    if (fresh && current.size() + item.size() > line_width) return false;
    current.append(fresh ? "" : " ").append(item);
    fresh = false;
  }
  put_line(current, filled);
  out += filled;
  return true;
}

/// A type that leaves no room for what it is the type of gets a line of its own.
bool wrap_behind_type(std::string_view line, std::size_t end, std::string& out) {
  std::size_t space = 0;
  walk(line.substr(0, end), [&](std::size_t i, std::size_t depth) {
    if (depth == 0 && line[i] == ' ' && i > indentation_of(line)) space = i;
  });
  if (space == 0) return false;
  put_line(line.substr(0, space), out);
  const std::size_t column = indentation_of(line) + (line[space - 1] == '=' ? continuation : 0);
  wrap_rest(line, std::string(column, ' ') + std::string(line.substr(space + 1)), out);
  return true;
}

/// `a.b(c).d(e)` goes on before a dot.
void wrap_chain(std::string_view line, std::string& out) {
  std::vector<std::string_view> links;
  std::size_t begin = 0;
  walk(line, [&](std::size_t i, std::size_t depth) {
    if (depth != 0 || line[i] != '.' || i == 0 || line[i - 1] != ')') return;
    links.push_back(line.substr(begin, i - begin));
    begin = i;
  });
  links.push_back(line.substr(begin));
  std::string current;
  for (const std::string_view link : links) {
    if (!current.empty() && current.size() + link.size() > line_width) {
      put_line(current, out);
      current.assign(indentation_of(line) + continuation, ' ');
    }
    current += link;
  }
  put_line(current, out);
}

void wrap_brackets(std::string_view line, std::string& out) {
  const std::optional<Brackets> brackets = longest_brackets(line);
  if (!brackets || line.substr(0, brackets->open + 1).size() > line_width) {
    if (!wrap_behind_type(line, brackets ? brackets->open : line.size(), out)) wrap_chain(line, out);
    return;
  }
  const std::string head(line.substr(0, brackets->open + 1));
  const std::string_view tail = line.substr(brackets->close);
  const std::vector<std::string_view> items = split_list(line.substr(head.size(), brackets->close - head.size()));
  const std::size_t column = indentation_of(line) + continuation;
  if (fill(head, head.size(), items, tail, out)) return;
  if (items.size() == 1 && head.find('.') != std::string::npos) return wrap_chain(line, out);
  put_line(head, out);
  if (fill(std::string(column, ' '), column, items, tail, out)) return;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view end = i + 1 == items.size() ? tail : "";
    wrap_rest(line, std::string(column, ' ') + std::string(items[i]) + std::string(end), out);
  }
}

void wrap_line(std::string_view line, std::string& out) {
  const std::string_view code = line.substr(indentation_of(line));
  if (line.size() <= line_width || code.starts_with('#') || code.starts_with('"')) return put_line(line, out);
  if (code.starts_with("//")) return wrap_comment(line, out);
  if (wrap_body(line, out) || wrap_class_head(line, out) || wrap_initialisers(line, out)) return;
  wrap_brackets(line, out);
}

}  // namespace

std::string wrap_lines(std::string_view code) {
  std::string out;
  while (!code.empty()) {
    const std::size_t end = code.find('\n');
    wrap_line(code.substr(0, end), out);
    code.remove_prefix(end == std::string_view::npos ? code.size() : end + 1);
  }
  return out;
}

}  // namespace tagcache::generator
