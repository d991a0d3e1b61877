#include "demo/process.hpp"

#include <poll.h>
#include <signal.h>

#include "catch.hpp"

using namespace shop;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> next_lines(Process& process) {
  std::vector<std::string> lines;
  while (lines.empty()) {
    pollfd entry{process.output(), POLLIN, 0};
    REQUIRE(::poll(&entry, 1, 20'000) == 1);
    lines = process.take_lines();
  }
  return lines;
}

}  // namespace

TEST_CASE("a process is spoken to by lines", "[cluster]") {
  Process cat("cat", {"cat"});
  cat.tell("one");
  CHECK(next_lines(cat) == std::vector<std::string>{"one"});
  cat.tell("two");
  CHECK(next_lines(cat) == std::vector<std::string>{"two"});
  CHECK_FALSE(cat.has_ended());
  cat.end();  // of its input
  CHECK(cat.has_ended());
  CHECK(cat.exit_code() == 0);
}

TEST_CASE("how a process ended is known", "[cluster]") {
  Process killed("cat", {"cat"});
  killed.signal(SIGKILL);
  REQUIRE(killed.has_ended(20s));
  CHECK(killed.exit_code() == 128 + SIGKILL);

  Process missing("there-is-no-such-program", {"nothing"});
  REQUIRE(missing.has_ended(20s));
  CHECK(missing.exit_code() == Process::not_there);
}

TEST_CASE("telling a process that has ended does no harm", "[cluster]") {
  Process process("true", {"true"});
  REQUIRE(process.has_ended(20s));
  process.tell("hello?");
  CHECK(process.take_lines().empty());
}
