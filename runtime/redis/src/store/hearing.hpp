#pragma once

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
          Duration heartbeat);
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

  void learn();
  void learnt(const redis::Answer& answer);
  void tell(Message message);
  void distrust();
  void beat();
  void beaten(const redis::Answer& answer, TimePoint asked);
  void keep_beating();

  const std::shared_ptr<Client> client_;
  const std::shared_ptr<tagcache::Listener> listener_;
  const Channel channel_;
  const Duration heartbeat_;
  std::mutex mutex_;  ///< also: the listener is told one thing at a time
  std::condition_variable stopping_;
  bool is_stopped_ = false;
  State state_ = State::deaf;
  std::uint64_t tries_ = 0;  ///< to learn: answers to those before mean nothing
  std::uint64_t incarnation_ = 0;
  std::vector<Message> early_;  ///< heard while the number that they are to be compared with is still to come
  std::unique_ptr<Subscription> subscription_;
  std::thread beating_;
};

}  // namespace tagcache::detail::redis
