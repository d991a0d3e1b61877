#include "support/json_writer.hpp"

#include "support/json_text.hpp"

namespace tagcache::generator {

void JsonWriter::separate() {
  if (has_key_) {
    has_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  text_ += is_first_ ? "\n" : ",\n";
  text_.append(depth_ * 2, ' ');
}

void JsonWriter::begin(char bracket) {
  separate();
  text_ += bracket;
  ++depth_;
  is_first_ = true;
}

void JsonWriter::end(char bracket) {
  --depth_;
  if (!is_first_) text_.append("\n").append(depth_ * 2, ' ');
  text_ += bracket;
  is_first_ = false;
}

void JsonWriter::key(std::string_view name) {
  separate();
  text_ += json_text(name) + ": ";
  has_key_ = true;
}

void JsonWriter::value(std::string_view text) {
  separate();
  text_ += json_text(text);
  is_first_ = false;
}

void JsonWriter::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  is_first_ = false;
}

void JsonWriter::null() {
  separate();
  text_ += "null";
  is_first_ = false;
}

void JsonWriter::field(std::string_view name, const std::vector<std::string>& texts) {
  key(name);
  separate();
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + json_text(text);
  text_ += '[' + list + ']';
  is_first_ = false;
}

}  // namespace tagcache::generator
