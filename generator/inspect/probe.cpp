#include "inspect/probe.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "inspect/type_text.hpp"
#include "support/standard_headers.hpp"

namespace tagcache::generator {
namespace {

constexpr std::array everyday_headers = {
    "any",           "array",         "chrono",  "cstddef", "cstdint", "deque",   "filesystem",  "functional",
    "list",          "map",           "memory",  "set",     "span",    "string",  "string_view", "tuple",
    "unordered_map", "unordered_set", "utility", "variant", "vector",  "optional"};

std::set<std::string> named_headers(const MentionedTypes& mentioned) {
  std::set<std::string> headers = {"cstddef",
                                   "cstdint"};  // cost nothing, and their types are written without std:: too
  for (const Text& type : mentioned.types) headers.merge(standard_headers(type.value));
  return headers;
}

constexpr std::string_view opening = "namespace ";

std::string alias(std::size_t index) {
  return "using " + std::string(Probe::alias_prefix) + std::to_string(index) + " = ";
}

unsigned lines_of(std::string_view text) { return static_cast<unsigned>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

Probe::Probe(const MentionedTypes& mentioned, StandardHeaders standard) {
  std::set<std::string> headers = named_headers(mentioned);
  if (standard == StandardHeaders::everyday) headers.insert(everyday_headers.begin(), everyday_headers.end());
  for (const std::string& header : headers) text_ += "#include <" + header + ">\n";
  first_header_line_ = lines_of(text_) + 1;
  header_count_ = static_cast<unsigned>(mentioned.headers.size());
  for (const Text& header : mentioned.headers) text_ += "#include \"" + header.value + "\"\n";
  has_name_space_ = !mentioned.name_space.empty();
  if (has_name_space_) text_ += std::string(opening) + mentioned.name_space + " {\n";
  first_type_line_ = lines_of(text_) + 1;
  for (const Text& type : mentioned.types) {
    if (std::find(types_.begin(), types_.end(), type.value) != types_.end()) continue;
    if (!why_no_type_text(type.value).empty()) continue;
    text_ += alias(types_.size()) + type.value + ";\n";
    types_.push_back(type.value);
  }
  if (has_name_space_) text_ += "}\n";
}

std::optional<std::size_t> Probe::type_on(unsigned line) const noexcept {
  if (line < first_type_line_ || line >= first_type_line_ + types_.size()) return std::nullopt;
  return line - first_type_line_;
}

std::optional<std::size_t> Probe::header_on(unsigned line) const noexcept {
  if (line < first_header_line_ || line >= first_header_line_ + header_count_) return std::nullopt;
  return line - first_header_line_;
}

bool Probe::opens_name_space(unsigned line) const noexcept { return has_name_space_ && line + 1 == first_type_line_; }

unsigned Probe::name_space_column() { return static_cast<unsigned>(opening.size()) + 1; }

unsigned Probe::type_column(std::size_t index) { return static_cast<unsigned>(alias(index).size()) + 1; }

}  // namespace tagcache::generator
