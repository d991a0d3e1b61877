// The bytes of known values, from the tables of the MessagePack specification.
#include "bytes.hpp"

using namespace std::string_literals;
using namespace std::chrono_literals;

TEST_CASE("integers take their shortest form") {
  CHECK(encoded(0) == "00");
  CHECK(encoded(127) == "7F");
  CHECK(encoded(128) == "CC 80");
  CHECK(encoded(255) == "CC FF");
  CHECK(encoded(256) == "CD 01 00");
  CHECK(encoded(65535) == "CD FF FF");
  CHECK(encoded(65536) == "CE 00 01 00 00");
  CHECK(encoded(0xFFFFFFFFU) == "CE FF FF FF FF");
  CHECK(encoded(0x100000000) == "CF 00 00 00 01 00 00 00 00");
  CHECK(encoded(~std::uint64_t{}) == "CF FF FF FF FF FF FF FF FF");
  CHECK(encoded(-1) == "FF");
  CHECK(encoded(-32) == "E0");
  CHECK(encoded(-33) == "D0 DF");
  CHECK(encoded(-128) == "D0 80");
  CHECK(encoded(-129) == "D1 FF 7F");
  CHECK(encoded(-32768) == "D1 80 00");
  CHECK(encoded(-32769) == "D2 FF FF 7F FF");
  CHECK(encoded(std::numeric_limits<std::int32_t>::min()) == "D2 80 00 00 00");
  CHECK(encoded(std::int64_t{-2147483649}) == "D3 FF FF FF FF 7F FF FF FF");
  CHECK(encoded(std::numeric_limits<std::int64_t>::min()) == "D3 80 00 00 00 00 00 00 00");
  CHECK(encoded('A') == "41");
}

TEST_CASE("longer forms of integers are read, numbers out of range are not") {
  CHECK(decoded<int>("CF 00 00 00 00 00 00 00 05") == 5);
  CHECK(decoded<unsigned>("D3 00 00 00 00 00 00 00 05") == 5U);
  CHECK(decoded<int>("D3 FF FF FF FF FF FF FF FB") == -5);
  CHECK(decoded<std::int8_t>("D1 FF 80") == -128);
  constexpr std::string_view out_of_range = "an integer is out of the range of its type";
  CHECK(trouble<std::int8_t>("CC 80") == out_of_range);
  CHECK(trouble<std::int8_t>("D1 FF 7F") == out_of_range);
  CHECK(trouble<std::uint8_t>("CD 01 00") == out_of_range);
  CHECK(trouble<std::uint64_t>("FF") == out_of_range);
  CHECK(trouble<std::int64_t>("CF 80 00 00 00 00 00 00 00") == out_of_range);
  CHECK(trouble<int>("A1 35") == "an integer was expected");
  CHECK(trouble<int>("C3") == "an integer was expected");
}

TEST_CASE("bool, floats and texts") {
  CHECK(encoded(true) == "C3");
  CHECK(encoded(false) == "C2");
  CHECK(encoded(1.5F) == "CA 3F C0 00 00");
  CHECK(encoded(-0.1) == "CB BF B9 99 99 99 99 99 9A");
  CHECK(decoded<double>("CA 3F C0 00 00") == 1.5);
  CHECK(trouble<float>("CB BF B9 99 99 99 99 99 9A") == "a floating point number was expected");
  CHECK(decoded<double>("FE") == -2.0);
  CHECK(decoded<float>("CE 01 00 00 00") == 16777216.0F);
  CHECK(trouble<float>("CE 01 00 00 01") == "an integer has no equal float");
  CHECK(trouble<double>("CF FF FF FF FF FF FF FF FF") == "an integer has no equal float");
  CHECK(decoded<double>("CF FF FF FF FF FF FF F8 00") == 18446744073709549568.0);
  CHECK(decoded<double>("D3 80 00 00 00 00 00 00 00") == -9223372036854775808.0);
  CHECK(trouble<double>("A1 31") == "a floating point number was expected");
  CHECK(encoded(""s) == "A0");
  CHECK(encoded("a\0\xFF"s) == "A3 61 00 FF");
  CHECK(decoded<std::string>("A3 61 00 FF") == "a\0\xFF"s);
  CHECK(encoded(std::string(31, 'x')).substr(0, 5) == "BF 78");
  CHECK(encoded(std::string(32, 'x')).substr(0, 8) == "D9 20 78");
  CHECK(encoded(std::string(256, 'x')).substr(0, 11) == "DA 01 00 78");
  CHECK(encoded(std::string(65536, 'x')).substr(0, 17) == "DB 00 01 00 00 78");
  CHECK(decoded<std::string>("DB 00 00 00 01 78") == "x"s);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<long double>);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<const char*>);
}

TEST_CASE("bytes are byte strings, whatever holds them") {
  CHECK(encoded(std::vector<std::byte>{std::byte{1}, std::byte{2}}) == "C4 02 01 02");
  CHECK(encoded(std::vector<std::uint8_t>(256)).substr(0, 11) == "C5 01 00 00");
  CHECK(encoded(std::vector<std::uint8_t>(65536)).substr(0, 17) == "C6 00 01 00 00 00");
  CHECK(encoded(std::array<std::byte, 2>{std::byte{1}, std::byte{2}}) == "C4 02 01 02");
  CHECK(decoded<std::vector<std::uint8_t>>("C5 00 01 07") == std::vector<std::uint8_t>{7});
  CHECK(encoded(std::vector<std::int8_t>{1, -1}) == "92 01 FF");
}

TEST_CASE("sequences are arrays") {
  CHECK(encoded(std::vector<int>()) == "90");
  CHECK(encoded(std::vector{1, 2}) == "92 01 02");
  CHECK(encoded(std::vector<int>(15)).substr(0, 5) == "9F 00");
  CHECK(encoded(std::vector<int>(16)).substr(0, 11) == "DC 00 10 00");
  CHECK(encoded(std::vector<int>(65536)).substr(0, 17) == "DD 00 01 00 00 00");
  CHECK(encoded(std::deque{1, 2}) == "92 01 02");
  CHECK(encoded(std::list{1, 2}) == "92 01 02");
  CHECK(encoded(std::array{1, 2}) == "92 01 02");
  CHECK(encoded(std::vector{true, false}) == "92 C3 C2");
  CHECK(trouble<std::array<int, 2>>("93 01 02 03") == "an array has the wrong number of elements");
}

TEST_CASE("what may be absent is nil or itself, and an absent value is not an absent one inside a present one") {
  using Twice = std::optional<std::optional<int>>;
  CHECK(encoded(Twice()) == "C0");
  CHECK(encoded(Twice(std::optional<int>())) == "91 C0");
  CHECK(encoded(Twice(3)) == "91 03");
  CHECK(encoded(std::optional(3)) == "03");
  CHECK(decoded<Twice>("91 C0").value().has_value());
  CHECK_FALSE(decoded<Twice>("91 C0").value().value().has_value());
  CHECK_FALSE(decoded<Twice>("C0").value().has_value());
  CHECK(encoded(std::make_unique<int>(3)) == "03");
  CHECK(encoded(std::shared_ptr<const std::string>()) == "C0");
  CHECK(encoded(std::optional(std::make_shared<const std::string>("a"))) == "91 A1 61");
  CHECK(encoded(std::optional(std::monostate())) == "91 C0");
}

TEST_CASE("maps and sets") {
  CHECK(encoded(std::map<std::string, int>{{"b", 1}, {"a", 2}}) == "82 A1 61 02 A1 62 01");
  CHECK(encoded(std::map<int, int, std::greater<>>{{1, 1}, {2, 2}}) == "82 02 02 01 01");
  CHECK(encoded(std::multimap<int, int>{{1, 2}, {1, 1}}) == "92 92 01 02 92 01 01");
  CHECK(encoded(std::set{3, 1}) == "92 01 03");
  CHECK(encoded(std::multiset{3, 1, 3}) == "93 01 03 03");
  CHECK(trouble<std::map<int, int>>("82 01 02 01 03") == "a key of a map is there twice");
  CHECK(trouble<std::unordered_map<int, int>>("82 01 02 01 03") == "a key of a map is there twice");
  CHECK(trouble<std::set<int>>("92 01 01") == "an element of a set is there twice");
  CHECK(trouble<std::unordered_set<int>>("92 01 01") == "an element of a set is there twice");
  CHECK(decoded<std::multiset<int>>("92 01 01") == std::multiset{1, 1});
  CHECK(decoded<std::unordered_multimap<int, int>>("92 92 01 02 92 01 02")->size() == 2);
}

TEST_CASE("containers without an order are written in one") {
  CHECK(encoded(std::unordered_set{3, 200, 1}) == "93 01 03 CC C8");
  CHECK(encoded(std::unordered_map<int, int>{{2, 1}, {1, 2}}) == "82 01 02 02 01");
  CHECK(encoded(std::unordered_multiset{3, 1, 3}) == "93 01 03 03");
  CHECK(encoded(std::unordered_multimap<int, int>{{1, 2}, {1, 1}}) == "92 92 01 01 92 01 02");
  std::unordered_set<std::string> there;
  std::unordered_set<std::string> back(1000);
  for (int i = 0; i < 100; ++i) there.insert(std::to_string(i));
  for (int i = 99; i >= 0; --i) back.insert(std::to_string(i));
  CHECK(encoded(there) == encoded(back));
}

TEST_CASE("pairs, tuples and variants") {
  CHECK(encoded(std::pair(1, "a"s)) == "92 01 A1 61");
  CHECK(encoded(std::tuple()) == "90");
  CHECK(encoded(std::tuple(1, true, "a"s)) == "93 01 C3 A1 61");
  using Either = std::variant<std::monostate, int, std::string>;
  CHECK(encoded(Either()) == "92 00 C0");
  CHECK(encoded(Either("a"s)) == "92 02 A1 61");
  CHECK(decoded<Either>("92 02 A1 61") == Either("a"s));
  CHECK(trouble<Either>("92 03 A1 61") == "a variant has no such alternative");
  CHECK(trouble<Either>("92 01 A1 61") == "an integer was expected");
}

TEST_CASE("times are counts of their own unit, instants since 1970") {
  CHECK(encoded(1500ms) == "CD 05 DC");
  CHECK(encoded(-1h) == "FF");
  CHECK(encoded(std::chrono::duration<double>(1.5)) == "CB 3F F8 00 00 00 00 00 00");
  CHECK(encoded(std::chrono::sys_days(std::chrono::January / 2 / 1970)) == "01");
  CHECK(encoded(std::chrono::sys_seconds(1700000000s)) == "CE 65 53 F1 00");
  CHECK(decoded<std::chrono::sys_seconds>("CE 65 53 F1 00") == std::chrono::sys_seconds(1700000000s));
  STATIC_REQUIRE_FALSE(tagcache::Encodable<std::chrono::steady_clock::time_point>);
}

namespace {
struct Base {
  virtual ~Base() = default;
};
struct Derived final : Base {};
}  // namespace
template <>
struct tagcache::Codec<Base> : tagcache::RecordCodec<Base> {};
template <>
struct tagcache::Codec<Derived> : tagcache::RecordCodec<Derived> {};

TEST_CASE("a pointer that may point to a derived class has no codec") {
  STATIC_REQUIRE(tagcache::Encodable<Base>);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<std::unique_ptr<Base>>);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<std::shared_ptr<const Base>>);
  STATIC_REQUIRE(tagcache::Encodable<std::unique_ptr<Derived>>);
}
