#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <tagcache/clock.hpp>
#include <vector>

/// What was written and ended, and what each node must have heard of it: says how old a read may be.
class History {
 public:
  static constexpr std::size_t keys = 3;
  static constexpr std::size_t nodes = 3;
  /// By key: the oldest version that may be served.
  using Floors = std::array<int, keys>;

  /// Something ended in the server, which announced it; what it reached was not newer than `floors`.
  void ended(std::size_t origin, const Floors& floors, tagcache::TimePoint when) {
    events_.push_back({floors, when});
    raise(nodes_[origin].own, floors);
    for (Node& node : nodes_) receive(node);
  }

  void drop(std::size_t node) { ++nodes_[node].drops; }
  void repeat(std::size_t node) { ++nodes_[node].repeats; }
  void hold(std::size_t node, bool is_held) {
    nodes_[node].is_held = is_held;
    while (!is_held && deliver(node)) {
    }
  }
  bool deliver(std::size_t which) {
    Node& node = nodes_[which];
    if (node.inbox.empty()) return false;
    const Message message = node.inbox.front();
    node.inbox.pop_front();
    if (message.incarnation < node.incarnation) return true;
    if (message.incarnation > node.incarnation) node.awaited = 0;
    node.incarnation = message.incarnation;
    knows(node, message.event + 1);  // and all before: what was missed is a gap
    return true;
  }
  void cut(std::size_t which) {
    Node& node = nodes_[which];
    node.is_connected = false;
    node.inbox.clear();
    node.awaited = 0;
  }
  void mend(std::size_t which) {
    Node& node = nodes_[which];
    if (node.is_connected) return;
    node.is_connected = true;
    node.incarnation = incarnation_;
    knows(node, events_.size());
  }
  void beat(std::size_t which) {
    Node& node = nodes_[which];
    if (!node.is_connected) return;
    if (node.incarnation != incarnation_ || (node.awaited != 0 && node.known < events_.size())) {
      node.incarnation = incarnation_;
      knows(node, events_.size());
    } else if (node.known < events_.size()) {
      node.awaited = events_.size();
    }
  }
  void lose_all() { ++incarnation_; }

  /// What a read may be served that begins now.
  [[nodiscard]] int strict(std::size_t key) const { return floor(events_.size(), key); }
  [[nodiscard]] int local(std::size_t node, std::size_t key) const {
    return std::max(nodes_[node].own[key], floor(nodes_[node].known, key));
  }
  /// What ended before `since` must be known.
  [[nodiscard]] int within(std::size_t node, std::size_t key, tagcache::TimePoint since) const {
    const auto later =
        std::find_if(events_.begin(), events_.end(), [&](const Event& each) { return each.when >= since; });
    return std::max(local(node, key), floor(static_cast<std::size_t>(later - events_.begin()), key));
  }

 private:
  struct Event {
    Floors floors;
    tagcache::TimePoint when;
  };
  struct Message {
    std::size_t event;
    int incarnation;
  };
  struct Node {
    Floors own{};
    std::size_t known = 0;  ///< so many events, from the first
    bool is_connected = true;
    bool is_held = false;
    int drops = 0;
    int repeats = 0;
    std::size_t awaited = 0;  ///< a heartbeat told of so many events
    int incarnation = 0;
    std::deque<Message> inbox;
  };

  static void raise(Floors& to, const Floors& by) {
    for (std::size_t i = 0; i < keys; ++i) to[i] = std::max(to[i], by[i]);
  }
  static void knows(Node& node, std::size_t events) {
    node.known = std::max(node.known, events);
    if (node.known >= node.awaited) node.awaited = 0;
  }
  void receive(Node& node) {
    if (!node.is_connected) return;
    if (node.drops > 0) {
      --node.drops;
      return;
    }
    node.inbox.push_back({events_.size() - 1, incarnation_});
    if (node.repeats > 0) {
      --node.repeats;
      node.inbox.push_back(node.inbox.back());
    }
    if (!node.is_held) hold(static_cast<std::size_t>(&node - nodes_.data()), false);
  }
  [[nodiscard]] int floor(std::size_t events, std::size_t key) const {
    int floor = 0;
    for (std::size_t i = 0; i < events; ++i) floor = std::max(floor, events_[i].floors[key]);
    return floor;
  }

  std::vector<Event> events_;
  std::array<Node, nodes> nodes_;
  int incarnation_ = 0;
};
