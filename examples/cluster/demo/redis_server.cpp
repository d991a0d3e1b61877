#include "demo/redis_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace shop {
namespace {

using namespace std::chrono_literals;

constexpr int tries_of_ports = 20;
constexpr int checks_until_it_answers = 1000;

class Socket {
 public:
  explicit Socket(int family) : number_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (number_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
  }
  ~Socket() { ::close(number_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// A port where nobody listens right now.
std::uint16_t free_port() {
  const Socket socket(AF_INET);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "a free port");
  }
  return ntohs(address.sin_port);
}

}  // namespace

RedisServer::RedisServer(const std::filesystem::path& folder) : folder_(folder) {
  for (int i = 0; i < tries_of_ports; ++i) {
    port_ = free_port();
    if (starts_on(port_)) return;  // otherwise somebody else took the port
  }
  throw std::runtime_error("redis-server does not start; is it older than 6.2?");
}

RedisServer::~RedisServer() { stop(); }

std::string RedisServer::url() const { return "redis://127.0.0.1:" + std::to_string(port_) + "?timeout=500ms"; }

/// Debian's package of the tools has the server under another name, and it goes by the one that it is called.
bool RedisServer::starts_on(std::uint16_t port) {
  const std::vector<std::string> words{"redis-server",
                                       "--port",
                                       std::to_string(port),
                                       "--bind",
                                       "127.0.0.1",
                                       "--unixsocket",
                                       (folder_ / "redis").string(),
                                       "--dir",
                                       folder_.string(),
                                       "--logfile",
                                       (folder_ / "redis.log").string(),
                                       "--save",
                                       "",
                                       "--appendonly",
                                       "no"};
  for (const char* const program : {"redis-server", "redis-check-rdb"}) {
    process_.emplace(program, words);
    for (int i = 0; i < checks_until_it_answers && !process_->has_ended(5ms); ++i) {
      if (ask("PING").starts_with("+PONG")) {
        state_ = State::up;
        return true;
      }
    }
    if (!process_->has_ended() || process_->exit_code() != Process::not_there) return false;
  }
  throw std::runtime_error("there is no redis-server (Debian: redis-tools); --redis URL names one that runs");
}

void RedisServer::stop() {
  process_->signal(SIGKILL);
  static_cast<void>(process_->has_ended(10s));
  state_ = State::down;
}

void RedisServer::start() {
  if (!starts_on(port_)) throw std::runtime_error("redis-server does not start again");
}

void RedisServer::pause() {
  process_->signal(SIGSTOP);
  state_ = State::paused;
}

void RedisServer::go_on() {
  process_->signal(SIGCONT);
  state_ = State::up;
}

void RedisServer::cut() {
  static_cast<void>(ask("CLIENT KILL TYPE pubsub"));
  static_cast<void>(ask("CLIENT KILL TYPE normal"));
}

std::optional<std::uint64_t> RedisServer::commands() const {
  if (state_ != State::up) return std::nullopt;
  const std::string stats = ask("INFO stats");
  constexpr std::string_view mark = "total_commands_processed:";
  const auto at = stats.find(mark);
  if (at == std::string::npos) return std::nullopt;
  std::uint64_t count = 0;
  std::from_chars(stats.data() + at + mark.size(), stats.data() + stats.size(), count);
  return count;
}

/// Past the cache, on a connection made for it; empty when nothing is answered. The answers that are asked for here
/// come in one piece.
std::string RedisServer::ask(std::string_view command) const {
  const Socket socket(AF_UNIX);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder_ / "redis").string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) return {};
  const timeval patience{1, 0};
  ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const std::string line = std::string(command) + "\r\n";
  std::array<char, 16384> answer{};
  if (::send(socket.number(), line.data(), line.size(), MSG_NOSIGNAL) < 0) return {};
  const ssize_t size = ::recv(socket.number(), answer.data(), answer.size(), 0);
  return {answer.data(), size < 0 ? 0 : static_cast<std::size_t>(size)};
}

}  // namespace shop
