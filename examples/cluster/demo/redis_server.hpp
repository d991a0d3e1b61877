#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "demo/process.hpp"

namespace shop {

/// A Redis of its own on a free port of 127.0.0.1, with nothing in it, which keeps nothing on disk. Ends with this
/// object.
class RedisServer {
 public:
  /// Throws std::runtime_error when there is no redis-server, or it does not start.
  explicit RedisServer(const std::filesystem::path& folder);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  [[nodiscard]] std::string url() const;

  enum class State { up, paused, down };
  [[nodiscard]] State state() const { return state_; }

  void stop();
  /// On the same port as before, empty.
  void start();
  /// It takes what it is sent, and answers nothing until it goes on.
  void pause();
  void go_on();
  /// Ends all connections of its clients.
  void cut();

  /// How many commands it has done since it started; absent when it does not answer.
  [[nodiscard]] std::optional<std::uint64_t> commands() const;

 private:
  [[nodiscard]] bool starts_on(std::uint16_t port);
  [[nodiscard]] std::string ask(std::string_view command) const;

  const std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  std::optional<Process> process_;
  State state_ = State::down;
};

}  // namespace shop
