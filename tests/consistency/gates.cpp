#include "gates.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace consistency {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

[[noreturn]] void failed(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// The clients are at this machine, and so is the server: connecting takes no time, or fails.
int connected_to(std::uint16_t port) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return server;
  ::close(server);
  return -1;
}

}  // namespace

Gates::Gates() {
  if (::pipe2(bell_.data(), O_CLOEXEC | O_NONBLOCK) != 0) failed("pipe");
  carrier_ = std::thread([this] { carry(); });
}

Gates::~Gates() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  wake();
  carrier_.join();
  for (const Gate& gate : gates_) ::close(gate.listener);
  for (const int end : bell_) ::close(end);
}

std::size_t Gates::open() {
  Gate gate{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), 0, 0, {}, {}};
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  if (::bind(gate.listener, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::listen(gate.listener, 128) != 0 ||
      ::getsockname(gate.listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    failed("a port to listen at");
  }
  gate.port = ntohs(address.sin_port);
  const std::lock_guard lock(mutex_);
  gates_.push_back(gate);
  wake();
  return gates_.size() - 1;
}

std::uint16_t Gates::port(std::size_t gate) const {
  const std::lock_guard lock(mutex_);
  return gates_[gate].port;
}

std::size_t Gates::size() const {
  const std::lock_guard lock(mutex_);
  return gates_.size();
}

void Gates::lead_to(std::size_t gate, std::uint16_t port) {
  const std::lock_guard lock(mutex_);
  gates_[gate].target = port;
}

void Gates::cut(std::size_t gate) {
  const std::lock_guard lock(mutex_);
  std::erase_if(passages_, [&](const Passage& passage) { return passage.belongs_to(gates_[gate].trouble); });
}

void Gates::shut(std::size_t gate, Duration duration) {
  const std::lock_guard lock(mutex_);
  gates_[gate].shut_until = std::chrono::steady_clock::now() + duration;
}

void Gates::hold(std::size_t gate, Way way, Duration duration) {
  const std::lock_guard lock(mutex_);
  const TimePoint until = std::chrono::steady_clock::now() + duration;
  auto& held = gates_[gate].trouble.held_until;
  if (way != Way::down) held[0] = until;
  if (way != Way::up) held[1] = until;
}

void Gates::hold_from(const std::string& address, Duration duration) {
  const std::lock_guard lock(mutex_);
  callers_[::inet_addr(address.c_str())].held_until.fill(std::chrono::steady_clock::now() + duration);
}

void Gates::hold_announcements(std::size_t gate, Duration duration) {
  const std::lock_guard lock(mutex_);
  gates_[gate].trouble.announcements_held_until = std::chrono::steady_clock::now() + duration;
}

void Gates::slow(std::size_t gate, Duration latency, Duration duration) {
  const std::lock_guard lock(mutex_);
  gates_[gate].trouble.latency = latency;
  gates_[gate].trouble.slow_until = std::chrono::steady_clock::now() + duration;
}

void Gates::lose(std::size_t gate, int count) {
  const std::lock_guard lock(mutex_);
  gates_[gate].trouble.to_lose += count;
}

void Gates::heal() {
  const std::lock_guard lock(mutex_);
  for (Gate& gate : gates_) {
    gate.trouble = {};
    gate.shut_until = {};
  }
  for (auto& [address, trouble] : callers_) trouble = {};
}

void Gates::wake() { static_cast<void>(!::write(bell_[1], "", 1)); }

void Gates::accept(Gate& gate, TimePoint now) {
  sockaddr_in caller{};
  socklen_t size = sizeof(caller);
  const int client = ::accept4(gate.listener, reinterpret_cast<sockaddr*>(&caller), &size, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = now < gate.shut_until ? -1 : connected_to(gate.target);
  if (server < 0) {
    ::close(client);
    return;
  }
  const int at_once = 1;
  for (const int end : {client, server}) ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
  passages_.emplace_back(client, server, gate.trouble, callers_[caller.sin_addr.s_addr]);
}

void Gates::carry() {
  std::vector<pollfd> polls;
  std::unique_lock lock(mutex_);
  while (!is_over_) {
    const TimePoint before = std::chrono::steady_clock::now();
    TimePoint next = before + std::chrono::seconds(1);
    polls.assign(1, {bell_[0], POLLIN, 0});
    for (const Gate& gate : gates_) polls.push_back({gate.listener, POLLIN, 0});
    const std::size_t gates = gates_.size();
    std::vector<std::pair<Passage*, std::size_t>> carried;
    for (Passage& passage : passages_) {
      carried.emplace_back(&passage, polls.size());
      for (const pollfd& each : passage.wanted(before)) polls.push_back(each);
      next = std::min(next, passage.next_due(before));
    }
    lock.unlock();
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - before);
    ::poll(polls.data(), polls.size(), static_cast<int>(wait.count()));
    lock.lock();
    const TimePoint now = std::chrono::steady_clock::now();
    char rung[64];
    while (::read(bell_[0], rung, sizeof(rung)) > 0) {
    }
    std::size_t next_carried = 0;
    for (Passage& passage : passages_) {  // some may have been cut meanwhile
      while (next_carried < carried.size() && carried[next_carried].first != &passage) ++next_carried;
      if (next_carried == carried.size()) break;
      const std::size_t at = carried[next_carried].second;
      passage.carry({polls[at], polls[at + 1]}, now, lost_);
    }
    std::erase_if(passages_, [](const Passage& passage) { return passage.is_over(); });
    for (std::size_t i = 0; i < gates; ++i) {
      if (polls[1 + i].revents != 0) accept(gates_[i], now);
    }
  }
  passages_.clear();
}

}  // namespace consistency
