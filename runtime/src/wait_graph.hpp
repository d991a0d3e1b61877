#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace tagcache::detail {

class Waiter;

/// A load as far as waiting is concerned: who runs it.
class Awaited {
 public:
  Awaited() = default;
  Awaited(const Awaited&) = delete;
  Awaited& operator=(const Awaited&) = delete;

 private:
  friend class Waiter;
  Waiter* runner_ = nullptr;
};

/// Who runs loads and waits for them: a thread, or a load that is no thread's own because its loader is asynchronous.
/// Used to refuse waits that would never end: nobody may wait for a load whose runner waits, directly or through
/// others, for a load that the asking one runs.
///
/// One lock for the process guards all of it, because such a circle may run through several caches. It is taken when a
/// load begins, ends, or is waited for; never on a hit.
class Waiter {
 public:
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  /// The one that the calling thread acts for (Acting), else that of the thread, which lives as long as it, to the last
  /// of what ends with it.
  [[nodiscard]] static Waiter& current() noexcept;
  /// Null when the calling thread acts for itself.
  [[nodiscard]] static std::shared_ptr<Waiter> acted_for() noexcept;

  /// While it lives, what the calling thread does is done by `waiter`.
  class Acting {
   public:
    explicit Acting(std::shared_ptr<Waiter> waiter) noexcept;
    ~Acting();
    Acting(const Acting&) = delete;
    Acting& operator=(const Acting&) = delete;

   private:
    const std::shared_ptr<Waiter> waiter_;
    const std::shared_ptr<Waiter>* const before_;
  };

  void begins_to_run(Awaited& load);
  static void ended(Awaited& load);
  /// Whether `load` waits, directly or through others, for what this one runs, so that it is this one's own question.
  [[nodiscard]] bool is_awaited_by(const Awaited& load) const;

  /// False when waiting for `load` would never end. Otherwise `stops_waiting` must follow.
  [[nodiscard]] bool begins_to_wait(const Awaited& load);
  void stops_waiting(const Awaited& load);

 private:
  [[nodiscard]] bool closes_circle(const Awaited& load) const;

  std::vector<const Awaited*> waits_for_;  ///< an asynchronous load may wait for several at a time
  mutable std::uint64_t looked_at_ = 0;    ///< number of the look for circles that came by last
};

}  // namespace tagcache::detail
