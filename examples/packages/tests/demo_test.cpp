#include <array>
#include <stdexcept>

#include "catch.hpp"
#include "demo/options.hpp"
#include "demo/terminal.hpp"

using namespace catalogue;

namespace {

template <std::size_t size>
Options parse(std::array<const char*, size> words) {
  std::array<char*, size + 1> arguments{};
  std::string program = "packages_demo";
  std::array<std::string, size> owned;
  arguments[0] = program.data();
  for (std::size_t place = 0; place < size; ++place) {
    owned[place] = words[place];
    arguments[place + 1] = owned[place].data();
  }
  return parse_options(arguments);
}

}  // namespace

TEST_CASE("options of the demo", "[packages]") {
  CHECK_FALSE(parse(std::array<const char*, 0>{}).quick);
  const Options options = parse(std::array{"--data", "Packages.xz", "--seconds", "3", "--threads", "7"});
  CHECK(options.data == "Packages.xz");
  CHECK(options.replay.count() == 3);
  CHECK(options.threads == 7);
  const Options quick = parse(std::array{"--quick"});
  CHECK(quick.replay < options.replay);
  CHECK(quick.max_packages > 0);
}

TEST_CASE("wrong options of the demo are named", "[packages]") {
  CHECK_THROWS_WITH(parse(std::array{"--fast"}), "unknown option '--fast'");
  CHECK_THROWS_WITH(parse(std::array{"--data"}), "--data needs a value");
  CHECK_THROWS_WITH(parse(std::array{"--threads", "0"}), "--threads takes a whole number from 1 to 1000, not '0'");
  CHECK_THROWS_WITH(parse(std::array{"--seconds", "2s"}), "--seconds takes a whole number from 1 to 1000, not '2s'");
}

TEST_CASE("numbers as people read them", "[packages]") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1 000");
  CHECK(grouped(1'234'567) == "1 234 567");
  CHECK(percent(1, 3) == "33.3 %");
  CHECK(percent(0, 0) == "0.0 %");
  CHECK(duration_text(std::chrono::nanoseconds(412)) == "412 ns");
  CHECK(duration_text(std::chrono::nanoseconds(1'840)) == "1.8 µs");
  CHECK(duration_text(std::chrono::microseconds(231)) == "231 µs");
  CHECK(duration_text(std::chrono::microseconds(2'300)) == "2.3 ms");
  CHECK(duration_text(std::chrono::milliseconds(78)) == "78 ms");
}
