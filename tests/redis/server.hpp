#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "temporary_folder.hpp"

namespace redis_test {

/// A port of 127.0.0.1 where nobody listens right now.
[[nodiscard]] std::uint16_t free_port();

/// A redis-server of its own on a free port of 127.0.0.1 and on a socket, with nothing in it, in a temporary folder.
/// Answers when the constructor returns; ended and removed by the destructor, and by the kernel when the thread that
/// started it ends without one.
class Server {
 public:
  /// Lines of redis.conf beside those that the fixture writes itself, which come before. In them {port} is the port,
  /// and {bus} a second one.
  explicit Server(std::vector<std::string> lines = {}, bool is_sentinel = false);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::uint16_t bus_port() const { return bus_port_; }
  [[nodiscard]] std::string socket() const { return (folder_.path() / "socket").string(); }
  /// redis://127.0.0.1:port
  [[nodiscard]] std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  /// SIGKILL, and waits for its end.
  void kill();
  /// Starts again what was killed, on the same port; with the data that it wrote, if it wrote any.
  void start();
  /// SIGSTOP, and SIGCONT.
  void pause();
  void resume();
  [[nodiscard]] bool is_running() const { return process_ > 0; }

  /// What the server answers to one command, on a connection made for it: the text of the answer as it comes over the
  /// wire, in RESP2. For tests that look at a server past the client that they test.
  [[nodiscard]] std::string ask(const std::vector<std::string>& words) const;
  /// Asks until the answer has `part` in it. Throws when it does not after a long time.
  void ask_until(const std::vector<std::string>& words, const std::string& part) const;

 private:
  void write_configuration(const std::vector<std::string>& lines);
  void wait_until_it_answers();

  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::uint16_t bus_port_ = 0;
  bool is_sentinel_ = false;
  pid_t process_ = 0;
};

}  // namespace redis_test
