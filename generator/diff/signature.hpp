#pragma once

#include <string>
#include <vector>

#include "model/cache_model.hpp"

/// Parts of a schema as texts that are equal when they mean the same to entries and callers.
namespace tagcache::generator {

/// The types of arguments as one text, without what blanks make of them.
[[nodiscard]] std::string types_identity(const std::vector<Argument>& arguments);

/// `(user: UserId, page: int)`: for people.
[[nodiscard]] std::string parameters_text(const std::vector<Argument>& arguments);

/// Tags as they are stored, with the names of their arguments, those from the value of a query included: for people.
[[nodiscard]] std::string tags_text(const CacheModel& model, const Query& query);
[[nodiscard]] std::string tags_text(const CacheModel& model, const std::vector<FilledTag>& tags,
                                    const std::vector<Argument>& arguments);

/// `get_user(user)`, with positions of arguments for `by_position` and with names otherwise.
[[nodiscard]] std::string recaches_text(const CacheModel& model, const Mutation& mutation, bool by_position);

}  // namespace tagcache::generator
