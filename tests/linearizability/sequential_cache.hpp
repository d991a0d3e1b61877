#pragma once

#include <array>
#include <string_view>

#include "history.hpp"

namespace linearizability {

/// A cache that does one thing after the other. It may forget, when it is told that it may; what it serves is never
/// older than an invalidation. Plain bytes, so that two states can be compared.
class SequentialCache {
 public:
  /// What cannot happen now is refused, and changes nothing.
  [[nodiscard]] bool does(const Step& step, bool may_forget);

  /// Where a step may go two ways the other way is this: what stands there was forgotten before something older came.
  [[nodiscard]] bool may_do_otherwise(const Step& step, bool may_forget) const;
  void forget(const Step& step) { present_[step.key] = {}; }

  [[nodiscard]] std::string_view bytes() const noexcept { return {reinterpret_cast<const char*>(this), sizeof(*this)}; }

 private:
  enum class Fate : std::uint8_t { unknown, good, expired, overtaken };
  struct Entry {
    Value value = 0;
    std::uint8_t order = 0;
    bool is_dead = false;
  };
  struct Known {
    Fate fate = Fate::unknown;
    std::uint8_t order = 0;
    std::uint8_t key = 0;
    TagMask tags = 0;
    bool is_load = false;
  };

  [[nodiscard]] bool serves(const Step& step) const;
  [[nodiscard]] bool is_older(const Step& step) const;
  void begin(const Step& step);
  void keep(const Step& step);
  void overtake(std::uint8_t key);
  void move(TagMask tags, Fate fate);

  std::array<Entry, keys> present_{};
  std::array<Known, most_values> known_{};
  std::uint8_t begun_ = 0;
};

}  // namespace linearizability
