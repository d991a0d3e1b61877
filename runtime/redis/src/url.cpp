#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tagcache/redis_server.hpp>
#include <utility>
#include <vector>

#include "server_checks.hpp"

// No message shows a part of the URL, as any part of one that is written wrongly may be a password.
namespace tagcache {
namespace {

using Kind = RedisServer::Kind;

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument("URL of a Redis server: " + what); }

struct Scheme {
  std::string_view name;
  Kind kind;
  bool tls;
  bool is_unix;
};

constexpr std::array schemes = {
    Scheme{"redis", Kind::standalone, false, false},        Scheme{"rediss", Kind::standalone, true, false},
    Scheme{"redis+cluster", Kind::cluster, false, false},   Scheme{"rediss+cluster", Kind::cluster, true, false},
    Scheme{"redis+sentinel", Kind::sentinel, false, false}, Scheme{"rediss+sentinel", Kind::sentinel, true, false},
    Scheme{"unix", Kind::standalone, false, true},          Scheme{"redis+unix", Kind::standalone, false, true},
};

/// Takes the text up to the first of `ends`, which is left out when it is `taken`.
std::string_view take_until(std::string_view& text, std::string_view ends, bool taken = true) {
  const std::size_t place = std::min(text.find_first_of(ends), text.size());
  const std::string_view head = text.substr(0, place);
  text.remove_prefix(std::min(text.size(), place + (taken ? 1 : 0)));
  return head;
}

std::string decoded(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i];
      continue;
    }
    unsigned char value = 0;
    const char* const digits = text.data() + i + 1;
    const bool is_whole = i + 2 < text.size();
    if (!is_whole || std::from_chars(digits, digits + 2, value, 16).ptr != digits + 2) {
      refuse("two hexadecimal digits were expected after '%'; a '%' itself is written %25");
    }
    if (value == 0) refuse("a zero byte can be in no part of it");
    bytes += static_cast<char>(value);
    i += 2;
  }
  return bytes;
}

template <class Number>
Number number(std::string_view text, Number least, Number most, const std::string& what) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
    refuse(what + " was expected to be a number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

const Scheme& take_scheme(std::string_view& url) {
  const std::size_t colon = std::min(url.find(':'), url.size());
  const std::string_view name = url.substr(0, colon);
  const auto found = std::ranges::find(schemes, name, &Scheme::name);
  if (found == schemes.end() || colon == url.size()) {
    refuse("it was expected to begin with redis://, rediss:// (TLS), redis+cluster://, redis+sentinel:// or unix:");
  }
  url.remove_prefix(colon + 1);
  if (url.starts_with("//")) {
    url.remove_prefix(2);
  } else if (!found->is_unix || !url.starts_with('/')) {
    refuse("'//' was expected after the first colon");
  }
  return *found;
}

RedisLogin login(std::string_view text) {
  const std::string_view user = take_until(text, ":");
  return {decoded(user), decoded(text)};
}

RedisAddress address(std::string_view text, std::uint16_t port) {
  RedisAddress result;
  result.port = port;
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    if (text.find(']') == std::string_view::npos) refuse("a closing ']' was expected after an IPv6 address");
    result.host = decoded(take_until(text, "]"));
    if (result.host.find(':') == std::string::npos) refuse("an IPv6 address was expected between '[' and ']'");
    if (!text.empty() && !text.starts_with(':')) refuse("a colon and a port, or nothing, were expected after ']'");
  } else {
    result.host = decoded(take_until(text, ":", false));
  }
  if (text.empty()) return result;
  text.remove_prefix(1);
  result.port = number<std::uint16_t>(text, 1, 65535, "a port (an IPv6 address stands in brackets)");
  return result;
}

std::vector<RedisAddress> addresses(std::string_view text, std::uint16_t port) {
  if (text.empty()) refuse("a host was expected");
  std::vector<RedisAddress> result;
  while (true) {
    const bool is_last = text.find(',') == std::string_view::npos;
    result.push_back(address(take_until(text, ","), port));
    if (result.back().host.empty()) refuse("a host was expected before each port and between commas");
    if (is_last) return result;
  }
}

int database(std::string_view text) { return text.empty() ? 0 : number<int>(text, 0, 1'000'000, "the database"); }

void read_path(RedisServer& server, bool is_unix, std::string_view path) {
  if (is_unix) {
    server.unix_path = decoded(path);
    if (server.unix_path.size() < 2) refuse("the path of a socket was expected: unix:///run/redis/redis.sock");
    return;
  }
  if (!path.empty()) path.remove_prefix(1);
  if (server.kind == Kind::sentinel) {
    server.primary = decoded(take_until(path, "/"));
    if (server.primary.empty())
      refuse("the name that sentinels have for the primary was expected: redis+sentinel://host:26379/name");
  }
  server.database = database(path);
}

Duration timeout(std::string_view text) {
  try {
    return parse_duration(text);
  } catch (const std::invalid_argument&) {
    refuse("a timeout was expected to be a duration, such as 250ms or 2s");
  }
}

bool yes_or_no(std::string_view text) {
  if (text != "yes" && text != "no") refuse("verify was expected to be yes or no");
  return text == "yes";
}

using Reader = void (*)(RedisServer&, const std::string&);
constexpr std::array<std::pair<std::string_view, Reader>, 11> options = {{
    {"db", [](RedisServer& server, const std::string& text) { server.database = database(text); }},
    {"connections", [](RedisServer& server,
                       const std::string& text) { server.connections = number<int>(text, 1, 64, "connections"); }},
    {"connect_timeout", [](RedisServer& server, const std::string& text) { server.connect_timeout = timeout(text); }},
    {"timeout", [](RedisServer& server, const std::string& text) { server.command_timeout = timeout(text); }},
    {"ca", [](RedisServer& server, const std::string& text) { server.tls.ca_file = text; }},
    {"certificate", [](RedisServer& server, const std::string& text) { server.tls.certificate_file = text; }},
    {"key", [](RedisServer& server, const std::string& text) { server.tls.key_file = text; }},
    {"server_name", [](RedisServer& server, const std::string& text) { server.tls.server_name = text; }},
    {"verify", [](RedisServer& server, const std::string& text) { server.tls.verify = yes_or_no(text); }},
    {"sentinel_user", [](RedisServer& server, const std::string& text) { server.sentinel_login.user = text; }},
    {"sentinel_password", [](RedisServer& server, const std::string& text) { server.sentinel_login.password = text; }},
}};

std::string known_options() {
  std::string names;
  for (const auto& [name, reader] : options) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

void read_options(RedisServer& server, std::string_view text) {
  std::vector<std::string_view> seen;
  while (!text.empty()) {
    std::string_view value = take_until(text, "&");
    const std::string_view name = take_until(value, "=");
    const auto found = std::ranges::find(options, name, [](const auto& option) { return option.first; });
    if (found == options.end()) {
      refuse("option " + std::to_string(seen.size() + 1) + " is none of " + known_options());
    }
    if (std::ranges::find(seen, name) != seen.end()) refuse("the option " + std::string(name) + " stands there twice");
    seen.push_back(name);
    found->second(server, decoded(value));
  }
}

}  // namespace

RedisServer redis_server(std::string_view url) {
  RedisServer server;
  const Scheme& scheme = take_scheme(url);
  server.kind = scheme.kind;
  server.tls.on = scheme.tls;
  if (url.find('#') != std::string_view::npos) refuse("a '#' is written %23");
  std::string_view authority = take_until(url, "/?", false);
  if (url.find('@') != std::string_view::npos) {
    refuse(
        "an '@' was expected in front of the host alone; '/', '?' and '@' in a password are written %2F, %3F and %40");
  }
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    if (authority.find('@') != at) refuse("one '@' was expected; in a password it is written %40");
    server.login = login(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  if (scheme.is_unix) {
    if (!authority.empty()) refuse("a path was expected, not a host: unix:///run/redis/redis.sock");
    server.addresses.clear();
  } else {
    server.addresses = addresses(authority, server.kind == Kind::sentinel ? 26379 : 6379);
    // Several servers are a cluster.
    if (server.kind == Kind::standalone && server.addresses.size() > 1) server.kind = Kind::cluster;
  }
  read_path(server, scheme.is_unix, take_until(url, "?"));
  read_options(server, url);
  detail::redis::check_server(server);
  return server;
}

}  // namespace tagcache
