#include "emit/layout.hpp"

#include <algorithm>
#include <sstream>

#include "catch.hpp"

using namespace tagcache::generator;

namespace {

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

const std::string a(40, 'a');
const std::string b(40, 'b');
const std::string c(40, 'c');

}  // namespace

TEST_CASE("layout: lines that fit stay as they are") {
  const std::string fits = "  " + std::string(118, 'x') + "\n\n#include <a>\n";
  CHECK(wrap_lines(fits) == fits);
}

TEST_CASE("layout: arguments go below the first") {
  CHECK(wrap_lines("  int f(" + a + ", " + b + ", " + c + ");\n") ==
        "  int f(" + a + ", " + b + ",\n        " + c + ");\n");
}

TEST_CASE("layout: arguments go four columns in when there is no room below the first") {
  const std::string name(90, 'f');
  CHECK(wrap_lines("int " + name + "(" + a + ", " + b + ");\n") == "int " + name + "(\n    " + a + ", " + b + ");\n");
}

TEST_CASE("layout: bodies get lines of their own") {
  CHECK(wrap_lines("  int f(" + a + ") const { return " + b + "(" + c + "); }\n") ==
        "  int f(" + a + ") const {\n    return " + b + "(" + c + ");\n  }\n");
}

TEST_CASE("layout: initialisers of constructors") {
  CHECK(wrap_lines("  explicit X(" + a + ") : x(" + b + "), y(" + c + ") {}\n") ==
        "  explicit X(" + a + ")\n      : x(" + b + "), y(" + c + ") {}\n");
  CHECK(wrap_lines("  X(int i) : " + a + "(i), " + b + "(i), " + c + "(i) {}\n") ==
        "  X(int i)\n      : " + a + "(i),\n        " + b + "(i),\n        " + c + "(i) {}\n");
}

TEST_CASE("layout: classes go on before their base") {
  CHECK(wrap_lines("class " + a + " : public " + b + "<" + c + "> {\n") ==
        "class " + a + "\n    : public " + b + "<" + c + "> {\n");
}

TEST_CASE("layout: types that leave no room stand alone") {
  const std::string type = "std::map<" + a + ", " + b + ">";
  CHECK(wrap_lines(type + " " + c + "(int x);\n") == type + "\n" + c + "(int x);\n");
}

TEST_CASE("layout: chains go on before a dot") {
  CHECK(wrap_lines("  return {tags." + a + "(x)." + b + "(y)." + c + "};\n") ==
        "  return {\n      tags." + a + "(x)." + b + "(y)\n          ." + c + "};\n");
}

TEST_CASE("layout: comments break between words") {
  const std::string wrapped = wrap_lines("  /// " + a + " " + b + " " + c + "\n");
  CHECK(wrapped == "  /// " + a + " " + b + "\n  /// " + c + "\n");
}

TEST_CASE("layout: brackets in texts are no brackets") {
  const std::string text = "  x = f(\"" + a + ")\", \"(" + b + "\", " + c + ");\n";
  CHECK(longest_line(wrap_lines(text)) <= line_width);
  CHECK(wrap_lines(text) == "  x = f(\"" + a + ")\", \"(" + b + "\",\n        " + c + ");\n");
}

TEST_CASE("a name that is wider than a line stays whole, on a line of its own") {
  const std::string type = "std::" + std::string(130, 'x');
  CHECK(wrap_lines("  explicit Users(const " + type + "& user) : user_(user) {}\n") ==
        "  explicit Users(\n      const " + type + "&\n      user)\n      : user_(user) {}\n");
}
