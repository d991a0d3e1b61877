#include "model/query_identity.hpp"

#include <algorithm>
#include <span>

#include "model/tag_text.hpp"

namespace tagcache::generator {
namespace {

std::string joined_texts(const std::vector<std::string>& texts, std::string_view separator) {
  std::string result;
  for (const std::string& text : texts) {
    if (&text != texts.data()) result += separator;
    result += text;
  }
  return result;
}

std::string shape_in_key(const TypeFacts& facts, const std::string& written) {
  std::vector<std::string> inner;
  if (!facts.fields.empty()) {
    for (const Field& field : facts.fields) {
      inner.push_back(field.name + ':' + shape_in_key(field.type, field.type.canonical));
    }
    return '{' + joined_texts(inner, ",") + '}';
  }
  if (facts.key_form.empty()) return "type " + type_identity(written);
  if (facts.held.empty()) return facts.key_form;
  for (const TypeFacts& held : facts.held) inner.push_back(shape_in_key(held, held.canonical));
  return facts.key_form + '(' + joined_texts(inner, ",") + ')';
}

/// The tags of an intersection in one order, whatever that of their declarations is.
std::string tag_identity(const CacheModel& model, std::size_t node, std::span<const std::string> fillings,
                         bool is_below) {
  std::string text;
  if (model.tags[node].kind == TagNode::Kind::all_of) {
    std::vector<std::string> members;
    for (const std::size_t member : model.tags[node].members) {
      members.push_back(stored_expression(model, member, fillings));
      fillings = fillings.subspan(wild_segments(model, member).size());
    }
    std::sort(members.begin(), members.end());
    text = joined_texts(members, "&");
  } else {
    text = stored_expression(model, node, fillings);
  }
  return is_below ? "below " + text : text;
}

}  // namespace

std::string type_identity(const std::string& type) {
  std::string identity = type;
  identity.erase(std::remove(identity.begin(), identity.end(), ' '), identity.end());
  return identity;
}

std::string key_shape(const Argument& argument) { return shape_in_key(argument.facts, argument.type); }

std::vector<std::string> tag_identities(const CacheModel& model, const std::vector<FilledTag>& tags) {
  std::vector<std::string> identities;
  for (const FilledTag& tag : tags) {
    std::vector<std::string> positions;
    for (const std::size_t argument : tag.arguments) positions.push_back(std::to_string(argument));
    identities.push_back(tag_identity(model, tag.node, positions, tag.is_below));
  }
  std::sort(identities.begin(), identities.end());
  return identities;
}

std::vector<std::string> tag_identities(const CacheModel& model, const Query& query) {
  std::vector<std::string> identities = tag_identities(model, query.tags);
  for (const ResultTag& tag : query.result_tags) {
    std::vector<std::string> fillings;
    for (const ResultFilling& filling : tag.fillings) {
      fillings.push_back(filling.argument ? std::to_string(*filling.argument) : filling.path_text());
    }
    identities.push_back(tag_identity(model, tag.node, fillings, tag.is_below));
  }
  std::sort(identities.begin(), identities.end());
  return identities;
}

QueryIdentity query_identity(const CacheModel& model, const Query& query) {
  QueryIdentity identity{query.name, {}, tag_identities(model, query), query.value_shape};
  for (const Argument& argument : query.arguments) {
    identity.key.push_back(argument.name + ':' + key_shape(argument));
  }
  if (identity.value.empty()) identity.value = "type " + type_identity(query.returns);
  return identity;
}

std::string QueryIdentity::text() const {
  return name + '(' + joined_texts(key, ",") + ")[" + joined_texts(tags, ",") + "]:" + value;
}

}  // namespace tagcache::generator
