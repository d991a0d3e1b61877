#include "document/doubtful_names.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace tagcache::generator {
namespace {

bool is_of_name(char letter) {
  return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z') || static_cast<unsigned char>(letter) >= 0x80;
}

void add_names_in(std::string_view text, std::set<std::string>& names) {
  std::string name;
  for (const char letter : text) {
    if (is_of_name(letter)) {
      name += letter;
    } else if (!name.empty()) {
      names.insert(std::exchange(name, {}));
    }
  }
  if (!name.empty()) names.insert(std::move(name));
}

template <class Function>
void add_functions(const std::vector<Function>& functions, std::set<std::string>& names) {
  for (const Function& function : functions) names.insert(function.name.value);
}

}  // namespace

void add_names_in(const YamlNode& node, std::set<std::string>& names) {
  if (node.kind == YamlNode::Kind::text) add_names_in(std::string_view(node.text), names);
  for (const YamlNode& item : node.items) add_names_in(item, names);
  for (const YamlEntry& entry : node.entries) {
    add_names_in(entry.key, names);
    add_names_in(entry.value, names);
  }
}

std::set<std::string> names_meant_by(const WrittenResource& resource) {
  std::set<std::string> names = resource.left_out;
  std::set<std::string> written;
  add_names_in(std::string_view(resource.name.value), written);
  for (const std::string& name : written) {
    // `users` may be meant to be users(user), and `(user)` too.
    const std::string one = name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
    names.insert({name, one, one + 's', "get_" + name, "get_" + one});
  }
  add_functions(resource.reads, names);
  add_functions(resource.lists, names);
  return names;
}

}  // namespace tagcache::generator
