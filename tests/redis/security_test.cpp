// Passwords and TLS, on a real server; and that nothing that we say shows a secret.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "certificates.hpp"
#include "client.hpp"
#include "greeting.hpp"
#include "server.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using redis_test::Certificates;
using redis_test::Server;
using Kind = ClientError::Kind;

namespace {

Reply parse(std::string_view bytes) {
  ReplyParser parser;
  parser.feed(bytes);
  return parser.next().value();
}

/// What is wrong with a connection: nothing, or what the client says.
std::string trouble_with(const RedisServer& server) {
  try {
    Client client({.server = server});
    client.connect();
  } catch (const ClientError& error) {
    CHECK(std::string(error.what()).find("secret") == std::string::npos);
    return error.what();
  }
  return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// What a server answers to HELLO, and what we say about that.
std::string verdict(Peer peer, const std::string& answer) {
  try {
    const std::vector<Reply> replies{parse(answer)};
    check_greeting(peer, {}, "h:1", replies);
  } catch (const ClientError& error) {
    return error.what();
  }
  return {};
}

std::string hello(const std::string& version, const std::string& mode, const std::string& role) {
  return "%3\r\n+version\r\n+" + version + "\r\n+mode\r\n+" + mode + "\r\n+role\r\n+" + role + "\r\n";
}

/// A server that speaks TLS alone, and wants certificates of its clients when `wants_ours`.
struct Encrypted {
  explicit Encrypted(const std::string& names, bool wants_ours = false)
      : certificates(with(names)),
        server({"port 0", "tls-port {port}", "tls-cert-file " + certificates->certificate("server"),
                "tls-key-file " + certificates->key("server"), "tls-ca-cert-file " + certificates->authority(),
                std::string("tls-auth-clients ") + (wants_ours ? "yes" : "no")}) {
    here.addresses = {{"127.0.0.1", server.port()}};
    here.tls.on = true;
    here.tls.ca_file = certificates->authority();
  }

  static std::unique_ptr<Certificates> with(const std::string& names) {
    auto made = std::make_unique<Certificates>();
    made->sign("server", names);
    return made;
  }

  std::unique_ptr<Certificates> certificates;
  Server server;
  RedisServer here;
};

}  // namespace

TEST_CASE("users and passwords of the server's access control list open it") {
  Server server({"user default off", "user ann on >secret1 ~* &* +@all"});
  RedisServer here;
  here.addresses = {{"127.0.0.1", server.port()}};
  here.login = {"ann", "secret1"};
  CHECK(trouble_with(here).empty());
  here.login.password = "secret2";
  CHECK(has(trouble_with(here), "does not know this user and password"));
  here.login = {};
  CHECK(has(trouble_with(here), "wants a password, and none was given"));
}

TEST_CASE("a server that has as many clients as it takes is not called an old one") {
  const Server server;
  RedisServer here;
  here.addresses = {{"127.0.0.1", server.port()}};
  here.connections = 1;
  static_cast<void>(server.ask({"CONFIG", "SET", "maxclients", "1"}));
  std::string trouble;
  // The connection by which the server was told so may still be there.
  for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20); std::chrono::steady_clock::now() < end;) {
    Client first({.server = here});
    try {
      first.connect();
    } catch (const ClientError&) {
      continue;
    }
    trouble = trouble_with(here);
    break;
  }
  CHECK(has(trouble, "as many clients as it takes"));
}

TEST_CASE("a password alone is that of the default user") {
  Server server({"requirepass secret"});
  RedisServer here;
  here.addresses = {{"127.0.0.1", server.port()}};
  here.login.password = "secret";
  CHECK(trouble_with(here).empty());
  here.database = 99;
  CHECK(has(trouble_with(here), "there is no database 99"));
}

TEST_CASE("old servers, and those of another kind, are refused with what is wrong", "[A-045]") {
  CHECK(verdict(Peer::primary, hello("6.2.0", "standalone", "master")).empty());
  CHECK(verdict(Peer::primary, hello("10.0.1", "standalone", "master")).empty());
  CHECK(verdict(Peer::cluster_node, hello("7.0.15", "cluster", "replica")).empty());
  CHECK(verdict(Peer::sentinel, hello("7.0.15", "sentinel", "sentinel")).empty());
  CHECK(has(verdict(Peer::primary, hello("6.0.16", "standalone", "master")),
            "Redis 6.2 or newer is needed, and this is 6.0.16"));
  const std::string old = "-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `ann`, `secret`, \r\n";
  CHECK(has(verdict(Peer::primary, old), "Redis 6.2 or newer is needed"));
  CHECK_FALSE(has(verdict(Peer::primary, old), "secret"));
  CHECK(has(verdict(Peer::primary, hello("7.0.15", "cluster", "master")), "write redis+cluster://"));
  CHECK(has(verdict(Peer::primary, hello("7.0.15", "sentinel", "sentinel")), "write redis+sentinel://"));
  CHECK(has(verdict(Peer::primary, hello("7.0.15", "standalone", "replica")), "this is a replica"));
  CHECK(has(verdict(Peer::cluster_node, hello("7.0.15", "standalone", "master")), "not part of a cluster"));
  CHECK(has(verdict(Peer::sentinel, hello("7.0.15", "standalone", "master")), "no sentinel"));
  CHECK(has(verdict(Peer::primary, "-LOADING Redis is loading\r\n"), "not ready (LOADING)"));
  CHECK(has(verdict(Peer::primary, "+OK\r\n"), "no Redis"));
  CHECK(has(verdict(Peer::primary, "-DENIED Redis is running in protected mode\r\n"), "protected mode"));
}

TEST_CASE("TLS works with a server whose certificate is signed by whom we trust, for the address that we ask") {
  Encrypted encrypted("IP:127.0.0.1");
  Client client({.server = encrypted.here});
  const std::string large(300'000, 'x');
  const auto replies = client.ask(Commands().add("SET", "a", large).add("GET", "a"));
  CHECK(replies.at(1).text == large);
}

TEST_CASE("TLS refuses certificates of others, for others, and when nobody is trusted") {
  Encrypted encrypted("DNS:cache.test");
  CHECK(has(trouble_with(encrypted.here), "the server's certificate is not for '127.0.0.1'"));
  encrypted.here.tls.server_name = "cache.test";
  CHECK(trouble_with(encrypted.here).empty());
  encrypted.here.tls.server_name = "other.test";
  CHECK(has(trouble_with(encrypted.here), "the server's certificate is not for 'other.test'"));

  Certificates others;
  encrypted.here.tls.server_name = "cache.test";
  encrypted.here.tls.ca_file = others.authority();
  CHECK(has(trouble_with(encrypted.here), "the server's certificate is not trusted"));
  encrypted.here.tls.ca_file.clear();
  CHECK(has(trouble_with(encrypted.here), "the server's certificate is not trusted"));
  encrypted.here.tls = {.on = true, .verify = false};
  CHECK(trouble_with(encrypted.here).empty());
}

TEST_CASE("who speaks without TLS to a port for TLS is asked whether it is one") {
  Encrypted encrypted("IP:127.0.0.1");
  encrypted.here.tls = {};
  CHECK(has(trouble_with(encrypted.here), "rediss://"));
}

TEST_CASE("a server may want to know who we are") {
  Encrypted encrypted("IP:127.0.0.1", true);
  CHECK_FALSE(trouble_with(encrypted.here).empty());
  encrypted.certificates->sign("client", "DNS:client");
  encrypted.here.tls.certificate_file = encrypted.certificates->certificate("client");
  encrypted.here.tls.key_file = encrypted.certificates->key("client");
  CHECK(trouble_with(encrypted.here).empty());
}

TEST_CASE("files for TLS that are not there are named, at once") {
  RedisServer server;
  server.tls = {.on = true, .ca_file = "/nowhere/ca.pem"};
  CHECK(has(trouble_with(server), "'/nowhere/ca.pem' cannot be used"));
  server.tls = {.on = true, .certificate_file = "/nowhere/c.pem", .key_file = "/nowhere/k.pem"};
  CHECK(has(trouble_with(server), "the certificate '/nowhere/c.pem' cannot be used"));
}

TEST_CASE("a server without TLS does not get a password that was meant for one with it") {
  Server server;
  RedisServer here;
  here.addresses = {{"127.0.0.1", server.port()}};
  here.tls.on = true;
  here.connect_timeout = std::chrono::milliseconds(100);  // it waits for the end of a line
  here.login = {"ann", "secret"};
  const std::string trouble = trouble_with(here);
  CHECK(has(trouble, "Redis at 127.0.0.1:"));
  CHECK(has(trouble, "is this its port for TLS?"));
}
