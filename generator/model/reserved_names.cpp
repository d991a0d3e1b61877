#include "model/reserved_names.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tagcache::generator {
namespace {

using Names = std::span<const std::string_view>;

/// Keywords of C++20 with their alternative spellings.
constexpr auto keywords = std::to_array<std::string_view>({
    "alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
    "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
    "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
    "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
    "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
    "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
    "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
    "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
    "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
    "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
    "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
    "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
    "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
    "xor_eq",
});

/// Macros that standard headers or compilers define without asking.
constexpr auto macros =
    std::to_array<std::string_view>({"EOF", "NULL", "assert", "errno", "linux", "stderr", "stdin", "stdout", "unix"});

/// Members of the generated class and of what it inherits from the runtime, those of later releases included.
constexpr auto methods = std::to_array<std::string_view>(
    {"clear",   "default_options", "disconnect", "entries",        "expire",  "flights",     "invalidate",
     "options", "primitives",      "query",      "query_many",     "refresh", "reset_stats", "shutdown",
     "source",  "stats",           "tags",       "try_invalidate", "verify",  "warm"});

/// The member of every tag that gives its path.
constexpr auto segments = std::to_array<std::string_view>({"path"});

/// Names of the program that are not the schema's, wherever it may be.
constexpr auto scopes = std::to_array<std::string_view>({"main", "std", "tagcache"});

/// Inside a namespace of this name `std::` would mean something else; the runtime is always called `::tagcache::`.
constexpr auto inner_scopes = std::to_array<std::string_view>({"std"});

bool contains(Names names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

Names taken_names(NameUse use) {
  switch (use) {
    case NameUse::cache:
    case NameUse::name_space:
      return scopes;
    case NameUse::inner_name_space:
      return inner_scopes;
    case NameUse::segment:
      return segments;
    case NameUse::method:
      return methods;
    case NameUse::event:
    case NameUse::id:
    case NameUse::argument:
      break;  // generated code gives a parameter that hides something another name
  }
  return {};
}

bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

bool is_letter_or_digit(char letter) { return is_letter(letter) || (letter >= '0' && letter <= '9'); }

/// The name nearest to `name` that has the right form: `user-id` becomes `user_id`.
std::string well_formed(std::string_view name) {
  std::string result;
  for (const char letter : name) {
    if (is_letter_or_digit(letter)) {
      if (result.empty() && !is_letter(letter)) result += "n";
      result += letter;
    } else if (!result.empty() && result.back() != '_') {
      result += '_';
    }
  }
  while (result.ends_with('_')) result.pop_back();
  return result.empty() ? "name" : result;
}

/// Its method is `on_` and the name, which no keyword is.
std::optional<NameProblem> problem_with_event(std::string_view name) {
  const std::string text(name);
  if (!name.starts_with("on_")) return std::nullopt;
  return NameProblem{"reserved-name", "the method of the event '" + text + "' would be called 'on_" + text + "'",
                     "what happened; the method gets its 'on_' by itself", text.substr(3)};
}

}  // namespace

bool is_formed_as_name(std::string_view text) { return !text.empty() && well_formed(text) == text; }

std::string cure_for_segment(const std::string& name, std::string_view text) {
  if (text.find_first_of("\"\\") != std::string_view::npos) return name;
  return name + "; or '" + name + ": { text: \"" + std::string(text) + "\" }' below tags, which keeps what is stored";
}

std::string another_name(std::string_view name, NameUse use) {
  const std::string text(name);
  switch (use) {
    case NameUse::cache:
      return text + "Cache";
    case NameUse::name_space:
    case NameUse::inner_name_space:
      return text + "_caches";
    case NameUse::id:
      return text + "_id";
    case NameUse::segment:
      return text + "_tag";
    case NameUse::argument:
      return text + "_value";
    case NameUse::method:
    case NameUse::event:
      break;
  }
  return "load_" + text;
}

std::optional<NameProblem> problem_with_name(std::string_view name, NameUse use) {
  const std::string quoted = "'" + std::string(name) + "'";
  const std::string formed = well_formed(name);
  if (formed != name) {
    return NameProblem{"bad-name", quoted + " is not a name that C++ and tagcache can use",
                       "letters, digits and single underscores, a letter first and no underscore last", formed};
  }
  if (use == NameUse::event) return problem_with_event(name);
  if (contains(keywords, name)) {
    return NameProblem{"reserved-name", quoted + " is a keyword of C++", "another name", another_name(name, use)};
  }
  if (contains(macros, name)) {
    return NameProblem{"reserved-name", quoted + " is a macro that headers define", "another name",
                       another_name(name, use)};
  }
  if (contains(taken_names(use), name)) {
    return NameProblem{"reserved-name", quoted + " is a name that the generated code needs for itself", "another name",
                       another_name(name, use)};
  }
  return std::nullopt;
}

std::vector<NamespacePart> parts_of_namespace(std::string_view name) {
  std::vector<NamespacePart> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find("::", begin), name.size());
    const NameUse use = parts.empty() ? NameUse::name_space : NameUse::inner_name_space;
    parts.push_back({begin, std::string(name.substr(begin, end - begin)), use});
    begin = end + 2;
  }
  return parts;
}

}  // namespace tagcache::generator
