#include "inspect/declared_shapes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/declared_facts.hpp"

namespace tagcache::generator {
namespace {

/// A template of the standard library whose arguments are the types of its parts, so many of them.
struct Known {
  std::string_view name;
  ShapeKind kind;
  std::size_t parts;
};
constexpr std::size_t any_number = static_cast<std::size_t>(-1);

constexpr std::array known_templates = {
    Known{"optional", ShapeKind::optional, 1},
    Known{"vector", ShapeKind::sequence, 1},
    Known{"deque", ShapeKind::sequence, 1},
    Known{"list", ShapeKind::sequence, 1},
    Known{"set", ShapeKind::set, 1},
    Known{"unordered_set", ShapeKind::set, 1},
    Known{"map", ShapeKind::map, 2},
    Known{"unordered_map", ShapeKind::map, 2},
    Known{"pair", ShapeKind::tuple, 2},
    Known{"tuple", ShapeKind::tuple, any_number},
    Known{"variant", ShapeKind::variant, any_number},
    Known{"shared_ptr", ShapeKind::pointer, 1},
};

/// `a<b,c>,d` without the brackets around it, cut where no bracket is open.
std::vector<std::string> arguments_of(std::string_view list) {
  std::vector<std::string> arguments(1);
  int depth = 0;
  for (const char letter : list) {
    if (letter == '<' || letter == '(') ++depth;
    if (letter == '>' || letter == ')') --depth;
    if (letter == ',' && depth == 0) {
      arguments.emplace_back();
    } else {
      arguments.back().push_back(letter);
    }
  }
  return arguments;
}

std::optional<TypeShape> scalar_shape(const TypeFacts& facts) {
  TypeShape shape;
  const std::string bits = std::to_string(facts.size_bytes * 8);
  if (facts.kind == TypeKind::boolean) {
    shape.kind = ShapeKind::boolean;
  } else if (facts.kind == TypeKind::integral) {
    shape.kind = ShapeKind::integer;
    shape.detail = (facts.canonical.starts_with("unsigned") ? "u" : "i") + bits;
  } else if (facts.kind == TypeKind::floating && facts.size_bytes <= 8) {
    shape.kind = ShapeKind::floating;
    shape.detail = "f" + bits;
  } else if (facts.canonical == "std::byte") {
    shape.kind = ShapeKind::byte;
    shape.name = "byte";
  } else if (facts.kind == TypeKind::string) {
    shape.kind = ShapeKind::text;
    shape.name = "basic_string";
  } else {
    return std::nullopt;
  }
  return shape;
}

/// The name of the template and its arguments: `std::map<int,bool>` is `map` and two.
std::pair<std::string_view, std::vector<std::string>> taken_apart(std::string_view type) {
  constexpr std::string_view in_std = "std::";
  const std::size_t opening = type.find('<');
  if (!type.starts_with(in_std) || opening == std::string_view::npos || !type.ends_with('>')) return {};
  return {type.substr(in_std.size(), opening - in_std.size()),
          arguments_of(type.substr(opening + 1, type.size() - opening - 2))};
}

}  // namespace

std::string add_declared_shape(const std::string& tidy_type, TypeShapes& shapes) {
  const std::optional<TypeFacts> facts = declared_facts(tidy_type);
  if (!facts) return "";
  if (const auto scalar = scalar_shape(*facts)) {
    shapes.by_name.emplace(facts->canonical, *scalar);
    return facts->canonical;
  }
  auto [name, arguments] = taken_apart(tidy_type);
  TypeShape shape;
  const auto has_name = [&, wanted = name](const Known& each) {
    return each.name == wanted && (each.parts == any_number || each.parts == arguments.size());
  };
  const auto* const known = std::find_if(known_templates.begin(), known_templates.end(), has_name);
  if (known != known_templates.end()) {
    shape.kind = known->kind;
  } else if (name == "array" && arguments.size() == 2) {
    shape.kind = ShapeKind::array;
    shape.detail = arguments.back();
    arguments.pop_back();
  } else {
    return "";
  }
  shape.name = name;
  for (const std::string& argument : arguments) {
    shape.parts.push_back(add_declared_shape(argument, shapes));
    if (shape.parts.back().empty()) return "";
  }
  std::string canonical = facts->canonical.empty() ? tidy_type : facts->canonical;
  shapes.by_name.emplace(canonical, std::move(shape));
  return canonical;
}

}  // namespace tagcache::generator
