#pragma once

#include <string>
#include <vector>

#include "model/cache_model.hpp"

/// Parts of a schema as texts that are equal when they mean the same to entries and callers.
namespace tagcache::generator {

/// Types as texts, without what blanks and aliases make of them.
[[nodiscard]] std::string type_identity(const std::string& type);
[[nodiscard]] std::string types_identity(const std::vector<Argument>& arguments);

/// `(user: UserId, page: int)`: for people.
[[nodiscard]] std::string parameters_text(const std::vector<Argument>& arguments);

/// Tags with the positions of their arguments in place of names: `users(0).posts`.
[[nodiscard]] std::vector<std::string> tag_identities(const CacheModel& model, const std::vector<FilledTag>& tags);

/// All tags of a query, those from its value included: `users(result.id)`.
[[nodiscard]] std::vector<std::string> tag_identities(const CacheModel& model, const Query& query);
[[nodiscard]] std::string tags_text(const CacheModel& model, const Query& query);

/// Tags with the names of their arguments: for people.
[[nodiscard]] std::string tags_text(const CacheModel& model, const std::vector<FilledTag>& tags,
                                    const std::vector<Argument>& arguments);

/// `get_user(user)`, with positions of arguments for `by_position` and with names otherwise.
[[nodiscard]] std::string recaches_text(const CacheModel& model, const Mutation& mutation, bool by_position);

}  // namespace tagcache::generator
