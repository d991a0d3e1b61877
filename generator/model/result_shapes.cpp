#include "model/result_shapes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tagcache::generator {
namespace {

constexpr int deepest_base = 16;
constexpr int longest_proposal = 3;

void add_members(const TypeShapes& shapes, const TypeShape& shape, int depth, std::vector<ShapeMember>& members) {
  for (const ShapeMember& field : shape.fields) {
    const auto same_name = [&](const ShapeMember& other) { return other.name == field.name; };
    // A member of the class hides one of a base.
    if (!field.name.empty() && std::none_of(members.begin(), members.end(), same_name)) members.push_back(field);
  }
  if (depth == deepest_base) return;
  for (const ShapeMember& base : shape.bases) {
    const TypeShape* const inner = base.is_public ? shapes.find(base.type) : nullptr;
    if (inner != nullptr) add_members(shapes, *inner, depth + 1, members);
  }
}

std::string words(const TypeShapes& shapes, const PathType& type, int depth) {
  const TypeShape& shape = type.shape;
  const bool is_of_user = shape.kind == ShapeKind::record || shape.kind == ShapeKind::enumeration;
  if (is_of_user && !shape.name.empty()) return shape.name;
  if (shape.kind == ShapeKind::text) return "std::string";
  const bool is_template = !shape.parts.empty() && !shape.name.empty() && !type.canonical.ends_with(']') &&
                           shape.kind != ShapeKind::duration && shape.kind != ShapeKind::time_point &&
                           depth < longest_proposal;
  if (!is_template) return type.canonical;
  std::string list;
  for (const std::string& part : shape.parts) {
    list += (list.empty() ? "" : ", ") + words(shapes, path_type(shapes, part), depth + 1);
  }
  if (shape.kind == ShapeKind::array) return "std::array<" + list + ", " + shape.detail + '>';
  return "std::" + shape.name + '<' + list + '>';
}

std::optional<std::string> path_to(const TypeShapes& shapes, const PathType& type, const std::string& canonical,
                                   int depth) {
  if (type.canonical == canonical) return "";
  if (depth == longest_proposal) return std::nullopt;
  if (is_holder(type.shape)) return path_to(shapes, inner_type(shapes, type.shape), canonical, depth + 1);
  if (is_container(type.shape)) {
    const auto rest = path_to(shapes, inner_type(shapes, type.shape), canonical, depth + 1);
    return rest ? std::optional(".*" + *rest) : std::nullopt;
  }
  for (const ShapeMember& member : path_members(shapes, type.shape)) {
    if (member.is_public && path_type(shapes, member.type).canonical == canonical) return '.' + member.name;
  }
  for (const ShapeMember& member : path_members(shapes, type.shape)) {
    if (!member.is_public) continue;
    const auto rest = path_to(shapes, path_type(shapes, member.type), canonical, depth + 1);
    if (rest) return '.' + member.name + *rest;
  }
  return std::nullopt;
}

}  // namespace

PathType path_type(const TypeShapes& shapes, std::string canonical) {
  constexpr std::string_view constant = "const ";
  if (canonical.starts_with(constant)) canonical.erase(0, constant.size());
  const TypeShape* const shape = shapes.find(canonical);
  return {std::move(canonical), shape == nullptr ? TypeShape{} : *shape};
}

bool is_container(const TypeShape& shape) {
  return shape.kind == ShapeKind::sequence || shape.kind == ShapeKind::array || shape.kind == ShapeKind::set ||
         shape.kind == ShapeKind::map;
}

bool is_holder(const TypeShape& shape) { return shape.kind == ShapeKind::optional || shape.kind == ShapeKind::pointer; }

PathType inner_type(const TypeShapes& shapes, const TypeShape& shape) {
  if (shape.kind != ShapeKind::map) return path_type(shapes, shape.parts.front());
  TypeShape pair;
  pair.kind = ShapeKind::tuple;
  pair.name = "pair";
  pair.parts = shape.parts;
  return {"", std::move(pair)};
}

std::vector<ShapeMember> path_members(const TypeShapes& shapes, const TypeShape& shape) {
  std::vector<ShapeMember> members;
  if (shape.kind == ShapeKind::tuple && shape.name == "pair") {
    for (std::size_t i = 0; i < 2; ++i) {
      ShapeMember member;
      member.name = i == 0 ? "first" : "second";
      member.type = shape.parts[i];
      members.push_back(std::move(member));
    }
  } else if (shape.detail != "union") {
    // Nobody can know which member of a union is set.
    add_members(shapes, shape, 0, members);
  }
  return members;
}

std::string type_words(const TypeShapes& shapes, const PathType& type) { return words(shapes, type, 0); }

std::optional<std::string> path_between(const TypeShapes& shapes, const PathType& type, const std::string& canonical) {
  return path_to(shapes, type, canonical, 0);
}

}  // namespace tagcache::generator
