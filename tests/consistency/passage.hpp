#pragma once

#include <poll.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "resp.hpp"

namespace consistency {

using TimePoint = std::chrono::steady_clock::time_point;

/// From the client to the server, and back.
enum class Way { up, down, both };

/// What is wrong with all that goes through a gate, or comes from somewhere.
struct Trouble {
  std::array<TimePoint, 2> held_until{};  ///< by way
  TimePoint announcements_held_until{};
  std::chrono::milliseconds latency{};
  TimePoint slow_until{};
  int to_lose = 0;
};

/// Finds announcements in what a server says. Bytes are fed one at a time, since the parser tells what it has read and
/// not how far.
class Announcements {
 public:
  /// What is left of the bytes: those of whole replies, without the announcements that are lost.
  [[nodiscard]] std::string passed(std::string_view bytes, Trouble& trouble, std::atomic<std::uint64_t>& lost);

 private:
  tagcache::detail::redis::ReplyParser parser_;
  std::string open_;  ///< the bytes of a reply that is not whole yet
};

/// One connection of a client, and one to the server behind the gate.
class Passage {
 public:
  /// Takes both descriptors over.
  Passage(int client, int server, Trouble& trouble, const Trouble& of_caller)
      : trouble_(&trouble), of_caller_(&of_caller), ends_{client, server} {}
  ~Passage();
  Passage(const Passage&) = delete;
  Passage& operator=(const Passage&) = delete;

  [[nodiscard]] std::array<pollfd, 2> wanted(TimePoint now) const;
  /// Takes what has come, and hands on what is due.
  void carry(const std::array<pollfd, 2>& events, TimePoint now, std::atomic<std::uint64_t>& lost);
  [[nodiscard]] bool is_over() const { return is_over_; }
  [[nodiscard]] bool belongs_to(const Trouble& trouble) const { return trouble_ == &trouble; }
  /// When something is due next.
  [[nodiscard]] TimePoint next_due(TimePoint now) const;

 private:
  struct Piece {
    std::string bytes;
    TimePoint due;
  };
  struct Flow {
    std::deque<Piece> pieces;
    bool has_ended = false;  ///< nothing more comes
  };

  void take(std::size_t from, TimePoint now, std::atomic<std::uint64_t>& lost);
  void hand_on(std::size_t from, TimePoint now);
  void look_at(std::string_view bytes);

  Trouble* trouble_;
  const Trouble* of_caller_;  ///< of all that comes from where this client is
  std::array<int, 2> ends_;   ///< the client's, the server's
  std::array<Flow, 2> flows_;
  std::size_t asked_ = 0;      ///< bytes that the client sent
  bool is_read_ = true;        ///< whether what the server says is looked into: not known to be of no interest
  bool is_listening_ = false;  ///< announcements come over it
  bool is_over_ = false;
  Announcements announcements_;
};

}  // namespace consistency
