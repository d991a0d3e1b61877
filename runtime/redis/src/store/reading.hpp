#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <tagcache/redis.hpp>
#include <vector>

#include "resp.hpp"
#include "store/envelope.hpp"
#include "store/key_layout.hpp"
#include "store/marks.hpp"
#include "store/tag_hints.hpp"

namespace tagcache::detail::redis {

struct StatCounters {
  std::atomic<std::uint64_t> unreadable = 0;
  std::atomic<std::uint64_t> other_shapes = 0;
  std::atomic<std::uint64_t> not_encoded = 0;
  std::atomic<std::uint64_t> scripts_sent = 0;
  std::atomic<std::uint64_t> set_back = 0;
};

/// The data that a server has, and the last number that it gave out.
struct Standing {
  std::uint64_t incarnation = 0;
  std::uint64_t sequence = 0;
  std::uint64_t announced = 0;
};
[[nodiscard]] std::optional<Standing> standing_of(const Reply& record) noexcept;

/// Looks at one key: what has to be asked, and what the replies mean. A key takes one question, and one more when its
/// entry has tags that neither the request named nor a hint.
class Reading {
 public:
  Reading(const KeyLayout& layout, const Wrapping& wrapping, StatCounters& counters, TagHints& hints,
          const Question& question);

  /// False when nothing can be found, and nothing need be asked.
  [[nodiscard]] bool wants_to_ask() const noexcept { return !is_over_; }
  void ask(Commands& commands) const;
  /// `time` is what the server said after that, in microseconds.
  void hear(Reply reply, std::uint64_t time);
  /// Nothing is found: what the server has is not to be trusted.
  void give_up() { ended(MissCause::absent); }
  [[nodiscard]] tagcache::Answer answer() { return std::move(answer_); }
  /// What the server has, as the last reply tells.
  [[nodiscard]] const std::optional<Standing>& standing() const noexcept { return standing_; }

 private:
  void ended(MissCause cause);
  [[nodiscard]] bool read(Reply record);
  [[nodiscard]] bool find_tags();
  void judge();
  void hand_out(Validity validity);

  const KeyLayout& layout_;
  const Wrapping& wrapping_;
  StatCounters& counters_;
  TagHints& hints_;
  const Question& question_;
  bool is_over_ = false;
  std::string text_;  ///< of the key
  TagSet tags_;       ///< those that a hint or the request names, then those of the entry
  std::optional<Marks> marks_;
  std::vector<std::optional<Marker>> markers_;  ///< of marks_, in their order
  std::vector<std::size_t> others_;             ///< places of those that only the second question asks for
  std::optional<Standing> standing_;
  std::string bytes_;  ///< the record, which `record_` looks at
  std::optional<OpenedRecord> record_;
  std::uint64_t time_ = 0;
  tagcache::Answer answer_;
};

}  // namespace tagcache::detail::redis
