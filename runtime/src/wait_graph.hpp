#pragma once

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

/// A thread as far as waiting is concerned: what it waits for. Used to refuse waits that would never end: a thread may
/// not wait for a load whose runner waits, directly or through others, for a load of this very thread.
///
/// One lock for the process guards all of it, because such a circle may run through several caches. It is taken when a
/// load begins, ends, or is waited for; never on a hit.
class Waiter {
 public:
  /// The waiter of the calling thread.
  [[nodiscard]] static Waiter& of_this_thread() noexcept;

  void begins_to_run(Awaited& load);
  static void ended(Awaited& load);
  [[nodiscard]] bool runs(const Awaited& load) const;

  /// False when waiting for `load` would never end. Otherwise `stops_waiting` must follow.
  [[nodiscard]] bool begins_to_wait(const Awaited& load);
  void stops_waiting();

 private:
  const Awaited* waits_for_ = nullptr;
};

}  // namespace tagcache::detail
