#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "steps.hpp"

namespace model {

/// Every change of tags or keys has one; later ones are greater.
using Moment = std::uint64_t;

/// What befell the tags: when each was invalidated or expired, and what the store could not be told of.
class TagHistory {
 public:
  enum class What : std::uint8_t { invalidated, expired };

  /// Something that is to be judged by what came after it.
  struct Since {
    Moment began;
    std::uint64_t told;  ///< the last invalidation in vain that came before
  };

  [[nodiscard]] bool moved(Since since, TagMask tags, What what) const;
  /// Invalidated or expired.
  [[nodiscard]] bool moved(Since since, TagMask tags) const {
    return moved(since, tags, What::invalidated) || moved(since, tags, What::expired);
  }
  [[nodiscard]] std::uint64_t in_vain() const { return in_vain_; }

  void invalidate(const Step& step, Moment now);
  /// The store could not be told.
  void invalidate_in_vain(const Step& step);
  /// What came after `since` and waits counts for a while; what was delivered, from `now` on.
  [[nodiscard]] bool waits() const { return !waiting_.empty(); }
  void redeliver(Moment now);
  /// Of what the store has heard.
  [[nodiscard]] bool invalidated_for_store(Moment began, TagMask tags) const;

 private:
  struct Waiting {
    std::size_t tag;
    bool exact;
    bool softly;
    std::uint64_t number;  ///< of the last invalidation in vain that asked for it
  };
  /// The last moment at which each tag moved.
  struct Moves {
    std::array<Moment, tag_count> with_all_below{};
    std::array<Moment, tag_count> exactly{};
  };

  [[nodiscard]] static bool reaches(const Waiting& waiting, std::size_t tag);
  [[nodiscard]] static bool covers(const Waiting& one, const Waiting& other);
  [[nodiscard]] static bool moved(Moment began, TagMask tags, const Moves& moves);
  [[nodiscard]] Moves& moves(bool softly) { return softly ? expired_ : invalidated_; }

  Moves invalidated_;
  Moves expired_;
  std::vector<Waiting> waiting_;
  std::uint64_t in_vain_ = 0;
};

}  // namespace model
