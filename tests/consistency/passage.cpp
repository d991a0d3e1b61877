#include "passage.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace consistency {
namespace {

constexpr std::size_t interesting_bytes = 32'768;  // who has not subscribed by then never does

}  // namespace

std::string Announcements::passed(std::string_view bytes, Trouble& trouble, std::atomic<std::uint64_t>& lost) {
  using Kind = tagcache::detail::redis::Reply::Kind;
  std::string all;
  for (const char& byte : bytes) {
    open_.push_back(byte);
    parser_.feed({&byte, 1});
    const auto reply = parser_.next();
    if (!reply) continue;
    const bool is_announcement =
        reply->kind == Kind::push && !reply->items.empty() && reply->items.front().text == "message";
    if (is_announcement && trouble.to_lose > 0) {
      --trouble.to_lose;
      ++lost;
    } else {
      all += open_;
    }
    open_.clear();
  }
  return all;
}

Passage::~Passage() {
  for (const int end : ends_) ::close(end);
}

std::array<pollfd, 2> Passage::wanted(TimePoint now) const {
  std::array<pollfd, 2> polls{};
  for (std::size_t i = 0; i < 2; ++i) {
    const Flow& to_it = flows_[1 - i];
    const bool is_due = !to_it.pieces.empty() && to_it.pieces.front().due <= now;
    polls[i] = {flows_[i].has_ended && !is_due ? -1 : ends_[i],
                static_cast<short>((flows_[i].has_ended ? 0 : POLLIN) | (is_due ? POLLOUT : 0)), 0};
  }
  return polls;
}

TimePoint Passage::next_due(TimePoint now) const {
  TimePoint next = TimePoint::max();
  for (const Flow& flow : flows_) {
    if (!flow.pieces.empty() && flow.pieces.front().due > now) next = std::min(next, flow.pieces.front().due);
  }
  return next;
}

void Passage::carry(const std::array<pollfd, 2>& events, TimePoint now, std::atomic<std::uint64_t>& lost) {
  for (std::size_t i = 0; i < 2; ++i) {
    if ((events[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !flows_[i].has_ended) take(i, now, lost);
  }
  for (std::size_t i = 0; i < 2; ++i) hand_on(i, now);
}

/// Replicas, and connections with commands alone, are let through unread.
void Passage::look_at(std::string_view bytes) {
  if (asked_ == 0 && bytes.find("HELLO") == std::string_view::npos) is_read_ = false;
  asked_ += bytes.size();
  if (is_read_ && bytes.find("SUBSCRIBE") != std::string_view::npos) is_listening_ = true;
  if (asked_ > interesting_bytes && !is_listening_) is_read_ = false;
}

void Passage::take(std::size_t from, TimePoint now, std::atomic<std::uint64_t>& lost) {
  Flow& flow = flows_[from];
  std::array<char, 65536> buffer;
  const ssize_t count = ::recv(ends_[from], buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  std::string bytes(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count <= 0) flow.has_ended = true;
  if (from == 0 && count > 0) look_at(bytes);
  if (from == 1 && is_read_ && count > 0) bytes = announcements_.passed(bytes, *trouble_, lost);
  TimePoint due = std::max({now, trouble_->held_until[from], of_caller_->held_until[from]});
  if (from == 1 && is_listening_) due = std::max(due, trouble_->announcements_held_until);
  if (trouble_->slow_until > now) due = std::max(due, now + trouble_->latency);
  if (!flow.pieces.empty()) due = std::max(due, flow.pieces.back().due);
  if (!bytes.empty() || flow.has_ended) flow.pieces.push_back({std::move(bytes), due});
}

void Passage::hand_on(std::size_t from, TimePoint now) {
  Flow& flow = flows_[from];
  while (!flow.pieces.empty() && flow.pieces.front().due <= now) {
    std::string& bytes = flow.pieces.front().bytes;
    while (!bytes.empty()) {
      const ssize_t count = ::send(ends_[1 - from], bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (count < 0) {  // nobody takes it any more
        is_over_ = from == 0 || flows_[0].pieces.empty();
        flow.pieces.clear();
        return;
      }
      bytes.erase(0, static_cast<std::size_t>(count));
    }
    flow.pieces.pop_front();
  }
  // What a client said before it left still arrives; what a server said before it ended too.
  if (flow.has_ended && flow.pieces.empty()) is_over_ = true;
}

}  // namespace consistency
