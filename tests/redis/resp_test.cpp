// Bytes to replies and words to bytes, without a connection.
#include "resp.hpp"

#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace tagcache::detail::redis;
using Kind = Reply::Kind;

namespace {

std::vector<Reply> parse(std::string_view bytes, std::size_t piece, ReplyLimits limits = {}) {
  ReplyParser parser(limits);
  std::vector<Reply> replies;
  for (std::size_t begin = 0; begin < bytes.size(); begin += piece) {
    parser.feed(bytes.substr(begin, piece));
    while (auto reply = parser.next()) replies.push_back(std::move(*reply));
  }
  return replies;
}

Reply one(std::string_view bytes) {
  const auto replies = parse(bytes, bytes.size());
  REQUIRE(replies.size() == 1);
  return replies.front();
}

Reply text(std::string bytes) { return {Kind::text, 0, 0, std::move(bytes), {}}; }
Reply integer(std::int64_t value) { return {Kind::integer, value, 0, {}, {}}; }
Reply of(Kind kind, std::vector<Reply> items) { return {kind, 0, 0, {}, std::move(items)}; }

const std::string binary("a\r\nb\0c", 6);

}  // namespace

TEST_CASE("each kind of a reply is read") {
  CHECK(one("+OK\r\n") == text("OK"));
  CHECK(one(":-42\r\n") == integer(-42));
  CHECK(one(":+7\r\n") == integer(7));
  CHECK(one("$6\r\n" + binary + "\r\n") == text(binary));
  CHECK(one("$0\r\n\r\n") == text(""));
  CHECK(one("$-1\r\n").is_nil());
  CHECK(one("*-1\r\n").is_nil());
  CHECK(one("_\r\n").is_nil());
  CHECK(one("#t\r\n") == Reply{Kind::boolean, 1, 0, {}, {}});
  CHECK(one(",-1.5\r\n") == Reply{Kind::real, 0, -1.5, {}, {}});
  CHECK(one(",inf\r\n").real == std::numeric_limits<double>::infinity());
  CHECK(one("(12345678901234567890123\r\n") == text("12345678901234567890123"));
  CHECK(one("=8\r\ntxt:some\r\n") == text("some"));
  CHECK(one("-ERR no\r\n") == Reply{Kind::error, 0, 0, "ERR no", {}});
  CHECK(one("!6\r\nERR no\r\n") == Reply{Kind::error, 0, 0, "ERR no", {}});
  CHECK(one("-MOVED 1 a:2\r\n").error_code() == "MOVED");
  CHECK(one("+MOVED 1 a:2\r\n").error_code().empty());
}

TEST_CASE("items are read with what is in them") {
  CHECK(one("*3\r\n:1\r\n*0\r\n*1\r\n+a\r\n") ==
        of(Kind::array, {integer(1), of(Kind::array, {}), of(Kind::array, {text("a")})}));
  CHECK(one("~1\r\n:1\r\n") == of(Kind::array, {integer(1)}));
  CHECK(one(">2\r\n+message\r\n$1\r\nx\r\n") == of(Kind::push, {text("message"), text("x")}));
  const Reply map = one("%2\r\n+a\r\n:1\r\n+b\r\n_\r\n");
  CHECK(map == of(Kind::map, {text("a"), integer(1), text("b"), {}}));
  REQUIRE(map.find("a") != nullptr);
  CHECK(*map.find("a") == integer(1));
  CHECK(map.find("c") == nullptr);
}

TEST_CASE("attributes are passed over, wherever they stand") {
  CHECK(one("|1\r\n+ttl\r\n:5\r\n:1\r\n") == integer(1));
  CHECK(one("|0\r\n:1\r\n") == integer(1));
  CHECK(one("*2\r\n|1\r\n+a\r\n*1\r\n:9\r\n:1\r\n:2\r\n") == of(Kind::array, {integer(1), integer(2)}));
}

TEST_CASE("however bytes are cut, replies are the same") {
  const std::string bytes =
      "+OK\r\n$6\r\n" + binary + "\r\n*2\r\n%1\r\n+a\r\n$-1\r\n=5\r\ntxt:x\r\n|1\r\n+t\r\n:1\r\n:2\r\n-ERR\r\n";
  const auto whole = parse(bytes, bytes.size());
  CHECK(whole.size() == 5);
  for (std::size_t piece = 1; piece < bytes.size(); ++piece) CHECK(parse(bytes, piece) == whole);
}

TEST_CASE("what no server sends is refused") {
  const std::string bytes =
      GENERATE(as<std::string>{}, "hello\r\n", "\r\n", ":\r\n", ":1x\r\n", ":99999999999999999999\r\n", "$-2\r\n",
               "$x\r\n", "$?\r\n", "$1\r\nab\r\n", "*-2\r\n", "#x\r\n", "_x\r\n", ",\r\n", ",1.5x\r\n", "\x01\r\n");
  CAPTURE(bytes);
  CHECK_THROWS_AS(parse(bytes, bytes.size()), ProtocolError);
}

TEST_CASE("a few bytes ask for no more than the limits") {
  const ReplyLimits limits{.bytes = 10, .line = 20, .items = 4, .depth = 3};
  CHECK(parse("$10\r\n0123456789\r\n", 4, limits).size() == 1);
  CHECK_THROWS_AS(parse("$11\r\n", 4, limits), ProtocolError);
  CHECK(parse("*4\r\n:1\r\n:1\r\n:1\r\n:1\r\n", 4, limits).size() == 1);
  CHECK_THROWS_AS(parse("*5\r\n", 4, limits), ProtocolError);
  CHECK_THROWS_AS(parse("%9223372036854775807\r\n", 4, limits), ProtocolError);
  CHECK(parse("*1\r\n*1\r\n*1\r\n:1\r\n", 4, limits).size() == 1);
  CHECK_THROWS_AS(parse("*1\r\n*1\r\n*1\r\n*1\r\n", 4, limits), ProtocolError);
  CHECK(parse("+0123456789012345678\r\n", 4, limits).size() == 1);
  CHECK_THROWS_AS(parse("+01234567890123456789", 4, limits), ProtocolError);
  CHECK(parse("+0123456789012345678\r\n", 1, limits).size() == 1);
}

TEST_CASE("commands are written as the server reads them") {
  Commands commands;
  commands.add("SET", "key", binary).add("GET", std::string("key")).add("SELECT", -3);
  CHECK(commands.size() == 3);
  CHECK(commands.bytes(0) == "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$6\r\n" + binary + "\r\n");
  CHECK(commands.bytes(1) == "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
  CHECK(commands.bytes(2) == "*2\r\n$6\r\nSELECT\r\n$2\r\n-3\r\n");
  CHECK(commands.bytes() ==
        std::string(commands.bytes(0)) + std::string(commands.bytes(1)) + std::string(commands.bytes(2)));

  Commands more;
  more.add_bytes(commands.bytes(1));
  more.append(commands);
  CHECK(more.size() == 4);
  CHECK(more.bytes(0) == commands.bytes(1));
  CHECK(more.bytes(3) == commands.bytes(2));
}
