#include <stdexcept>
#include <string>
#include <tagcache/duration.hpp>

#include "catch.hpp"

using tagcache::Duration;
using tagcache::parse_duration;

namespace {

/// The message with which `text` is refused; empty when it is taken.
std::string refusal(std::string_view text) {
  try {
    static_cast<void>(parse_duration(text));
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("in C++ a duration is a std::chrono duration in milliseconds", "[P-092]") {
  CHECK(Duration(1000).count() == 1000);
  CHECK(Duration(0).count() == 0);
  CHECK(Duration(999999).count() == 999999);
}

TEST_CASE("seconds", "[P-093]") {
  CHECK(parse_duration("1s") == Duration(1'000));
  CHECK(parse_duration("30s") == Duration(30'000));
  CHECK(parse_duration("0s") == Duration(0));
}

TEST_CASE("minutes", "[P-094]") {
  CHECK(parse_duration("1m") == Duration(60'000));
  CHECK(parse_duration("5m") == Duration(300'000));
  CHECK(parse_duration("0m") == Duration(0));
}

TEST_CASE("hours", "[P-095]") {
  CHECK(parse_duration("1h") == Duration(3'600'000));
  CHECK(parse_duration("2h") == Duration(7'200'000));
  CHECK(parse_duration("24h") == Duration(86'400'000));
  CHECK(parse_duration("0h") == Duration(0));
}

TEST_CASE("days", "[P-096]") {
  CHECK(parse_duration("1d") == Duration(86'400'000));
  CHECK(parse_duration("7d") == Duration(604'800'000));
  CHECK(parse_duration("0d") == Duration(0));
}

TEST_CASE("milliseconds as text", "[P-097][PX-20]") {
  CHECK(parse_duration("100ms") == Duration(100));
  CHECK(parse_duration("1ms") == Duration(1));
  CHECK(parse_duration("0ms") == Duration(0));
}

TEST_CASE("what is no duration is refused with an error that shows it", "[P-098]") {
  for (const char* const text : {"invalid", "10x", "s10", "10", ""}) {
    INFO(text);
    CHECK(refusal(text) ==
          '"' + std::string(text) + "\" is not a duration: write digits and a unit, one of ms, s, m, h, d");
  }
}

TEST_CASE("signs, fractions, spaces, upper case and several parts are refused", "[P-099][PX-20]") {
  for (const char* const text :
       {"-5s", "+5s", "1.5s", " 5s", "5 s", "5s ", "5S", "5MS", "1h30m", "5m\n", "ms", "5sec"}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
  }
}

TEST_CASE("what does not fit into 64-bit milliseconds is refused", "[PX-20]") {
  CHECK(parse_duration("9223372036854775807ms") == Duration(9223372036854775807));
  CHECK_FALSE(refusal("9223372036854775808ms").empty());
  CHECK(parse_duration("106751991167d") == Duration(106751991167 * 86'400'000));
  CHECK_FALSE(refusal("106751991168d").empty());
  CHECK_FALSE(refusal("99999999999999999999s").empty());
}
