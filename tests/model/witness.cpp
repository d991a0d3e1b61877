#include "witness.hpp"

#include <algorithm>

namespace model {

void Witness::raise(std::atomic<std::uint64_t>& to, std::uint64_t tick) {
  std::uint64_t before = to.load();
  while (before < tick && !to.compare_exchange_weak(before, tick)) {
  }
}

Witness::Before Witness::before(std::size_t key) const {
  Before before{};
  for (const std::size_t kind : {0U, 1U}) {
    for (std::size_t tag = 0; tag < tag_count; ++tag) {
      before.with_all_below[kind][tag] = with_all_below_[kind][tag].load();
      before.exactly[kind][tag] = exactly_[kind][tag].load();
    }
  }
  before.key = written_[key].load();
  before.clear = cleared_.load();
  return before;
}

Witness::Quiet Witness::quiet(std::size_t key) const {
  // In this order: what begins between the two makes it look busy.
  const std::uint64_t ended = disturbed_[key].load();
  const std::uint64_t begun = disturbs_[key].load();
  return {ended == begun, begun};
}

void Witness::disturbs(std::uint32_t keys) {
  for (std::size_t key = 0; key < shared_keys; ++key) disturbs_[key] += keys >> key & 1U;
}

void Witness::disturbed(std::uint32_t keys) {
  for (std::size_t key = 0; key < shared_keys; ++key) disturbed_[key] += keys >> key & 1U;
}

void Witness::moved(TagMask tags, TagMask exact, bool softly, std::uint64_t tick) {
  const std::size_t kind = softly ? 1 : 0;
  for (std::size_t tag = 0; tag < tag_count; ++tag) {
    if ((tags >> tag & 1U) != 0) raise(((exact >> tag & 1U) != 0 ? exactly_ : with_all_below_)[kind][tag], tick);
  }
}

void Witness::complain_of(const Seen& seen, std::string_view how, std::string_view what, std::uint64_t tick) {
  complain("a read gave (" + std::string(how) + ") what was loaded or set for t" + std::to_string(seen.key) + " at " +
           std::to_string(seen.tick) + ", though " + std::string(what) + " that began at " + std::to_string(tick) +
           " had returned before the read started");
}

/// The last instant at which it may have come into the store.
std::uint64_t Witness::latest_instant(const Seen& seen) {
  return seen.set_ended != nullptr ? seen.set_ended->load() : seen.tick;
}

void Witness::served(std::size_t key, const Before& before, const Seen& seen, Allowed allowed, std::string_view how) {
  const std::uint64_t latest = latest_instant(seen);
  if (seen.key != key) complain("t" + std::to_string(key) + " got a value of t" + std::to_string(seen.key));
  if (latest < before.key) complain_of(seen, how, "a set or del of the key", before.key);
  if (latest < before.clear) complain_of(seen, how, "a clear", before.clear);
  if (allowed != Allowed::invalidated) look_for_moves(before, seen, 0, how);
  if (allowed == Allowed::nothing) look_for_moves(before, seen, 1, how);
}

void Witness::look_for_moves(const Before& before, const Seen& seen, std::size_t kind, std::string_view how) {
  const std::uint64_t latest = latest_instant(seen);
  const std::string what = kind == 0 ? "an invalidation" : "an expiry";
  for (std::size_t tag = 0; tag < tag_count; ++tag) {
    if ((seen.tags >> tag & 1U) == 0) continue;
    if (latest < before.exactly[kind][tag]) {
      complain_of(seen, how, what + " of exactly its tag", before.exactly[kind][tag]);
    }
    for (int above = static_cast<int>(tag); above >= 0; above = tag_facts[static_cast<std::size_t>(above)].parent) {
      const std::uint64_t tick = before.with_all_below[kind][static_cast<std::size_t>(above)];
      if (latest < tick) complain_of(seen, how, what + " of its tag or of one above", tick);
    }
  }
}

void Witness::hit(std::size_t key, std::uint64_t newest, const Seen& seen) {
  if (latest_instant(seen) < newest) {
    complain("a hit of t" + std::to_string(key) + " was loaded at " + std::to_string(seen.tick) +
             ", though what was asked for at " + std::to_string(newest) + " had been served before");
  }
  raise(newest_[key], seen.asked);
}

void Witness::load_begins(std::size_t key, const Quiet& asked) {
  const std::lock_guard lock(loads_mutexes_[key]);
  const std::uint64_t disturbances = disturbs_[key].load();
  const auto undisturbed = [&](const Quiet& load) { return load.quiet && load.disturbances == disturbances; };
  for (const Quiet& running : loads_[key]) {
    // The one that begins now may be the older of the two.
    if (undisturbed(running) && undisturbed(asked)) {
      complain("two loads of t" + std::to_string(key) + " run at one time, and nothing came between");
    }
  }
  loads_[key].push_back(asked);
}

void Witness::load_ends(std::size_t key, const Quiet& asked) {
  const std::lock_guard lock(loads_mutexes_[key]);
  auto& running = loads_[key];
  const auto same = [&](const Quiet& each) {
    return each.quiet == asked.quiet && each.disturbances == asked.disturbances;
  };
  running.erase(std::find_if(running.begin(), running.end(), same));
}

void Witness::complain(const std::string& text) {
  const std::lock_guard lock(complaint_mutex_);
  if (complaint_.empty()) complaint_ = text;
}

std::string Witness::first_complaint() const {
  const std::lock_guard lock(complaint_mutex_);
  return complaint_;
}

}  // namespace model
