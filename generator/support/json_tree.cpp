#include "support/json_tree.hpp"

#include <algorithm>

#include "support/json_text.hpp"

namespace tagcache::generator {
Json Json::text(std::string_view value) { return word(json_text(value)); }

Json Json::word(std::string_view value) {
  Json json;
  json.plain_ = value;
  return json;
}

Json Json::truth(bool value) { return word(value ? "true" : "false"); }

Json Json::array(std::vector<Json> items) {
  Json json;
  json.kind_ = Kind::array;
  for (Json& item : items) json.children_.emplace_back(std::string(), std::move(item));
  return json;
}

Json Json::object(std::vector<std::pair<std::string, Json>> members) {
  Json json;
  json.kind_ = Kind::object;
  json.children_ = std::move(members);
  return json;
}

Json& Json::add(std::string_view name, Json value) & {
  children_.emplace_back(name, std::move(value));
  return *this;
}

Json&& Json::add(std::string_view name, Json value) && { return std::move(add(name, std::move(value))); }

Json& Json::add_all(Json other) {
  for (auto& child : other.children_) children_.push_back(std::move(child));
  return *this;
}

std::string Json::printed() const {
  std::string out;
  print(out, 0);
  return out + '\n';
}

bool Json::is_flat() const {
  return children_.empty() ||
         (kind_ == Kind::array && std::all_of(children_.begin(), children_.end(),
                                              [](const auto& child) { return child.second.kind_ == Kind::plain; }));
}

void Json::print(std::string& out, std::size_t depth) const {
  if (kind_ == Kind::plain) {
    out += plain_;
    return;
  }
  const bool flat = is_flat();
  const std::string indentation = flat ? "" : '\n' + std::string((depth + 1) * 2, ' ');
  const char* separator = "";
  out += kind_ == Kind::array ? '[' : '{';
  for (const auto& [name, child] : children_) {
    out += separator;
    out += indentation;
    if (kind_ == Kind::object) out += json_text(name) + ": ";
    child.print(out, depth + 1);
    separator = flat ? ", " : ",";
  }
  if (!flat) out += '\n' + std::string(depth * 2, ' ');
  out += kind_ == Kind::array ? ']' : '}';
}

}  // namespace tagcache::generator
