#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// Writes a JSON document, two blanks a level. Fields stand in the order in which they are written. Inside a map each
/// value follows its `key`.
class JsonWriter {
 public:
  void begin_map() { begin('{'); }
  void end_map() { end('}'); }
  void begin_list() { begin('['); }
  void end_list() { end(']'); }

  void key(std::string_view name);
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth);
  void null();

  template <class Value>
  void field(std::string_view name, const Value& of_it) {
    key(name);
    value(of_it);
  }
  /// A list of texts, on one line.
  void field(std::string_view name, const std::vector<std::string>& texts);

  /// The document, with a line break behind it. All that was begun must have ended.
  [[nodiscard]] std::string text() const { return text_ + '\n'; }

 private:
  void begin(char bracket);
  void end(char bracket);
  void separate();

  std::string text_;
  std::size_t depth_ = 0;
  bool is_first_ = true;
  bool has_key_ = false;
};

}  // namespace tagcache::generator
