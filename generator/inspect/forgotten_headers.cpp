#include "inspect/forgotten_headers.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

bool is_letter(char letter) { return letter == '_' || std::isalnum(static_cast<unsigned char>(letter)) != 0; }

/// The name that begins at `begin`, with what stands in it behind `::`.
std::string name_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && (is_letter(text[end]) || (text[end] == ':' && text.substr(end).starts_with("::")))) {
    end += text[end] == ':' ? 2 : 1;
  }
  return std::string(text.substr(begin, end - begin));
}

/// `struct UserId`, `enum class UserId`, `using UserId = ...`, in the text of a header.
bool defines(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(name); at != std::string_view::npos; at = header.find(name, at + 1)) {
    const std::string_view front = header.substr(0, at);
    const std::string_view behind = header.substr(at + name.size());
    if (!behind.empty() && is_letter(behind.front())) continue;
    for (const std::string_view word : {"struct ", "class ", "enum ", "using "}) {
      if (front.ends_with(word)) return true;
    }
  }
  return false;
}

/// The header in `folder` that defines a type of this name; nothing when there is none, or more than one.
std::optional<std::string> only_header_with(const std::string& folder, std::string_view name) {
  std::optional<std::string> found;
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    const std::filesystem::path path = entries->path();
    if (path.extension() != ".hpp" && path.extension() != ".h" && path.extension() != ".hh") continue;
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!defines(text, name)) continue;
    if (found) return std::nullopt;
    found = path.filename().string();
  }
  return found;
}

}  // namespace

bool ForgottenHeaders::explain(const std::string& text, const ProbeErrors::OfType& error) {
  if (!mentioned_.headers.empty() || !mentioned_.headers_complete) return false;
  if (error.length == 0 || !error.suggestion.empty()) return false;
  constexpr std::string_view reasons[] = {"unknown type name ", "use of undeclared identifier ", "no template named "};
  const bool is_unknown = std::any_of(std::begin(reasons), std::end(reasons),
                                      [&](std::string_view reason) { return error.message.starts_with(reason); });
  const std::string_view front = std::string_view(text).substr(0, error.offset);
  if (!is_unknown || front.ends_with("::")) return false;
  std::string name = name_at(text, error.offset);
  if (!first_) {
    const auto place = std::find_if(mentioned_.types.begin(), mentioned_.types.end(),
                                    [&](const Text& type) { return type.value == text; });
    first_ = place->range;
  }
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(std::move(name));
  return true;
}

void ForgottenHeaders::report(Diagnostics& diagnostics) const {
  if (!first_) return;
  diagnostics.report({"unknown-type",
                      *first_,
                      names_.size() == 1
                          ? "'" + names_.front() + "' is no type of C++, and no header is listed below include"
                          : "no header is listed below include, and these are no types of C++: " + listed(names_),
                      "below include, the header that defines " + std::string(names_.size() == 1 ? "it" : "them"),
                      cure(),
                      {}});
}

std::string ForgottenHeaders::cure() const {
  const std::string& first = names_.front();
  const std::size_t scope = first.rfind("::");
  const std::string_view last = std::string_view(first).substr(scope == std::string::npos ? 0 : scope + 2);
  const std::optional<std::string> header =
      schema_folder_.empty() ? std::nullopt : only_header_with(schema_folder_, last);
  return "include: [" + header.value_or("the header that defines " + first) + "]";
}

}  // namespace tagcache::generator
