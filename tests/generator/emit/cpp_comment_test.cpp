#include "emit/cpp_comment.hpp"

#include <algorithm>

#include "catch.hpp"

using tagcache::generator::comment_lines;
using Lines = std::vector<std::string>;

TEST_CASE("documentation becomes comment lines, with its own breaks") {
  CHECK(comment_lines("") == Lines{});
  CHECK(comment_lines("One.") == Lines{"/// One."});
  CHECK(comment_lines("\n\n One.\n\n\nTwo.  \n\n") == Lines{"///  One.", "///", "///", "/// Two."});
}

TEST_CASE("long lines of documentation break between words") {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "word" + std::to_string(i) + ' ';
  const Lines lines = comment_lines(words);
  CHECK(lines.size() > 3);
  std::string together;
  for (const std::string& line : lines) {
    CHECK(line.size() <= 116);
    together += line.substr(4) + ' ';
  }
  CHECK(together == words);
  const std::string no_blank(300, 'x');
  CHECK(comment_lines(no_blank + " y") == Lines{"/// " + no_blank, "/// y"});
}

TEST_CASE("no documentation reaches into the code behind it") {
  CHECK(comment_lines("C:\\temp\\") == Lines{"/// C:\\temp\\."});
  CHECK(comment_lines("C:\\temp\\  \nx") == Lines{"/// C:\\temp\\.", "/// x"});
  CHECK(comment_lines("what?"
                      "?/\nx") == Lines{"/// what?"
                                        "?/.",
                                        "/// x"});
  CHECK(comment_lines("*/ int x; /*") == Lines{"/// */ int x; /*"});
  CHECK(comment_lines("a\rb\x01"
                      "c\td\x7F") == Lines{"/// abc d"});
  const Lines broken = comment_lines(std::string(100, 'x') + "\\ " + std::string(100, 'y'));
  CHECK(broken == Lines{"/// " + std::string(100, 'x') + "\\.", "/// " + std::string(100, 'y')});
}

TEST_CASE("letters of any script stay, and what turns the direction of text goes") {
  CHECK(comment_lines("Gr\xC3\xBC\xC3\x9F"
                      "e \xE2\x80\x94 \xE4\xBD\xA0") == Lines{"/// Gr\xC3\xBC\xC3\x9F"
                                                              "e \xE2\x80\x94 \xE4\xBD\xA0"});
  CHECK(comment_lines("a\xE2\x80\xAE"
                      "b\xE2\x81\xA6"
                      "c\xE2\x81\xA9") == Lines{"/// abc"});
}
