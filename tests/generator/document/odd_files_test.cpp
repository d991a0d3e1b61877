#include <algorithm>

#include "catch.hpp"
#include "document/yaml_tree.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

Strings errors_of(const std::string& schema) { return errors_in(parsed(schema).diagnostics); }

std::string repeated(const std::string& text, std::size_t size) {
  std::string result;
  while (result.size() < size) result += text;
  return result;
}

std::size_t longest_line_of(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

}  // namespace

TEST_CASE("files with nothing in them lack the one key that a schema needs") {
  for (const std::string text : {"", "\n\n", "# a comment\n", "---\n", "--- \n...\n", "~\n", "null", "\r\n"}) {
    INFO(text);
    CHECK(errors_of(text) == Strings{"1:1 missing-key"});
  }
  CHECK(errors_of("--- # two documents\ncache: A\n---\ncache: B\n") == Strings{"3:1 yaml-feature"});
  CHECK(errors_of("cache: A\n...\n").empty());
}

TEST_CASE("line ends of Windows change nothing") {
  const Parsed result =
      parsed("cache: A\r\ntags:\r\n  - config\r\nqueries:\r\n  a: { returns: int, tags: [config] }\r\n");
  CHECK(result.diagnostics.empty());
  CHECK(result.document->cache.value == "A");
  CHECK(result.document->tags.front().segments.front().name.value == "config");
  CHECK(errors_of("cache: A\r\nquries: {}\r\n") == Strings{"2:1 unknown-key"});
}

TEST_CASE("bytes that are no text are refused where they stand") {
  CHECK(errors_of(std::string("cache: A\nids: {}\0\n", 18)) == Strings{"2:8 file-encoding"});
  CHECK(errors_of("cache: A\nx-a: \xff\n") == Strings{"2:6 file-encoding"});
  CHECK(errors_of("cache: A\nx-a: \xc3(\n") == Strings{"2:6 file-encoding"});
}

TEST_CASE("what would move the cursor of a terminal is not printed") {
  const Parsed result = parsed("cache: A\n\"\\e[31m\": 5\n");
  CHECK(errors_in(result.diagnostics) == Strings{"2:2 unknown-key"});
  CHECK(result.diagnostics.text().find('\x1b') == std::string::npos);
}

TEST_CASE("a file of ten megabytes is refused before it is read") {
  CHECK(errors_of("cache: A\nx-note: " + repeated("much ", 10'000'000)) == Strings{"schema.yaml file-too-large"});
}

TEST_CASE("a large file with a mistake in each line gives a thousand messages, and counts the others") {
  std::string schema = "cache: A\n";
  for (int key = 0; key < 1'234; ++key) schema += "key_" + std::to_string(key) + ": 5\n";
  const std::string text = parsed(schema).diagnostics.text();
  CHECK(text.ends_with("\nand 234 more errors\n"));
  CHECK(text.find("key_999") != std::string::npos);
}

TEST_CASE("of a very long line the part around the mistake is shown") {
  const std::string front = "cache: A\ntags: [" + repeated("config, ", 1'000'000) + "users.(user)]\n";
  const std::string text = parsed(front).diagnostics.text();
  CHECK(text.find("users.(user)") != std::string::npos);
  CHECK(longest_line_of(text) < 400);
  const Parsed name =
      parsed("cache: A\n" + repeated("k", 1'000) + ": 5\nids: { user: [" + repeated("x", 1'000'000) + "] }\n");
  CHECK(name.diagnostics.text().size() < 20'000);
  std::istringstream lines(text);
  std::string shown;
  while (std::getline(lines, shown) && shown.find("    2 | ") != 0) continue;
  std::string caret;
  std::getline(lines, caret);
  CHECK(shown.substr(caret.find('^'), 6) == "(user)");
}

TEST_CASE("nesting is read down to its limit, and no deeper") {
  const auto nested = [](std::size_t depth) {
    return "cache: A\nx-a: " + std::string(depth, '[') + std::string(depth, ']') + "\n";
  };
  CHECK(errors_of(nested(deepest_yaml_nesting - 1)).empty());
  CHECK(errors_of(nested(deepest_yaml_nesting)) ==
        Strings{"2:" + std::to_string(6 + deepest_yaml_nesting - 1) + " yaml-depth"});
  CHECK(errors_of(nested(100'000)) == Strings{"2:" + std::to_string(6 + deepest_yaml_nesting - 1) + " yaml-depth"});
}
