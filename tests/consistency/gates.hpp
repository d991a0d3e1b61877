#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "passage.hpp"

namespace consistency {

/// Ports of 127.0.0.1 behind which are servers: what goes through can be cut, held back, slowed down and, as far as it
/// is announcements that can be read, lost. Never reordered in a connection, and never changed, as TCP does not.
class Gates {
 public:
  Gates();
  ~Gates();
  Gates(const Gates&) = delete;
  Gates& operator=(const Gates&) = delete;

  /// A new gate: its number, from 0 on.
  std::size_t open();
  [[nodiscard]] std::uint16_t port(std::size_t gate) const;
  /// To be called before somebody comes.
  void lead_to(std::size_t gate, std::uint16_t port);
  [[nodiscard]] std::size_t size() const;

  using Duration = std::chrono::milliseconds;
  /// All connections end; what was on its way is lost.
  void cut(std::size_t gate);
  /// Who comes meanwhile is sent away.
  void shut(std::size_t gate, Duration duration);
  /// Nothing goes through in some of the directions. It comes later, whether anybody still waits for it or not.
  void hold(std::size_t gate, Way way, Duration duration);
  /// The same for the connections that announcements come over.
  void hold_announcements(std::size_t gate, Duration duration);
  void slow(std::size_t gate, Duration latency, Duration duration);
  /// Nothing goes through in either direction for who comes from an address, as 127.0.0.2, through whatever gate.
  void hold_from(const std::string& address, Duration duration);
  /// So many announcements to come are lost.
  void lose(std::size_t gate, int count);
  /// From now on nothing happens any more.
  void heal();

  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  struct Gate {
    int listener;
    std::uint16_t port;
    std::uint16_t target = 0;
    Trouble trouble;
    TimePoint shut_until{};
  };

  void carry();
  void accept(Gate& gate, TimePoint now);
  void wake();

  mutable std::mutex mutex_;
  std::deque<Gate> gates_;
  std::map<std::uint32_t, Trouble> callers_;  ///< by address
  std::list<Passage> passages_;
  std::atomic<std::uint64_t> lost_ = 0;
  bool is_over_ = false;
  std::array<int, 2> bell_{};
  std::thread carrier_;
};

}  // namespace consistency
