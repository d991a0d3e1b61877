#include "diff/signature.hpp"

#include "model/query_identity.hpp"
#include "model/tag_text.hpp"

namespace tagcache::generator {

std::string types_identity(const std::vector<Argument>& arguments) {
  std::string identity;
  for (const Argument& argument : arguments) identity += type_identity(argument.type) + ';';
  return identity;
}

std::string parameters_text(const std::vector<Argument>& arguments) {
  std::string text;
  for (const Argument& argument : arguments) {
    text += (text.empty() ? "" : ", ") + argument.name + ": " + argument.type;
  }
  return '(' + text + ')';
}

std::string tags_text(const CacheModel& model, const Query& query) {
  std::string text = query.tags.empty() ? "" : tags_text(model, query.tags, query.arguments);
  for (const ResultTag& tag : query.result_tags) {
    std::vector<std::string> fillings;
    for (const ResultFilling& filling : tag.fillings) {
      fillings.push_back(filling.argument ? query.arguments[*filling.argument].name : filling.path_text());
    }
    text += (text.empty() ? "" : ", ") + stored_expression(model, tag.node, fillings);
  }
  return text;
}

std::string tags_text(const CacheModel& model, const std::vector<FilledTag>& tags,
                      const std::vector<Argument>& arguments) {
  std::string text;
  for (const FilledTag& tag : tags) {
    std::vector<std::string> names;
    for (const std::size_t argument : tag.arguments) names.push_back(arguments[argument].name);
    text += (text.empty() ? "" : ", ") + stored_expression(model, tag.node, names);
  }
  return text.empty() ? "none" : text;
}

std::string recaches_text(const CacheModel& model, const Mutation& mutation, bool by_position) {
  std::string text;
  for (const Recache& recache : mutation.recache) {
    std::string call;
    for (const PassedValue& passed : recache.arguments) {
      call += call.empty() ? "" : ", ";
      if (!passed.argument) {
        call += passed.value;
      } else {
        // Not a number, which a value may be.
        call += by_position ? '#' + std::to_string(*passed.argument) : mutation.arguments[*passed.argument].name;
      }
    }
    text += (text.empty() ? "" : ", ") + model.queries[recache.query].name + '(' + call + ')';
  }
  return text.empty() ? "none" : text;
}

}  // namespace tagcache::generator
