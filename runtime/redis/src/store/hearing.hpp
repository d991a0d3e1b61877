#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <tagcache/remote.hpp>
#include <thread>
#include <vector>

#include "client.hpp"
#include "store/announcement.hpp"
#include "store/reading.hpp"

namespace tagcache::detail::redis {

/// Hears what is published in a namespace, and tells it to a layer in memory: from which number on, whether data were
/// made anew, and how far the server has counted.
class Hearing : public Listener, public std::enable_shared_from_this<Hearing> {
 public:
  struct Channel {
    std::string name;
    std::string incarnation;   ///< its key
    std::uint64_t author = 0;  ///< of own announcements
    redis::Call how;           ///< the incarnation is asked for
  };
  Hearing(std::shared_ptr<Client> client, std::shared_ptr<tagcache::Listener> listener, Channel channel,
          Duration heartbeat, std::shared_ptr<StatCounters> counters);
  ~Hearing() override;
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;

  void start();
  /// After this returns nothing is told any more.
  void stop();

  void listening() override;
  void heard(std::string_view channel, std::string_view message) override;
  void interrupted() override;

 private:
  enum class State { deaf, learning, hearing };

  struct Beat {
    TimePoint asked;
    std::uint64_t tries;  ///< to learn, until then
    Standing known;       ///< when it was asked: other answers may overtake this one
  };

  void learn();
  void learnt(const redis::Answer& answer, const Standing& known);
  void tell(Message message);
  void knows(const Standing& standing);
  [[nodiscard]] static bool went_back(const Standing& known, const Standing& now);
  void renew();
  void distrust();
  void ask(const Beat& beat);
  void beaten(const redis::Answer& answer, const Beat& beat);
  void keep_beating();

  const std::shared_ptr<Client> client_;
  const std::shared_ptr<tagcache::Listener> listener_;
  const Channel channel_;
  const Duration heartbeat_;
  const std::shared_ptr<StatCounters> counters_;
  std::mutex mutex_;  ///< also: the listener is told one thing at a time
  std::condition_variable stopping_;
  bool is_stopped_ = false;
  State state_ = State::deaf;
  std::uint64_t tries_ = 0;  ///< to learn: answers to what was asked before the last one mean nothing
  std::shared_ptr<const std::atomic<bool>> is_asking_;  ///< whether the last try has no answer yet
  Standing known_;                                      ///< the most that was heard of
  std::uint64_t heard_ = 0;                             ///< the number of the last announcement since it was learnt
  std::uint64_t settled_ = 0;                           ///< announcements up to this number should have come
  std::string no_longer_;       ///< the incarnation of data that went back, until there are others; or empty
  std::vector<Message> early_;  ///< heard while the number that they are to be compared with is still to come
  std::unique_ptr<Subscription> subscription_;
  std::thread beating_;
};

}  // namespace tagcache::detail::redis
