#include <vector>

#include "node.hpp"

namespace consistency {
namespace {

using tagcache::Invalidation;
using tagcache::Reach;
using tagcache::Tag;

std::vector<std::size_t> rows_of_group(std::size_t group) {
  std::vector<std::size_t> which;
  for (std::size_t row = group; row < rows; row += groups) which.push_back(row);
  return which;
}

std::vector<std::size_t> all_rows() {
  std::vector<std::size_t> which;
  for (std::size_t row = 0; row < rows; ++row) which.push_back(row);
  return which;
}

}  // namespace

void Node::keep_writing(std::uint64_t seed) {
  Chance chance(seed);
  while (!is_over()) {
    const std::uint32_t round = ledger_.round;
    if (round != ledger_.resumed) {
      settle(round);
      continue;
    }
    try {
      write(chance);
    } catch (const std::exception& error) {
      ledger_.violation("a write threw what it may not: " + std::string(error.what()));
    }
    pause(std::chrono::milliseconds(10 + chance.below(200)));
  }
}

/// A call that ends what was loaded of `which` before. What is below the versions of now when it is called is then not
/// to be seen: by this process, also when the call fails and is remembered; by others when it returns. What an old
/// primary may have answered is worth nothing, unless it waited for the replica.
template <class Call>
void Node::end(std::span<const std::size_t> which, bool is_remembered, const Call& call) {
  std::vector<Version> versions;
  for (const std::size_t row : which) versions.push_back(ledger_.source[row].written());
  ++slot_.writes;
  const std::uint32_t splits = ledger_.splits;
  bool has_returned = true;
  try {
    call();
  } catch (const tagcache::StoreError&) {
    ++slot_.failed_writes;
    has_returned = false;
  }
  const bool may_be_lost = slot_.may_split && slot_.replicas == 0;
  if (may_be_lost && (!has_returned || splits % 2 != 0 || splits != ledger_.splits)) {
    ++slot_.not_counted;
    return;
  }
  for (std::size_t i = 0; i < which.size(); ++i) {
    if (has_returned || is_remembered) raise(own_[which[i]], versions[i]);
    if (has_returned) ledger_.source[which[i]].ended(versions[i]);
  }
}

void Node::write(Chance& chance) {
  const std::size_t row = row_by(chance);
  if (chance.one_in(40)) return write_many(chance);
  if (!is_set(row)) return chance.one_in(4) ? write_key(chance, row) : write_row(chance, row);
  if (row / 6 % nodes_ == index_) write_key(chance, row);
}

void Node::write_row(Chance& chance, std::size_t row) {
  ledger_.source[row].write();
  const std::vector<Invalidation> one{{tag_of(row), chance.one_in(3) ? Reach::exact : Reach::prefix}};
  switch (chance.below(8)) {
    case 0:  // without grace what is expired is over as well
      return end(std::array{row}, true, [&] { cache_.expire(tag_of(row)); });
    case 1: {
      const std::size_t other = chance.below(static_cast<std::uint32_t>(rows));
      if (!is_set(other)) ledger_.source[other].write();
      const std::vector<Invalidation> both{one.front(), {tag_of(other)}};
      return end(std::array{row, other}, true, [&] { cache_.invalidate(both); });
    }
    default:
      return end(std::array{row}, true, [&] { cache_.invalidate(one); });
  }
}

void Node::write_key(Chance& chance, std::size_t row) {
  const Version version = ledger_.source[row].write();
  const std::array which{row};
  const std::uint32_t way = chance.below(6);
  if (is_set(row) && way > 1) {
    return end(which, false, [&] {
      cache_.set<std::string>(key_of(row), value_of(row, version), {Tag("all"), tag_of(row)},
                              {.layers = layers_of(row)});
    });
  }
  if (way == 0) return end(which, false, [&] { cache_.expire(key_of(row)); });
  end(which, false, [&] { cache_.del(key_of(row)); });
}

void Node::write_many(Chance& chance) {
  const std::vector<std::size_t> group = rows_of_group(chance.below(groups));
  for (const std::size_t row : group) {
    if (!is_set(row)) ledger_.source[row].write();
  }
  switch (chance.below(20)) {
    case 0:
      return end(all_rows(), false, [&] { cache_.clear(); });
    case 1:
      return end(all_rows(), true, [&] { cache_.invalidate(Tag("groups")); });
    default:
      return end(group, true, [&] { cache_.invalidate(group_of(group.front())); });
  }
}

/// Writes no more, and waits until the store has heard of all.
void Node::settle(std::uint32_t round) {
  if (slot_.is_quiet != round && cache_.stats().undelivered == 0) {
    for (std::size_t row = 0; row < rows; ++row) ledger_.source[row].settle(own_[row]);
    slot_.is_quiet = round;
  }
  pause(10ms);
}

}  // namespace consistency
