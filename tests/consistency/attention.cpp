#include "attention.hpp"

#include <algorithm>
#include <chrono>

namespace consistency {
namespace {

constexpr Instant between = 5'000;
constexpr Instant counted_most = 2 * between;

}  // namespace

Attention::Attention(Instant needed) : needed_(needed), watchdog_([this] { watch(); }) {}

Attention::~Attention() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ending_.notify_all();
  watchdog_.join();
}

void Attention::watch() {
  std::unique_lock lock(mutex_);
  while (!ending_.wait_for(lock, std::chrono::microseconds(between), [this] { return is_over_; })) sample(instant());
}

void Attention::sample(Instant now) {
  const Sample last = samples_.empty() ? Sample{now, 0} : samples_.back();
  samples_.push_back({now, last.running + std::min(now - last.real, counted_most)});
  running_ = samples_.back().running;
  if (now - last.real > longest_pause_) longest_pause_ = now - last.real;
  while (samples_.size() > 1 && samples_.back().running - samples_[1].running >= needed_) samples_.pop_front();
  if (samples_.back().running - samples_.front().running >= needed_) horizon_ = samples_.front().real;
}

Instant Attention::since(Instant when) const {
  const std::lock_guard lock(mutex_);
  if (samples_.empty()) return 0;
  const auto first = std::ranges::lower_bound(samples_, when, {}, &Sample::real);
  return first == samples_.end() ? 0 : samples_.back().running - first->running;
}

}  // namespace consistency
