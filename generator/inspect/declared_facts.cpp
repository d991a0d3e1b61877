#include "inspect/declared_facts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace tagcache::generator {
namespace {

bool is_of_word(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_'; }

/// All names of one type; the first of them is the one that Clang prints. Sizes are those of 64-bit Linux.
struct Scalar {
  TypeKind kind;
  std::uint64_t size_bytes;
  std::array<std::string_view, 7> names;
};

constexpr std::array scalars = {
    Scalar{TypeKind::boolean, 1, {"bool"}},
    Scalar{TypeKind::integral, 1, {"char"}},
    Scalar{TypeKind::integral, 1, {"signed char", "std::int8_t", "int8_t"}},
    Scalar{TypeKind::integral, 1, {"unsigned char", "std::uint8_t", "uint8_t"}},
    Scalar{TypeKind::integral, 2, {"short", "short int", "std::int16_t", "int16_t"}},
    Scalar{TypeKind::integral, 2, {"unsigned short", "unsigned short int", "std::uint16_t", "uint16_t"}},
    Scalar{TypeKind::integral, 4, {"int", "signed", "signed int", "std::int32_t", "int32_t"}},
    Scalar{TypeKind::integral, 4, {"unsigned int", "unsigned", "std::uint32_t", "uint32_t"}},
    Scalar{TypeKind::integral, 8, {"long", "long int", "std::int64_t", "int64_t", "std::ptrdiff_t", "ptrdiff_t"}},
    Scalar{TypeKind::integral,
           8,
           {"unsigned long", "unsigned long int", "std::uint64_t", "uint64_t", "std::size_t", "size_t"}},
    Scalar{TypeKind::integral, 8, {"long long", "long long int"}},
    Scalar{TypeKind::integral, 8, {"unsigned long long", "unsigned long long int"}},
    Scalar{TypeKind::enumeration, 1, {"std::byte"}},
    Scalar{TypeKind::floating, 4, {"float"}},
    Scalar{TypeKind::floating, 8, {"double"}},
    Scalar{TypeKind::floating, 16, {"long double"}},
};

/// Classes that are values, and no parts of keys. The size is given where it is the same for all arguments, and such a
/// class is never copied like bytes.
struct ValueTemplate {
  std::string_view name;
  std::uint64_t size_bytes;
};
constexpr std::array value_templates = {
    ValueTemplate{"std::deque", 80},         ValueTemplate{"std::function", 32},
    ValueTemplate{"std::list", 24},          ValueTemplate{"std::map", 48},
    ValueTemplate{"std::multimap", 48},      ValueTemplate{"std::multiset", 48},
    ValueTemplate{"std::set", 48},           ValueTemplate{"std::shared_ptr", 16},
    ValueTemplate{"std::vector", 24},        ValueTemplate{"std::unordered_map", 56},
    ValueTemplate{"std::unordered_set", 56}, ValueTemplate{"std::optional", 0},
    ValueTemplate{"std::pair", 0},           ValueTemplate{"std::tuple", 0},
    ValueTemplate{"std::unique_ptr", 0},     ValueTemplate{"std::variant", 0},
};

/// Classes of the standard library that stay where they are.
constexpr std::array unmoved_classes = {
    "std::atomic",
    "std::atomic_flag",
    "std::barrier",
    "std::binary_semaphore",
    "std::condition_variable",
    "std::condition_variable_any",
    "std::counting_semaphore",
    "std::latch",
    "std::lock_guard",
    "std::mutex",
    "std::once_flag",
    "std::recursive_mutex",
    "std::recursive_timed_mutex",
    "std::scoped_lock",
    "std::shared_mutex",
    "std::shared_timed_mutex",
    "std::stop_callback",
    "std::timed_mutex",
};
/// Those that show values of others.
constexpr std::array views = {"std::string_view", "std::basic_string_view", "std::span", "std::initializer_list"};
/// Those that have one owner.
constexpr std::array uncopied_classes = {"std::unique_ptr", "std::future",  "std::promise",     "std::packaged_task",
                                         "std::thread",     "std::jthread", "std::unique_lock", "std::shared_lock"};

template <std::size_t size>
bool is_among(const std::array<const char*, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What can be done with values of it.
void add_use(std::string_view type, TypeFacts& facts) {
  const std::string_view name = type.substr(0, type.find('<'));
  if (is_among(unmoved_classes, name)) facts.not_moved = "it can be neither moved nor copied";
  if (type.ends_with('*')) facts.not_kept = "it only says where a value is, and a cache owns its values";
  if (is_among(views, name)) facts.not_kept = "it does not own what it shows, and a cache owns its values";
  facts.copyable = facts.not_moved.empty() && !is_among(uncopied_classes, name);
}

/// As form_of_number has it.
std::string key_form_of(const Scalar& scalar) {
  const std::string_view name = scalar.names.front();
  if (scalar.kind == TypeKind::boolean) return "bool";
  if (scalar.kind == TypeKind::enumeration) return "byte";
  if (scalar.kind == TypeKind::floating) return "";
  return (name.starts_with("unsigned") ? "u" : "i") + std::to_string(scalar.size_bytes * 8);
}

TypeFacts scalar_facts(const Scalar& scalar) {
  TypeFacts facts;
  facts.kind = scalar.kind;
  facts.canonical = scalar.names.front();
  facts.key_form = key_form_of(scalar);
  facts.size_bytes = scalar.size_bytes;
  facts.trivially_copyable = true;
  facts.literal = true;
  if (scalar.kind == TypeKind::floating) {
    facts.not_a_key =
        "equal floating point numbers may be written in several ways, and NaN equals nothing; write an "
        "integer of a small unit (cents, microseconds)";
  }
  return facts;
}

TypeFacts text_facts() {
  TypeFacts facts;
  facts.kind = TypeKind::string;
  facts.canonical = "std::basic_string<char>";
  facts.key_form = "text";
  facts.size_bytes = 32;
  return facts;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && number > 0;
  return whole ? std::optional(number) : std::nullopt;
}

/// `std::array<std::uint8_t,16>`, when its element is known.
std::optional<TypeFacts> array_facts(std::string_view type) {
  constexpr std::string_view opening = "std::array<";
  const std::size_t comma = type.rfind(',');
  if (!type.starts_with(opening) || !type.ends_with('>') || comma == std::string_view::npos) return std::nullopt;
  const auto element = declared_facts(std::string(type.substr(opening.size(), comma - opening.size())));
  const auto count = whole_number(type.substr(comma + 1, type.size() - comma - 2));
  if (!element || !count) return std::nullopt;
  TypeFacts facts = *element;
  facts.canonical = "std::array<" + element->canonical + ", " + std::to_string(*count) + '>';
  facts.size_bytes = element->size_bytes * *count;
  const bool of_numbers = element->kind == TypeKind::integral || element->kind == TypeKind::boolean ||
                          element->kind == TypeKind::enumeration;
  facts.kind = of_numbers ? TypeKind::byte_array : TypeKind::other;
  facts.key_form = of_numbers ? "array " + std::to_string(*count) + '(' + element->key_form + ')' : "";
  facts.not_a_key = of_numbers ? "" : "only arrays of integers or bytes can be";
  return facts;
}

/// What is certain of a standard class without knowing its arguments.
std::optional<TypeFacts> template_facts(std::string_view type) {
  const std::string_view name = type.substr(0, type.find('<'));
  TypeFacts facts;
  facts.not_a_key = "it does not own its text; write std::string";
  if (name == "std::string_view") return facts;
  const auto has_name = [name](const ValueTemplate& each) { return each.name == name; };
  const auto* const found = std::find_if(value_templates.begin(), value_templates.end(), has_name);
  if (found == value_templates.end()) return std::nullopt;
  facts.size_bytes = found->size_bytes;
  // Whether what it holds may be in a key is left to the compiler.
  const auto holds_keys = {"std::vector", "std::optional", "std::pair", "std::tuple"};
  const bool is_holder = std::find(holds_keys.begin(), holds_keys.end(), name) != holds_keys.end();
  if (is_holder) facts.kind = TypeKind::holder;
  facts.not_an_id = "an id names one thing, and this may hold none or several";
  facts.not_a_key = is_holder ? "" : "it is a class of the standard library whose value has no public members";
  return facts;
}

std::optional<TypeFacts> facts_by_name(const std::string& type) {
  for (const Scalar& scalar : scalars) {
    if (std::find(scalar.names.begin(), scalar.names.end(), type) != scalar.names.end()) return scalar_facts(scalar);
  }
  if (type == "std::string") return text_facts();
  if (auto facts = array_facts(type)) return facts;
  if (type.ends_with('*')) {
    TypeFacts facts;
    facts.not_a_key = "a pointer says where a value is, not what it is; write the type it points to";
    return facts;
  }
  return template_facts(type);
}

}  // namespace

std::string tidy_type(std::string_view text) {
  std::string tidy;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != ' ') {
      tidy.push_back(text[at]);
      continue;
    }
    const std::size_t next = text.find_first_not_of(' ', at);
    if (next == std::string_view::npos) break;
    if (!tidy.empty() && is_of_word(tidy.back()) && is_of_word(text[next])) tidy.push_back(' ');
    at = next - 1;
  }
  return tidy;
}

std::optional<TypeFacts> declared_facts(const std::string& type) {
  const std::optional<TypeFacts> known = facts_by_name(type);
  TypeFacts facts = known.value_or(TypeFacts{});
  add_use(type, facts);
  if (!known && facts.copyable && facts.not_kept.empty()) return std::nullopt;
  if (facts.not_a_key.empty() && !facts.copyable) facts.not_a_key = "it cannot be copied";
  if (!facts.not_a_key.empty()) facts.not_an_id = facts.not_a_key;
  return facts;
}

}  // namespace tagcache::generator
