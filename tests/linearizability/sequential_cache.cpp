#include "sequential_cache.hpp"

#include <algorithm>
#include <type_traits>

namespace linearizability {

static_assert(std::has_unique_object_representations_v<SequentialCache>);

bool SequentialCache::does(const Step& step, bool may_forget) {
  Entry& present = present_[step.key];
  switch (step.kind) {
    case Kind::misses:
      if (present.value != 0 && !present.is_dead && !may_forget) return false;
      if (!present.is_dead) present = {};  // forgotten, if it was there
      return true;
    case Kind::reads:
      return serves(step);
    case Kind::begins:
    case Kind::prepares:
      begin(step);
      return true;
    case Kind::keeps:
      keep(step);
      return true;
    case Kind::puts:
      if (known_[step.value].fate == Fate::unknown) return false;
      overtake(step.key);
      present = {step.value, known_[step.value].order, known_[step.value].fate != Fate::good};
      return true;
    case Kind::deletes:
      overtake(step.key);
      present = {};
      return true;
    case Kind::expires:
      overtake(step.key);
      present.is_dead = true;
      return true;
    case Kind::moves:
      move(step.tags, step.is_expiry ? Fate::expired : Fate::overtaken);
      return true;
    case Kind::clears:
      move(TagMask(~TagMask{0}), Fate::overtaken);
      return true;
  }
  return false;
}

/// What is there and good; or what another loads, when nothing came since that load began, or its loader runs only now.
bool SequentialCache::serves(const Step& step) const {
  const Entry& present = present_[step.key];
  if (present.value == step.value && !present.is_dead) return true;
  const Known& known = known_[step.value];
  return step.is_shared && (known.fate == Fate::good || (known.fate != Fate::unknown && step.came_before));
}

bool SequentialCache::is_older(const Step& step) const {
  return present_[step.key].value != 0 && present_[step.key].order > known_[step.value].order;
}

bool SequentialCache::may_do_otherwise(const Step& step, bool may_forget) const {
  return may_forget && step.kind == Kind::keeps && known_[step.value].fate != Fate::overtaken && is_older(step);
}

void SequentialCache::begin(const Step& step) {
  known_[step.value] = {Fate::good, ++begun_, step.key, step.tags, step.kind == Kind::begins};
}

void SequentialCache::keep(const Step& step) {
  const Known& known = known_[step.value];
  if (known.fate == Fate::overtaken || is_older(step)) return;
  present_[step.key] = {step.value, known.order, known.fate == Fate::expired};
}

void SequentialCache::overtake(std::uint8_t key) {
  for (Known& known : known_) {
    if (known.is_load && known.key == key) known.fate = Fate::overtaken;
  }
}

void SequentialCache::move(TagMask tags, Fate fate) {
  for (Entry& entry : present_) {
    if ((known_[entry.value].tags & tags) != 0) entry.is_dead = true;
  }
  for (Known& known : known_) {
    if (known.fate != Fate::unknown && (known.tags & tags) != 0) known.fate = std::max(known.fate, fate);
  }
}

}  // namespace linearizability
