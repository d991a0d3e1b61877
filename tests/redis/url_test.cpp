// What URLs say, and what is said about those that are written wrongly.
#include <stdexcept>
#include <string>
#include <tagcache/redis_server.hpp>

#include "catch.hpp"

using namespace tagcache;
using namespace std::chrono_literals;
using Kind = RedisServer::Kind;

namespace {

std::string refusal_of(const std::string& url) {
  try {
    static_cast<void>(redis_server(url));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "it was accepted";
}

}  // namespace

TEST_CASE("a URL names one server, with user, password and database", "[A-109]") {
  RedisServer expected;
  expected.addresses = {{"cache.example", 7000}};
  expected.login = {"ann", "a/b:c@d"};
  expected.database = 5;
  CHECK(redis_server("redis://ann:a%2Fb:c%40d@cache.example:7000/5") == expected);

  CHECK(redis_server("redis://127.0.0.1") == RedisServer());
  CHECK(redis_server("redis://127.0.0.1/") == RedisServer());
  CHECK(redis_server("redis://:secret@h").login == RedisLogin{"", "secret"});
  CHECK(redis_server("redis://[::1]:7000").addresses == std::vector<RedisAddress>{{"::1", 7000}});
  CHECK(redis_server("redis://[fe80::1%25eth0]").addresses == std::vector<RedisAddress>{{"fe80::1%eth0", 6379}});
  CHECK(redis_server("redis://h?db=3").database == 3);
}

TEST_CASE("a URL says what TLS checks, how many connections there are, and how long is waited", "[A-109]") {
  const RedisServer server = redis_server(
      "rediss://h?ca=/etc/ca.pem&certificate=/c.pem&key=/"
      "k.pem&server_name=cache&verify=yes&connections=4&connect_timeout="
      "250ms&timeout=3s");
  CHECK(server.tls.on);
  CHECK(server.tls.verify);
  CHECK(server.tls.ca_file == "/etc/ca.pem");
  CHECK(server.tls.certificate_file == "/c.pem");
  CHECK(server.tls.key_file == "/k.pem");
  CHECK(server.tls.server_name == "cache");
  CHECK(server.connections == 4);
  CHECK(server.connect_timeout == 250ms);
  CHECK(server.command_timeout == 3s);
  CHECK_FALSE(redis_server("rediss://h?verify=no").tls.verify);
  CHECK_FALSE(redis_server("redis://h").tls.on);
}

TEST_CASE("a URL names a socket of this machine") {
  const RedisServer server = redis_server("redis+unix://ann:pw@/run/my%20redis.sock?db=2");
  CHECK(server.unix_path == "/run/my redis.sock");
  CHECK(server.addresses.empty());
  CHECK(server.login == RedisLogin{"ann", "pw"});
  CHECK(server.database == 2);
  CHECK(redis_server("unix:///run/a").unix_path == "/run/a");
  CHECK(redis_server("unix:/run/a").unix_path == "/run/a");
}

TEST_CASE("several addresses are those of a cluster, or of sentinels", "[A-109]") {
  const RedisServer cluster = redis_server("redis://:pw@a:1,[::2]:2,c");
  CHECK(cluster.kind == Kind::cluster);
  CHECK(cluster.addresses == std::vector<RedisAddress>{{"a", 1}, {"::2", 2}, {"c", 6379}});
  CHECK(redis_server("rediss+cluster://a").kind == Kind::cluster);
  CHECK(redis_server("rediss+cluster://a").tls.on);

  const RedisServer watched = redis_server("redis+sentinel://u:p@a,b:7/main/4?sentinel_user=s&sentinel_password=%26");
  CHECK(watched.kind == Kind::sentinel);
  CHECK(watched.addresses == std::vector<RedisAddress>{{"a", 26379}, {"b", 7}});
  CHECK(watched.primary == "main");
  CHECK(watched.database == 4);
  CHECK(watched.login == RedisLogin{"u", "p"});
  CHECK(watched.sentinel_login == RedisLogin{"s", "&"});
}

TEST_CASE("a URL that is none is refused, with what was expected and nothing of what may be secret", "[AX-26]") {
  const auto [url, expected] = GENERATE(table<std::string, std::string>({
      {"", "begin with redis://"},
      {"redis", "begin with redis://"},
      {"secret", "begin with redis://"},
      {"http://secret", "begin with redis://"},
      {"redis:secret", "'//' was expected"},
      {"redis://", "a host was expected"},
      {"redis://user:secret@", "a host was expected"},
      {"redis://:secret", "a port"},
      {"redis://user:secret", "a port"},
      {"redis://h:0", "from 1 to 65535"},
      {"redis://h:65536", "from 1 to 65535"},
      {"redis://h:", "from 1 to 65535"},
      {"redis://a,,b", "a host was expected before each port"},
      {"redis://a,", "a host was expected before each port"},
      {"redis://::1", "stands in brackets"},
      {"redis://:1", "a host was expected before"},
      {"redis://fe80::1", "stands in brackets"},
      {"redis://[::1", "a closing ']'"},
      {"redis://[secret]", "an IPv6 address was expected"},
      {"redis://[::1]secret", "after ']'"},
      {"redis://u:sec/ret@h", "are written %2F"},
      {"redis://u:sec?ret@h", "are written %2F"},
      {"redis://u:sec@ret@h", "written %40"},
      {"redis://u:sec#ret@h", "written %23"},
      {"redis://u:secret%@h", "two hexadecimal digits"},
      {"redis://u:secret%4@h", "two hexadecimal digits"},
      {"redis://u:secret%xy@h", "two hexadecimal digits"},
      {"redis://u:secret%00@h", "a zero byte"},
      {"redis://secret@h", "a password was expected"},
      {"redis://h/secret", "the database was expected to be a number"},
      {"redis://h/-1", "the database was expected to be a number"},
      {"redis://h/1/secret", "the database was expected to be a number"},
      {"redis://a,b/1", "a cluster has database 0"},
      {"redis://h?secret=1", "option 1 is none of db, connections"},
      {"redis://h?db=1&&", "option 2 is none of db"},
      {"redis://h?db=1&db=1", "the option db stands there twice"},
      {"redis://h?connections=0", "from 1 to 64"},
      {"redis://h?timeout=secret", "such as 250ms"},
      {"redis://h?timeout=0s", "1ms to 24h"},
      {"redis://h?ca=/secret", "write rediss://"},
      {"rediss://h?verify=secret", "yes or no"},
      {"rediss://h?key=/secret", "go together"},
      {"redis://a%20b", "blanks or control characters"},
      {"redis+sentinel://h", "the name that sentinels have"},
      {"unix://secret/path", "a path was expected"},
      {"unix:///", "the path of a socket was expected"},
      {"unix:///" + std::string(120, 'a'), "at most 100 bytes"},
  }));
  CAPTURE(url);
  const std::string refusal = refusal_of(url);
  CHECK(refusal.find(expected) != std::string::npos);
  CHECK(refusal.find("secret") == std::string::npos);
  CHECK(refusal.find("sec") == std::string::npos);
}
