#include "demo/tour.hpp"

#include <stdexcept>

namespace shop {
namespace {

constexpr std::chrono::seconds patience{30};

bool is_served_by_all(const Report& report) {
  const auto served = [&](View view, Server server) {
    return report.reads[static_cast<std::size_t>(view)].served[static_cast<std::size_t>(server)] > 20;
  };
  return served(View::page, Server::memory) && served(View::price, Server::memory) &&
         served(View::stock, Server::confirmed);
}

}  // namespace

Tour::Tour(Cluster& cluster, std::chrono::milliseconds at_least)
    : cluster_(cluster), at_least_(at_least), steps_(steps()) {
  begin(std::chrono::steady_clock::now());
}

std::vector<Tour::Step> Tour::steps() {
  std::vector<Step> steps{{"Both nodes read all the time, and write in turn", [] {},
                           [this] {
                             return all([&](const Member& member) {
                               return is_served_by_all(member.since(begun_at_)) && member.since(begun_at_).heard > 3;
                             });
                           }}};
  RedisServer* const redis = cluster_.server();
  if (redis == nullptr) return steps;
  const auto recovered = [this] {
    return all_hear() && all([](const Member& member) { return member.now().undelivered == 0; }) &&
           all([&](const Member& member) { return is_served_by_all(member.since(begun_at_)); });
  };
  steps.push_back({"Connections are cut: memory is given up, and filled from Redis again", [redis] { redis->cut(); },
                   [this, recovered] { return all_gained(&Report::distrusted, 1) && recovered(); }});
  steps.push_back({"Redis stops: memory serves page for a second more, the rest is loaded", [redis] { redis->stop(); },
                   [this] { return all_gained(&Report::failures, 1) && all_gained(&Report::unheard, 1); }});
  steps.push_back({"Redis starts again, and has forgotten all", [redis] { redis->start(); }, recovered});
  steps.push_back({"Redis is paused: it is connected, and does not answer", [redis] { redis->pause(); },
                   [this] { return all_gained(&Report::failures, 1) && all_gained(&Report::unheard, 1); }});
  steps.push_back(
      {"Redis goes on, and is told again of what it has not heard", [redis] { redis->go_on(); }, recovered});
  return steps;
}

void Tour::go_on(Moment now) {
  if (is_over() || now - begun_at_ < at_least_) return;
  if (!steps_[place_].is_seen()) {
    if (now - begun_at_ < patience) return;
    throw std::runtime_error("what this should show was not seen: " + caption());
  }
  ++place_;
  if (!is_over()) begin(now);
}

void Tour::begin(Moment now) {
  begun_at_ = now;
  steps_[place_].begin();
}

bool Tour::all(const std::function<bool(const Member&)>& condition) const {
  return condition(cluster_.member(0)) && condition(cluster_.member(1));
}

bool Tour::all_hear() const {
  return all([](const Member& member) { return member.now().hears; });
}

bool Tour::all_gained(std::uint64_t Report::*count, std::uint64_t least) const {
  return all([&](const Member& member) { return member.since(begun_at_).*count >= least; });
}

}  // namespace shop
