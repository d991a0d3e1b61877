#include "model/value_shape.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tagcache::generator {
namespace {

class ShapeWriter {
 public:
  explicit ShapeWriter(const TypeShapes& shapes) : shapes_(shapes) {}

  void write(const std::string& type) {
    const TypeShape* const shape = shapes_.find(type);
    if (shape == nullptr) return;
    if (shape->has_own_codec) {
      result_.text += "own(" + type + ')';
      std::vector<std::string>& known = result_.own_codecs;
      if (std::find(known.begin(), known.end(), type) == known.end()) known.push_back(type);
    } else if (shape->kind == ShapeKind::record) {
      write_record(type, *shape);
    } else if (shape->kind == ShapeKind::enumeration) {
      result_.text += "enum " + shape->detail;
      write_list('(', shape->enumerators, ')',
                 [this](const Enumerator& each) { result_.text += each.name + '=' + each.value; });
    } else {
      const bool is_number = shape->kind == ShapeKind::integer || shape->kind == ShapeKind::floating;
      const bool is_bytes = is_written_as_bytes(*shape);
      result_.text += is_number ? shape->detail : with_detail(is_bytes ? "bytes" : form_of(*shape), *shape);
      if (!shape->parts.empty() && !is_bytes)
        write_list('(', shape->parts, ')', [this](const std::string& part) { write(part); });
    }
  }

  ValueShape take() { return std::move(result_); }

 private:
  static std::string with_detail(const std::string& word, const TypeShape& shape) {
    return shape.detail.empty() ? word : word + ' ' + shape.detail;
  }

  /// The kind, but one word for all that is written and read alike, and two for what is not.
  static std::string form_of(const TypeShape& shape) {
    if (shape.kind == ShapeKind::pointer) return std::string(word_for(ShapeKind::optional));
    const bool is_multiple = shape.name.ends_with("multiset") || shape.name.ends_with("multimap");
    if (!is_multiple) return std::string(word_for(shape.kind));
    return shape.kind == ShapeKind::set ? std::string(word_for(ShapeKind::sequence)) : "multimap";
  }

  /// As the codecs of vectors and arrays decide.
  static bool is_written_as_bytes(const TypeShape& shape) {
    const bool is_vector = shape.kind == ShapeKind::sequence && shape.name == "vector";
    if (!is_vector && shape.kind != ShapeKind::array) return false;
    const std::string& element = shape.parts.front();
    return element == "std::byte" || element == "unsigned char" || element == "char";
  }

  void write_record(const std::string& type, const TypeShape& shape) {
    const auto [number, is_new] = numbers_.emplace(type, numbers_.size());
    if (!is_new) {
      result_.text += '#' + std::to_string(number->second);
      return;
    }
    write_list('{', all_fields(shape, shapes_), '}', [this](const ShapeMember* field) {
      result_.text += field->name + ':';
      write(field->type);
    });
  }

  template <class Items, class Write>
  void write_list(char open, const Items& items, char close, Write write_item) {
    result_.text += open;
    bool is_first = true;
    for (const auto& item : items) {
      if (!is_first) result_.text += ',';
      is_first = false;
      write_item(item);
    }
    result_.text += close;
  }

  const TypeShapes& shapes_;
  ValueShape result_;
  std::map<std::string, std::size_t> numbers_;
};

/// The types of which a value of `shape` has values in it.
std::vector<std::string> types_within(const TypeShape& shape, const TypeShapes& shapes) {
  std::vector<std::string> types = shape.parts;
  for (const ShapeMember* const field : all_fields(shape, shapes)) types.push_back(field->type);
  return types;
}

void collect(const std::string& type, const TypeShapes& shapes, std::set<std::string>& reached) {
  const TypeShape* const shape = shapes.find(type);
  if (shape == nullptr || shape->has_own_codec) return;
  for (const std::string& inner : types_within(*shape, shapes)) {
    if (reached.insert(inner).second) collect(inner, shapes, reached);
  }
}

}  // namespace

std::vector<const ShapeMember*> all_fields(const TypeShape& record, const TypeShapes& shapes) {
  std::vector<const ShapeMember*> fields;
  for (const ShapeMember& base : record.bases) {
    const TypeShape* const shape = shapes.find(base.type);
    if (shape == nullptr) continue;
    const std::vector<const ShapeMember*> inherited = all_fields(*shape, shapes);
    fields.insert(fields.end(), inherited.begin(), inherited.end());
  }
  for (const ShapeMember& field : record.fields) fields.push_back(&field);
  return fields;
}

ValueShape value_shape(const std::string& type, const TypeShapes& shapes) {
  ShapeWriter writer(shapes);
  writer.write(type);
  return writer.take();
}

bool contains_itself(const std::string& type, const TypeShapes& shapes) {
  std::set<std::string> reached;
  collect(type, shapes, reached);
  return reached.contains(type);
}

}  // namespace tagcache::generator
