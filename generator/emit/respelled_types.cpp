#include "emit/respelled_types.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tagcache::generator {
namespace {

void respell(std::vector<Argument>& arguments, const Spellings& spellings) {
  for (Argument& argument : arguments) argument.type = respelled(argument.type, spellings);
}

/// Enumerators stand behind their type.
void respell(Recache& recache, const Query& query, const Spellings& spellings) {
  for (std::size_t index = 0; index < recache.arguments.size(); ++index) {
    std::string& value = recache.arguments[index].value;
    if (value.starts_with(query.arguments[index].type + "::")) value = respelled(value, spellings);
  }
}

}  // namespace

CacheModel respelled(CacheModel model) {
  if (model.spellings.empty()) return model;
  for (Mutation& mutation : model.mutations) {
    for (Recache& recache : mutation.recache) respell(recache, model.queries[recache.query], model.spellings);
    respell(mutation.arguments, model.spellings);
    mutation.returns = respelled(mutation.returns, model.spellings);
  }
  for (Id& id : model.ids) id.type = respelled(id.type, model.spellings);
  for (Query& query : model.queries) {
    respell(query.arguments, model.spellings);
    query.returns = respelled(query.returns, model.spellings);
  }
  return model;
}

}  // namespace tagcache::generator
