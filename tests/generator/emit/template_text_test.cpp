#include "emit/template_text.hpp"

#include <stdexcept>

#include "catch.hpp"

using namespace tagcache::generator;

namespace {

std::string filled(std::string_view text, const HoleValues& values) { return fill_template("test", text, values); }

}  // namespace

TEST_CASE("templates: holes within a line") {
  CHECK(filled("int $name$($type$);\n", {{"name", "f"}, {"type", "long"}}) == "int f(long);\n");
  CHECK(filled("$name$ $name$\n", {{"name", "f"}}) == "f f\n");
}

TEST_CASE("templates: a hole alone passes its indentation on") {
  CHECK(filled("{\n  $body$\n}\n", {{"body", "a\n\n  b"}}) == "{\n  a\n\n    b\n}\n");
}

TEST_CASE("templates: an empty hole alone takes its line and the blank line before it along") {
  CHECK(filled("a\n  $body$\nb\n", {{"body", ""}}) == "a\nb\n");
  CHECK(filled("a\n\n$body$\nb\n", {{"body", ""}}) == "a\nb\n");
  CHECK(filled("a\n\n$one$\n\n$two$\nb\n", {{"one", ""}, {"two", ""}}) == "a\nb\n");
  CHECK(filled("a\n\n$one$\n\n$two$\nb\n", {{"one", ""}, {"two", "c"}}) == "a\n\nc\nb\n");
}

TEST_CASE("templates: values are not templates") {
  CHECK(filled("$a$\n", {{"a", "$b$"}}) == "$b$\n");
  CHECK(filled("x $a$\n", {{"a", "$b$"}}) == "x $b$\n");
}

TEST_CASE("templates: a mistake in the generator stops it") {
  CHECK_THROWS_WITH(filled("$a$\n", {}), "template test: the hole 'a' has no value");
  CHECK_THROWS_WITH(filled("a\n", {{"b", ""}}), "template test: the value 'b' has no hole");
  CHECK_THROWS_WITH(filled("5$\n", {}), "template test: a '$' without its partner in: 5$");
  CHECK_THROWS_WITH(filled("x $a$\n", {{"a", "b\nc"}}), "template test: several lines within a line for 'a'");
  CHECK_THROWS_WITH(template_text("none"), "template none: there is no such template");
}
