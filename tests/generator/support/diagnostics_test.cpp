#include "support/diagnostics.hpp"

#include "catch.hpp"

using namespace tagcache::generator;

TEST_CASE("a diagnostic shows place, line, caret, expectation and cure") {
  const SourceFile file("blog.yaml", "cache: A\n    tags: [users(usr)]\n");
  Diagnostics diagnostics;
  diagnostics.report({"unknown-argument",
                      {&file, 2, 18, 3},
                      "no argument is called 'usr'",
                      "one of the arguments of get_user: user",
                      "users(user)",
                      {}});
  CHECK(diagnostics.text() ==
        "blog.yaml:2:18: error: no argument is called 'usr' [unknown-argument]\n"
        "    2 |     tags: [users(usr)]\n"
        "      |                  ^~~\n"
        "expected: one of the arguments of get_user: user\n"
        "write:    users(user)\n");
}

TEST_CASE("notes have a place, a line and a caret of their own") {
  const SourceFile file("a.yaml", "user: 1\nuser: 2\n");
  Diagnostics diagnostics;
  diagnostics.report({"twice", {&file, 2, 1, 4}, "twice", {}, {}, {{{&file, 1, 1, 4}, "first here"}}});
  CHECK(diagnostics.text() ==
        "a.yaml:2:1: error: twice [twice]\n"
        "    2 | user: 2\n"
        "      | ^~~~\n"
        "a.yaml:1:1: note: first here\n"
        "    1 | user: 1\n"
        "      | ^~~~\n");
}

TEST_CASE("diagnostics are sorted by file in reading order, then by place; those without a place come last") {
  const SourceFile main_file("z.yaml", "x\ny\n", 0);
  const SourceFile included("a.yaml", "x\n", 1);
  Diagnostics diagnostics;
  diagnostics.report({"c", {}, "no place", {}, {}, {}});
  diagnostics.report({"c", {&included, 1, 1, 1}, "included", {}, {}, {}});
  diagnostics.report({"c", {&main_file, 2, 1, 1}, "second line", {}, {}, {}});
  diagnostics.report({"c", {&main_file, 1, 1, 1}, "first line", {}, {}, {}});
  CHECK(diagnostics.text() ==
        "z.yaml:1:1: error: first line [c]\n    1 | x\n      | ^\n\n"
        "z.yaml:2:1: error: second line [c]\n    2 | y\n      | ^\n\n"
        "a.yaml:1:1: error: included [c]\n    1 | x\n      | ^\n\n"
        "error: no place [c]\n");
}

TEST_CASE("the same diagnostic is kept once") {
  const SourceFile file("a.yaml", "x\n");
  Diagnostics diagnostics;
  CHECK(diagnostics.empty());
  CHECK(diagnostics.text().empty());
  for (int round = 0; round < 2; ++round) diagnostics.report({"c", {&file, 1, 1, 1}, "once", {}, {}, {}});
  diagnostics.report({"c", {&file, 1, 1, 1}, "another", {}, {}, {}});
  CHECK(diagnostics.text() ==
        "a.yaml:1:1: error: once [c]\n    1 | x\n      | ^\n\n"
        "a.yaml:1:1: error: another [c]\n    1 | x\n      | ^\n");
  CHECK_FALSE(diagnostics.empty());
}

TEST_CASE("carets stand under their text in lines with tabs and with letters of several bytes") {
  const SourceFile file("a.yaml", "\tä: größe\n");
  Diagnostics diagnostics;
  diagnostics.report({"c", {&file, 1, 6, 7}, "m", {}, {}, {}});
  CHECK(diagnostics.text() ==
        "a.yaml:1:6: error: m [c]\n"
        "    1 | \tä: größe\n"
        "      | \t   ^~~~~\n");
}

TEST_CASE("a range that is longer than its line, or behind it, is cut") {
  const SourceFile file("a.yaml", "ab\r\n");
  Diagnostics diagnostics;
  diagnostics.report({"c", {&file, 1, 2, 50}, "long", {}, {}, {}});
  diagnostics.report({"c", {&file, 1, 9, 5}, "behind", {}, {}, {}});
  CHECK(diagnostics.text() ==
        "a.yaml:1:2: error: long [c]\n    1 | ab\n      |  ^\n\n"
        "a.yaml:1:9: error: behind [c]\n    1 | ab\n      |   ^\n");
}

TEST_CASE("further lines of a cure are set below the first") {
  Diagnostics diagnostics;
  diagnostics.report({"c", {}, "m", "one\ntwo", "x: 1\ny: 2", {}});
  CHECK(diagnostics.text() ==
        "error: m [c]\n"
        "expected: one\n"
        "          two\n"
        "write:    x: 1\n"
        "          y: 2\n");
}

TEST_CASE("lines of a source file are found by number, without their line breaks") {
  const SourceFile file("a.yaml", "one\r\n\nthree");
  CHECK(file.line(0).empty());
  CHECK(file.line(1) == "one");
  CHECK(file.line(2).empty());
  CHECK(file.line(3) == "three");
  CHECK(file.line(4).empty());
  CHECK(file.line_count() == 3);
}

TEST_CASE("colours are added around the parts of a message, and around nothing that is empty") {
  const SourceFile file("a.yaml", "x: y\n");
  Diagnostics diagnostics;
  diagnostics.report({"bad-text", {&file, 1, 4, 1}, "bad", {}, "z", {{{&file, 0, 0, 0}, "here"}, {{}, "there"}}});
  CHECK(diagnostics.text(true) ==
        "\x1b[1ma.yaml:1:4:\x1b[0m \x1b[1;31merror:\x1b[0m bad \x1b[2m[bad-text]\x1b[0m\n"
        "    1 | x: y\n"
        "      | \x1b[1;32m   ^\x1b[0m\n"
        "\x1b[1mwrite:\x1b[0m    z\n"
        "\x1b[1ma.yaml:\x1b[0m \x1b[1;36mnote:\x1b[0m here\n"
        "\x1b[1;36mnote:\x1b[0m there\n");
}

TEST_CASE("as JSON, places that are not known are null") {
  const SourceFile file("a \"b\".yaml", "x: y\n");
  Diagnostics diagnostics;
  CHECK(diagnostics.json() == "{\n  \"diagnostics\": []\n}\n");
  diagnostics.report({"no-place", {}, "m", "e", "c", {}});
  diagnostics.report({"placed", {&file, 1, 4, 1}, "two\nlines", {}, {}, {{{&file, 0, 0, 0}, "n"}, {{}, "o"}}});
  CHECK(diagnostics.json() ==
        R"({
  "diagnostics": [
    {
      "severity": "error",
      "code": "placed",
      "file": "a \"b\".yaml",
      "line": 1,
      "column": 4,
      "length": 1,
      "message": "two\nlines",
      "expected": "",
      "write": "",
      "notes": [
        {
          "file": "a \"b\".yaml",
          "line": null,
          "column": null,
          "length": null,
          "message": "n"
        },
        {
          "file": null,
          "line": null,
          "column": null,
          "length": null,
          "message": "o"
        }
      ]
    },
    {
      "severity": "error",
      "code": "no-place",
      "file": null,
      "line": null,
      "column": null,
      "length": null,
      "message": "m",
      "expected": "e",
      "write": "c",
      "notes": []
    }
  ]
}
)");
}
