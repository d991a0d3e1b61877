#include "model/check_values.hpp"

#include <map>
#include <utility>

#include "model/value_shape.hpp"

namespace tagcache::generator {
namespace {

std::string path_root(const TypeShape& shape, const std::string& type) {
  const bool is_of_user = shape.place.file != nullptr && !shape.name.empty();
  return is_of_user ? shape.name : type;
}

/// The element of a list has a path of its own; what an optional or a pointer holds is meant by the path to it.
bool has_elements(ShapeKind kind) {
  return kind == ShapeKind::sequence || kind == ShapeKind::array || kind == ShapeKind::set || kind == ShapeKind::map;
}

}  // namespace

void ValueCheck::check(const WrittenQuery& query, const std::string& type) {
  query_ = &query;
  check_type(type, {});
}

void ValueCheck::check_type(const std::string& type, const Way& way) {
  const TypeShape* const shape = shapes_.find(type);
  if (shape == nullptr || shape->has_own_codec) return;
  if (shape->kind == ShapeKind::record || !shape->problem.empty()) {
    const bool is_of_a_member = way.member != nullptr && !shape->may_get_codec;
    // A pointer is wrong at each member that has one, a class is wrong once.
    if (!is_of_a_member && !checked_.insert(type).second) return;
  }
  if (!shape->problem.empty()) {
    const Way named{way.path.empty() ? path_root(*shape, type) : way.path, way.member, way.owner};
    const bool takes_codec = shape->may_get_codec && !shape->name.empty();
    return report(named, shape->problem, takes_codec ? type : way.owner, shape->place);
  }
  if (shape->kind == ShapeKind::record) return check_record(type, *shape, way);
  if (shape->kind == ShapeKind::pointer && refuse_pointer(type, *shape, way)) return;
  Way inner = way;
  if (has_elements(shape->kind) && !way.path.empty()) inner.path += ".*";
  for (const std::string& part : shape->parts) check_type(part, inner);
}

/// What a codec of the value cannot cure: one of the pointer decides what it points to.
bool ValueCheck::refuse_pointer(const std::string& type, const TypeShape& pointer, const Way& way) {
  const TypeShape* const target = shapes_.find(pointer.parts.front());
  if (target == nullptr || target->not_behind_pointer.empty()) return false;
  if (!checked_.insert(type).second) return true;
  const Way named{way.path.empty() ? type : way.path, way.member, way.owner};
  report(named, target->not_behind_pointer, type, target->place);
  return true;
}

void ValueCheck::check_record(const std::string& type, const TypeShape& record, const Way& way) {
  const std::string front = way.path.empty() ? path_root(record, type) : way.path;
  const std::string owner = record.may_get_codec ? type : "";
  const Way here{front, way.member, owner};
  check_bases(record, here);
  check_names(record, here);
  for (const ShapeMember& field : record.fields) {
    const std::string name = field.name.empty() ? "(a member without a name)" : field.name;
    const Way to_field{front + '.' + name, &field, owner};
    if (field.problem.empty()) {
      check_type(field.type, to_field);
    } else {
      report(to_field, field.problem, owner, {});
    }
  }
}

void ValueCheck::check_bases(const TypeShape& record, const Way& way) {
  for (const ShapeMember& base : record.bases) {
    const TypeShape* const shape = shapes_.find(base.type);
    const Way to_base{way.path + '.' + base.name, &base, way.owner};
    if (!base.problem.empty()) {
      report(to_base, base.problem, way.owner, {});
    } else if (shape != nullptr && (shape->has_own_codec || shape->kind != ShapeKind::record)) {
      report(to_base, "it is a base class that is no plain struct; write it as a member", way.owner, {});
    } else if (shape != nullptr && checked_.insert(base.type).second) {
      if (shape->problem.empty()) {
        check_record(base.type, *shape, {way.path, &base, base.type});
      } else {
        report(to_base, shape->problem, base.type, shape->place);
      }
    }
  }
}

/// In the bytes all fields are in one map.
void ValueCheck::check_names(const TypeShape& record, const Way& way) {
  std::map<std::string, const ShapeMember*> known;
  for (const ShapeMember* const field : all_fields(record, shapes_)) {
    if (field->name.empty() || known.emplace(field->name, field).second) continue;
    report({way.path + '.' + field->name, field, way.owner}, "a base class has a member of the same name", way.owner,
           {});
  }
}

void ValueCheck::report(const Way& way, const std::string& problem, const std::string& codec_of,
                        const SourceRange& definition) {
  std::vector<Note> notes;
  if (way.member != nullptr && way.member->place.file != nullptr) {
    notes.push_back({way.member->place, "'" + way.path + "' stands here"});
  }
  if (definition.file != nullptr) notes.push_back({definition, "its class stands here"});
  const std::string in_memory = "layers: [memory] for the query " + query_->name.value;
  const std::string codec = "template <> struct tagcache::Codec<" + codec_of + "> in a header below include";
  diagnostics_.report({"not-encodable", query_->returns->range, "'" + way.path + "' cannot be encoded: " + problem,
                       "a value that can be written as bytes and read back, see docs/codecs.md",
                       codec_of.empty() ? in_memory : codec + ", or " + in_memory, std::move(notes)});
}

}  // namespace tagcache::generator
