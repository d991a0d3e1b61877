#include "server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace redis_test {
namespace {

constexpr int tries_of_ports = 20;
constexpr std::chrono::seconds patience{20};

/// A file descriptor that is closed.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) throw std::system_error(errno, std::generic_category());
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

sockaddr_in local_address(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool connects(const Descriptor& socket, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

/// Waits until the process has ended or some milliseconds have passed; true when it has ended.
bool has_ended(pid_t process, int milliseconds) {
  const Descriptor watched(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  pollfd entry{watched.get(), POLLIN, 0};
  return ::poll(&entry, 1, milliseconds) > 0;
}

/// One reply is there: its first line is, and all that this announces. Enough for strings, numbers and errors.
bool is_complete(const std::string& reply) {
  const auto line = reply.find("\r\n");
  if (line == std::string::npos) return false;
  if (reply.front() != '$' || reply.starts_with("$-1")) return true;
  return reply.size() >= line + 4 + std::stoul(reply.substr(1));
}

}  // namespace

std::uint16_t free_port() {
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = local_address(0);
  socklen_t size = sizeof(address);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "a free port");
  }
  return ntohs(address.sin_port);
}

Server::Server(std::vector<std::string> lines, bool is_sentinel) : is_sentinel_(is_sentinel) {
  for (int i = 0; i < tries_of_ports; ++i) {
    port_ = free_port();
    bus_port_ = free_port();
    write_configuration(lines);
    start();
    if (is_running()) return;  // otherwise somebody else took the port
  }
  std::ifstream log(folder_.path() / "log");
  throw std::runtime_error("redis-server does not start: " + std::string(std::istreambuf_iterator<char>(log), {}));
}

Server::~Server() {
  if (is_running()) kill();
}

void Server::write_configuration(const std::vector<std::string>& lines) {
  std::ofstream file(folder_.path() / "redis.conf");
  file << "port " << port_ << "\nbind 127.0.0.1\nunixsocket " << socket() << "\ndir " << folder_.path().string()
       << "\nlogfile " << (folder_.path() / "log").string() << "\ndaemonize no\n";
  if (!is_sentinel_) file << "save \"\"\nappendonly no\nrepl-diskless-sync-delay 0\n";
  for (std::string line : lines) {
    for (const auto& [mark, port] : {std::pair("{port}", port_), std::pair("{bus}", bus_port_)}) {
      const auto place = line.find(mark);
      if (place != std::string::npos) line.replace(place, std::strlen(mark), std::to_string(port));
    }
    file << line << '\n';
  }
}

void Server::start() {
  std::filesystem::remove(socket());
  const std::string configuration = (folder_.path() / "redis.conf").string();
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const char* const sentinel = is_sentinel_ ? "--sentinel" : nullptr;
    ::execl(REDIS_SERVER, "redis-server", configuration.c_str(), sentinel, nullptr);
    ::_exit(127);
  }
  wait_until_it_answers();
}

void Server::wait_until_it_answers() {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (connects(probe, socket()) && ask({"PING"}) != "") return;
    if (has_ended(process_, 2)) {
      ::waitpid(process_, nullptr, 0);
      process_ = 0;
      return;
    }
  }
  kill();
}

void Server::kill() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

void Server::pause() {
  ::kill(process_, SIGSTOP);
  int status = 0;
  ::waitpid(process_, &status, WUNTRACED);
}

void Server::resume() { ::kill(process_, SIGCONT); }

void Server::ask_until(const std::vector<std::string>& words, const std::string& part) const {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::string answer;
  while (std::chrono::steady_clock::now() < end) {
    answer = ask(words);
    if (answer.find(part) != std::string::npos) return;
    if (has_ended(process_, 5)) break;
  }
  throw std::runtime_error("'" + part + "' was waited for in vain: " + answer);
}

std::string Server::ask(const std::vector<std::string>& words) const {
  const Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!connects(connection, socket())) throw std::system_error(errno, std::generic_category(), socket());
  std::string command = "*" + std::to_string(words.size()) + "\r\n";
  for (const auto& word : words) command += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  if (::send(connection.get(), command.data(), command.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(command.size()))
    return {};
  std::string reply;
  std::array<char, 4096> bytes{};
  while (!is_complete(reply)) {
    const ssize_t count = ::recv(connection.get(), bytes.data(), bytes.size(), 0);
    if (count <= 0) return {};
    reply.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return reply;
}

}  // namespace redis_test
