#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "universe.hpp"

namespace model {

inline constexpr std::size_t shared_keys = 8;

/// What a load or a `set` of the test with threads stores.
struct Seen {
  std::size_t key;
  std::uint64_t tick;                           ///< within the load, or before the `set`
  const std::atomic<std::uint64_t>* set_ended;  ///< null for a load; the tick after the `set`, the greatest until then
  TagMask tags;                                 ///< all that the entry carries
  std::uint64_t asked = 0;                      ///< before who asked for the load came; 0 for a `set`
};

/// Watches threads that use one cache, and knows in which order things happened as far as the threads could tell. Only
/// what holds in any order of the rest is checked. Thread-safe.
class Witness {
 public:
  using Ticks = std::array<std::uint64_t, tag_count>;

  /// What had been done, and had returned, before a read started.
  struct Before {
    std::array<Ticks, 2> with_all_below;  ///< of invalidations, then of expiries
    std::array<Ticks, 2> exactly;
    std::uint64_t key;
    std::uint64_t clear;
  };

  /// Whether something that parts a key's flights from later ones was under way at an instant, or came since.
  struct Quiet {
    bool quiet;
    std::uint64_t disturbances;
  };

  [[nodiscard]] std::uint64_t tick() { return clock_.fetch_add(1) + 1; }

  [[nodiscard]] Before before(std::size_t key) const;
  [[nodiscard]] Quiet quiet(std::size_t key) const;

  /// Around what parts flights: `keys` are those that it reaches.
  void disturbs(std::uint32_t keys);
  void disturbed(std::uint32_t keys);

  /// After a call that began at `tick` returned.
  void moved(TagMask tags, TagMask exact, bool softly, std::uint64_t tick);
  void written(std::size_t key, std::uint64_t tick) { raise(written_[key], tick); }
  void cleared(std::uint64_t tick) { raise(cleared_, tick); }

  /// What may have befallen a value that is served.
  enum class Allowed { nothing, expired, invalidated };
  /// A read that started after `before` got `seen`.
  void served(std::size_t key, const Before& before, const Seen& seen, Allowed allowed, std::string_view how);

  /// The newest load, by when it was asked for, of which a hit has been served.
  [[nodiscard]] std::uint64_t newest(std::size_t key) const { return newest_[key].load(); }
  /// A read that started after `newest` was served a hit. For stores that evict nothing.
  void hit(std::size_t key, std::uint64_t newest, const Seen& seen);

  /// Around a load of a key whose callers share loads, which was asked for at the instant of `asked`.
  void load_begins(std::size_t key, const Quiet& asked);
  void load_ends(std::size_t key, const Quiet& asked);

  void complain(const std::string& text);
  [[nodiscard]] std::string first_complaint() const;

 private:
  using Atomics = std::array<std::atomic<std::uint64_t>, tag_count>;
  void look_for_moves(const Before& before, const Seen& seen, std::size_t kind, std::string_view how);
  void complain_of(const Seen& seen, std::string_view how, std::string_view what, std::uint64_t tick);
  [[nodiscard]] static std::uint64_t latest_instant(const Seen& seen);
  static void raise(std::atomic<std::uint64_t>& to, std::uint64_t tick);

  std::atomic<std::uint64_t> clock_ = 0;
  std::array<Atomics, 2> with_all_below_{};
  std::array<Atomics, 2> exactly_{};
  std::array<std::atomic<std::uint64_t>, shared_keys> written_{};
  std::atomic<std::uint64_t> cleared_ = 0;
  std::array<std::atomic<std::uint64_t>, shared_keys> newest_{};
  std::array<std::atomic<std::uint64_t>, shared_keys> disturbs_{};
  std::array<std::atomic<std::uint64_t>, shared_keys> disturbed_{};
  std::array<std::mutex, shared_keys> loads_mutexes_;
  std::array<std::vector<Quiet>, shared_keys> loads_;
  mutable std::mutex complaint_mutex_;
  std::string complaint_;
};

}  // namespace model
