// Keys from arguments of every kind: two keys, and their texts, are equal exactly when the arguments are.
#include <optional>
#include <tagcache/id.hpp>
#include <tagcache/key.hpp>
#include <vector>

#include "catch.hpp"
#include "counted_new.hpp"

namespace shop {

enum class Size : char { small = 's', large = 'l' };

struct Item {
  std::string name;
  std::optional<Size> size;
  friend bool operator==(const Item&, const Item&) = default;
};

}  // namespace shop

template <>
struct tagcache::KeyParts<shop::Item> {
  static auto of(const shop::Item& item) { return tagcache::key(item.name, item.size); }
};

namespace {

using shop::Item;
using shop::Size;
using tagcache::KeyView;

template <class T>
std::string text_of(const T& argument) {
  const auto parts = tagcache::key(argument);
  return KeyView("Shop", "find", 1, parts).text();
}

/// All lists of up to `longest` of `values`.
template <class List, class T>
std::vector<List> lists_of(const std::vector<T>& values, std::size_t longest) {
  std::vector<List> lists{{}};
  for (std::size_t begin = 0; longest > 0; --longest) {
    const std::size_t end = lists.size();
    for (; begin < end; ++begin) {
      for (const T& value : values) {
        lists.push_back(lists[begin]);
        lists.back().push_back(value);
      }
    }
  }
  return lists;
}

template <class T>
std::vector<std::optional<T>> optionals_of(const std::vector<T>& values) {
  std::vector<std::optional<T>> optionals{std::nullopt};
  for (const T& value : values) optionals.emplace_back(std::in_place, value);
  return optionals;
}

template <class First, class Second>
std::vector<std::pair<First, Second>> pairs_of(const std::vector<First>& firsts, const std::vector<Second>& seconds) {
  std::vector<std::pair<First, Second>> pairs;
  for (const First& first : firsts) {
    for (const Second& second : seconds) pairs.emplace_back(first, second);
  }
  return pairs;
}

/// Looks at each pair of `values`, kept keys among them.
template <class T>
void check_all_pairs(const std::vector<T>& values) {
  std::vector<std::string> texts;
  std::vector<tagcache::Key> kept;
  for (const T& value : values) {
    const auto parts = tagcache::key(value);
    texts.push_back(KeyView("Shop", "find", 1, parts).text());
    const T gone = value;
    const auto parts_of_gone = tagcache::key(gone);
    kept.emplace_back(KeyView("Shop", "find", 1, parts_of_gone));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto parts = tagcache::key(values[i]);
    const KeyView view("Shop", "find", 1, parts);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const bool equal = values[i] == values[k];
      const bool right = (view == kept[k].view()) == equal && (texts[i] == texts[k]) == equal &&
                         (!equal || view.hash() == kept[k].view().hash()) && kept[k].view().text() == texts[k];
      if (right) continue;
      FAIL(texts[i] << " and " << texts[k]);
    }
  }
}

/// What could confuse a reader of texts: all that means something in them, and halves of letters.
const std::vector<char> letters{'"', '\\', ',', 'n', '\n', '\xC3', '\xA9', '}', 'x', '0', 'A', '\0'};
const std::vector<std::string> texts = lists_of<std::string>(letters, 2);
const std::vector<std::string> few_texts{"", ",", "\"", "\",\"", "none", "\\", "a"};
const std::vector<int> numbers{0, 1, -1, 10, 11};

}  // namespace

TEST_CASE("texts, optionals, lists, pairs and structs: equal keys are equal arguments",
          "[SX-09][R-058][RX-17][RX-19]") {
  check_all_pairs(lists_of<std::string>(letters, 3));
  check_all_pairs(optionals_of(texts));
  check_all_pairs(optionals_of(optionals_of(numbers)));
  check_all_pairs(optionals_of(optionals_of(optionals_of(few_texts))));
  check_all_pairs(lists_of<std::vector<int>>(numbers, 4));
  check_all_pairs(lists_of<std::vector<bool>>(std::vector<bool>{false, true}, 6));
  check_all_pairs(lists_of<std::vector<std::string>>(few_texts, 3));
  check_all_pairs(lists_of<std::vector<std::optional<int>>>(optionals_of(numbers), 3));
  check_all_pairs(optionals_of(lists_of<std::vector<std::vector<int>>>(lists_of<std::vector<int>>(numbers, 1), 2)));
  check_all_pairs(pairs_of(texts, few_texts));
  check_all_pairs(pairs_of(optionals_of(few_texts), lists_of<std::vector<std::string>>(few_texts, 1)));
}

TEST_CASE("structs in lists and optionals are their parts", "[SX-09]") {
  std::vector<Item> items;
  for (const auto& [name, size] : pairs_of(few_texts, optionals_of(std::vector{Size::small, Size::large}))) {
    items.push_back({name, size});
  }
  check_all_pairs(items);
  check_all_pairs(optionals_of(items));
  check_all_pairs(lists_of<std::vector<Item>>(items, 2));
  CHECK(text_of(std::vector<Item>{{"hat", Size::small}, {"bag", {}}}) == R"(Shop:find([{"hat",115},{"bag",none}]))");
}

TEST_CASE("arguments look like themselves in the text of a key", "[R-035]") {
  using namespace std::chrono_literals;
  CHECK(text_of(std::optional<int>()) == "Shop:find(none)");
  CHECK(text_of(std::optional(42)) == "Shop:find(42)");
  CHECK(text_of(std::optional<std::optional<int>>(std::in_place)) == "Shop:find((none))");
  CHECK(text_of(std::vector{1, 2}) == "Shop:find([1,2])");
  CHECK(text_of(std::vector<std::string>{"a", "b,c"}) == R"(Shop:find(["a","b,c"]))");
  CHECK(text_of(std::pair(1, true)) == "Shop:find({1,true})");
  CHECK(text_of(std::tuple(1, std::string("x"), std::vector<int>())) == R"(Shop:find({1,"x",[]}))");
  CHECK(text_of(std::array{std::string("x")}) == R"(Shop:find(["x"]))");
  CHECK(text_of(1500ms) == "Shop:find(1500)");
  CHECK(text_of(std::chrono::sys_seconds(48s)) == "Shop:find(48)");
  CHECK(text_of('\xFF') == "Shop:find(255)");
  CHECK(text_of(std::string("M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x8E\x89")) ==
        "Shop:find(\"M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x8E\x89\")");
  CHECK(text_of(std::string("a\n\t\r\x1B\x7F\xC3")) == R"(Shop:find("a\n\t\r\x1B\x7F\xC3"))");
  // Control characters, longer forms than needed, half of a pair, beyond Unicode.
  CHECK(text_of(std::string("\xC2\x85\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80")) ==
        R"(Shop:find("\xC2\x85\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80"))");
}

// Numbers written down here are no promise of releases; that they are right shows that nothing of a process takes part.
TEST_CASE("a key has one text and one number, the same in every process", "[R-041]") {
  const auto number = [](const auto&... arguments) {
    const auto parts = tagcache::key(arguments...);
    return KeyView("Shop", "find", 1, parts).hash();
  };
  const std::vector<Item> nested{{"hat", Size::small}, {"bag", {}}};
  CHECK(text_of(std::pair(std::string("ann"), 7)) == R"(Shop:find({"ann",7}))");
  CHECK(number(std::string("ann"), 7) == 8825894924387546721ULL);
  CHECK(number(nested) == 14898769385975990628ULL);
  CHECK(number(std::string("ann"), 7) == number(std::string("ann"), 7));
  CHECK(number(std::string("ann"), 7) != number(std::string("ann"), 8));
  CHECK(number(std::string("ann"), 7) != number(std::string("anna"), 7));
  CHECK(number(nested) != number(std::vector<Item>{nested.front()}));
}

TEST_CASE("prefixes cannot be taken for keys") {
  const auto text = [](std::string_view prefix, std::string_view name, const auto&... arguments) {
    const auto parts = tagcache::key(arguments...);
    return KeyView(prefix, name, 1, parts).text();
  };
  CHECK(text("shop:v2", "get", 1) == "shop:v2:get(1)");
  CHECK(text("a", {}, std::string("b:get(1)")) != text("a:\"b", "get", 1));
  CHECK(text("a:get(1)", {}, 2) == R"(a:get\(1):2)");
  CHECK(text("a\n", {}, 2) == "a\\n:2");
  CHECK(text("a\\n", {}, 2) == "a\\\\n:2");
}

TEST_CASE("a key is looked up without allocating, whatever its arguments are") {
  const std::string name = "a text that is too long for any small buffer";
  const std::vector<std::string> names(100, name);
  const std::optional<std::string> maybe = name;
  const std::vector<Item> items(10, {name, Size::large});
  const auto stored_parts = tagcache::key(name, names, maybe, items);
  const tagcache::Key stored(KeyView("Shop", "find", 1, stored_parts));

  const std::size_t before = allocated;
  const auto parts = tagcache::key(name, names, maybe, items);
  const KeyView view("Shop", "find", 1, parts);
  const bool found = view == stored.view() && view.hash() == stored.view().hash();
  CHECK(allocated == before);
  CHECK(found);
}

template <class T>
concept CanBeId = requires(const T& value) { tagcache::id(value); };

TEST_CASE("an id names one thing: optionals and lists are none") {
  STATIC_REQUIRE(CanBeId<int>);
  STATIC_REQUIRE(CanBeId<std::string>);
  STATIC_REQUIRE(CanBeId<std::array<int, 2>>);
  STATIC_REQUIRE(CanBeId<std::pair<int, std::string>>);
  STATIC_REQUIRE_FALSE(CanBeId<std::optional<int>>);
  STATIC_REQUIRE_FALSE(CanBeId<std::vector<int>>);
  STATIC_REQUIRE_FALSE(CanBeId<std::pair<int, std::optional<int>>>);
}
