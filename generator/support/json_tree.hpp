#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tagcache::generator {

/// A JSON value that is built to be printed: text, a word (`true`, `5`), an array, or an object whose members keep
/// their order.
class Json {
 public:
  [[nodiscard]] static Json text(std::string_view value);
  [[nodiscard]] static Json word(std::string_view value);
  [[nodiscard]] static Json truth(bool value);
  [[nodiscard]] static Json array(std::vector<Json> items);
  [[nodiscard]] static Json object(std::vector<std::pair<std::string, Json>> members = {});

  /// Adds a member to an object.
  Json& add(std::string_view name, Json value) &;
  Json&& add(std::string_view name, Json value) &&;

  /// Adds all members of another object.
  Json& add_all(Json other);

  /// Over several lines, two blanks a level, arrays of plain values on one line.
  [[nodiscard]] std::string printed() const;

 private:
  enum class Kind { plain, array, object };

  void print(std::string& out, std::size_t depth) const;
  [[nodiscard]] bool is_flat() const;

  Kind kind_ = Kind::plain;
  std::string plain_;                                   ///< of plain values: the text with its quotes, or the word
  std::vector<std::pair<std::string, Json>> children_;  ///< of arrays without names
};

}  // namespace tagcache::generator
