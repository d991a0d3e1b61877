#pragma once

#include <string>
#include <vector>

#include "model/cache_model.hpp"

/// What decides whether an entry that an older program stored may be read by this one.
namespace tagcache::generator {

/// The one text of a query behind which its entries are kept: the generator makes a number of it, which is part of
/// every key, and `tagcache diff` compares it. So an entry is found again exactly when nothing in here has changed, and
/// `diff` cannot say otherwise.
struct QueryIdentity {
  std::string name;
  /// Each argument in order, `user:{value:u64}`. Its name takes part, as those of members do: two numbers that change
  /// places, or one that is replaced by another, look the same otherwise.
  std::vector<std::string> key;
  /// Each tag as it is stored, with the positions of its arguments, sorted: `users(0).posts`. Their order means
  /// nothing, nor do the names that C++ has for them.
  std::vector<std::string> tags;
  std::string value;  ///< its shape; its type as written where that is not known

  /// `list_posts(user:{value:u64},page:i32)[users(0).posts]:sequence({id:u64})`
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] QueryIdentity query_identity(const CacheModel& model, const Query& query);

/// What a key shows of an argument: `{value:u64}`, `optional(enum u8(new=0,old=1))`. Where only a header could tell,
/// the type as the schema writes it takes the place of its shape: `type blog::UserId`.
[[nodiscard]] std::string key_shape(const Argument& argument);

/// A type as a text, without what blanks make of it.
[[nodiscard]] std::string type_identity(const std::string& type);

/// Tags with the positions of their arguments in place of names, sorted.
[[nodiscard]] std::vector<std::string> tag_identities(const CacheModel& model, const std::vector<FilledTag>& tags);

/// All tags of a query, those from its value included: `users(result.id)`.
[[nodiscard]] std::vector<std::string> tag_identities(const CacheModel& model, const Query& query);

}  // namespace tagcache::generator
