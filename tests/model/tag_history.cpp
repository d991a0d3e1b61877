#include "tag_history.hpp"

#include <algorithm>
#include <utility>

namespace model {
namespace {

/// The tag and those above it.
template <class Each>
bool any_above(std::size_t tag, const Each& each) {
  for (int above = static_cast<int>(tag); above >= 0; above = tag_facts[static_cast<std::size_t>(above)].parent) {
    if (each(static_cast<std::size_t>(above))) return true;
  }
  return false;
}

bool has(TagMask tags, std::size_t tag) { return (tags >> tag & 1U) != 0; }

}  // namespace

bool TagHistory::moved(Since since, TagMask tags, What what) const {
  const bool softly = what == What::expired;
  if (moved(since.began, tags, softly ? expired_ : invalidated_)) return true;
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
    if (waiting.number <= since.told || waiting.softly != softly) return false;
    for (std::size_t tag = 0; tag < tag_count; ++tag) {
      if (has(tags, tag) && reaches(waiting, tag)) return true;
    }
    return false;
  });
}

bool TagHistory::moved(Moment began, TagMask tags, const Moves& moves) {
  for (std::size_t tag = 0; tag < tag_count; ++tag) {
    if (!has(tags, tag)) continue;
    if (moves.exactly[tag] > began) return true;
    if (any_above(tag, [&](std::size_t above) { return moves.with_all_below[above] > began; })) return true;
  }
  return false;
}

bool TagHistory::invalidated_for_store(Moment began, TagMask tags) const { return moved(began, tags, invalidated_); }

bool TagHistory::reaches(const Waiting& waiting, std::size_t tag) {
  if (waiting.exact) return tag == waiting.tag;
  return any_above(tag, [&](std::size_t above) { return above == waiting.tag; });
}

bool TagHistory::covers(const Waiting& one, const Waiting& other) {
  if (one.softly && !other.softly) return false;
  return one.exact ? other.exact && one.tag == other.tag : reaches(one, other.tag);
}

void TagHistory::invalidate(const Step& step, Moment now) {
  for (std::size_t tag = 0; tag < tag_count; ++tag) {
    if (!has(step.tags, tag)) continue;
    Moves& moved = moves(has(step.softly, tag));
    (has(step.exact, tag) ? moved.exactly : moved.with_all_below)[tag] = now;
  }
}

void TagHistory::invalidate_in_vain(const Step& step) {
  ++in_vain_;
  for (std::size_t tag = 0; tag < tag_count; ++tag) {
    if (!has(step.tags, tag)) continue;
    const Waiting fresh{tag, has(step.exact, tag), has(step.softly, tag), in_vain_};
    const auto found =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) { return covers(waiting, fresh); });
    if (found == waiting_.end()) {
      waiting_.push_back(fresh);
    } else {
      found->number = in_vain_;
    }
  }
}

void TagHistory::redeliver(Moment now) {
  for (const Waiting& waiting : std::exchange(waiting_, {})) {
    (waiting.exact ? moves(waiting.softly).exactly : moves(waiting.softly).with_all_below)[waiting.tag] = now;
  }
}

}  // namespace model
