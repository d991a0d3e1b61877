#include "support/json_text.hpp"

#include "catch.hpp"

using tagcache::generator::json_text;

TEST_CASE("JSON text is quoted, with what JSON forbids escaped") {
  CHECK(json_text("") == R"("")");
  CHECK(json_text("a \"b\" \\ c") == R"("a \"b\" \\ c")");
  CHECK(json_text("1\n2\t3\x01") == R"("1\n2\t3\u0001")");
  CHECK(json_text("\x7f\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == "\"\x7f\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
}

TEST_CASE("bytes that are no UTF-8 become replacement characters in JSON") {
  const char* const replacement = "\xef\xbf\xbd";
  CHECK(json_text("a\xff"
                  "b") == std::string("\"a") + replacement + "b\"");
  CHECK(json_text("\xc3") == std::string("\"") + replacement + '"');
  CHECK(json_text("\xc0\x80") == std::string("\"") + replacement + replacement + '"');
  CHECK(json_text("\xe0\x80\x80") == std::string("\"") + replacement + replacement + replacement + '"');
  CHECK(json_text("\xed\xa0\x80") == std::string("\"") + replacement + replacement + replacement + '"');
  CHECK(json_text("\xf4\x90\x80\x80") ==
        std::string("\"") + replacement + replacement + replacement + replacement + '"');
}
