#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "model/check_values.hpp"
#include "model/resolve_context.hpp"
#include "model/value_shape.hpp"

namespace tagcache::generator {
namespace {

/// Finds the codecs that the values of all queries need, each after those of its parts.
class CodecPlan {
 public:
  CodecPlan(const TypeShapes& shapes, CacheModel& model) : shapes_(shapes), model_(model) {}

  void add(const std::string& type) {
    const TypeShape* const shape = shapes_.find(type);
    if (shape == nullptr || shape->has_own_codec || !seen_.insert(type).second) return;
    const bool is_of_user = shape->kind == ShapeKind::record || shape->kind == ShapeKind::enumeration;
    if (!is_of_user && !shape->name.empty()) model_.standard_types.insert(shape->name);
    for (const std::string& part : shape->parts) add(part);
    const std::vector<const ShapeMember*> fields = all_fields(*shape, shapes_);
    for (const ShapeMember* const field : fields) add(field->type);
    if (shape->kind == ShapeKind::record) {
      add_record(type, *shape, fields);
    } else if (shape->kind == ShapeKind::enumeration && !shape->name.empty()) {
      ValueCodec codec{ValueCodec::Kind::enumeration, type, {}, "", {}};
      for (const Enumerator& each : shape->enumerators) codec.names.push_back(each.name);
      codec.names_deprecated = shape->is_deprecated;
      model_.codecs.push_back(std::move(codec));
    }
  }

 private:
  void add_record(const std::string& type, const TypeShape& record, const std::vector<const ShapeMember*>& fields) {
    ValueCodec codec{ValueCodec::Kind::record, type, {}, "", {}};
    codec.names_deprecated = names_deprecated(record);
    for (const ShapeMember* const field : fields) codec.names.push_back(field->name);
    if (contains_itself(type, shapes_)) {
      ValueShape shape = value_shape(type, shapes_);
      codec.recursive_shape = std::move(shape.text);
      codec.own_codecs = std::move(shape.own_codecs);
    }
    model_.codecs.push_back(std::move(codec));
  }

  /// Members of bases are named as well.
  [[nodiscard]] bool names_deprecated(const TypeShape& record) const {
    return record.is_deprecated || std::any_of(record.bases.begin(), record.bases.end(), [&](const ShapeMember& base) {
             const TypeShape* const shape = shapes_.find(base.type);
             return shape != nullptr && names_deprecated(*shape);
           });
  }

  const TypeShapes& shapes_;
  CacheModel& model_;
  std::set<std::string> seen_;
};

}  // namespace

void resolve_values(ResolveContext& context) {
  const TypeShapes& shapes = context.catalog.shapes;
  ValueCheck values(shapes, context.diagnostics);
  CodecPlan plan(shapes, context.model);
  for (std::size_t index = 0; index < context.model.queries.size(); ++index) {
    const WrittenQuery& written = context.document.queries[index];
    Query& query = context.model.queries[index];
    const TypeFacts facts = context.facts_of(query.returns);
    const TypeShape* const shape = shapes.find(facts.canonical);
    if (!leaves_memory(query, context.model) || shape == nullptr) continue;
    // That it is no result says it already.
    if (!may_be_returned(facts) && !shape->problem.empty()) continue;
    values.check(written, facts.canonical);
    plan.add(facts.canonical);
    query.value_shape = value_shape(facts.canonical, shapes).text;
  }
}

}  // namespace tagcache::generator
