#include "reference.hpp"

#include <algorithm>
#include <utility>

namespace model {
namespace {

using tagcache::MissCause;
using tagcache::Status;
using Way = Result::Way;

bool fails(const Step& doing, Fault fault) { return (doing.faults & fault) != 0; }

}  // namespace

bool Reference::key_written_since(Moment began, std::size_t key) const {
  return written_[key] > began || book(key).cleared > began;
}

Reference::Entry* Reference::look(std::size_t key) {
  std::optional<Entry>& entry = entries_[key];
  if (!entry || !book(key).enabled || book(key).cleared > entry->began) return nullptr;
  if (entry->idle_ttl > 0 && now_ >= entry->read_at + entry->idle_ttl) return nullptr;
  entry->read_at = now_;
  return &*entry;
}

/// No tag of it moved, nor was it expired by its key.
bool Reference::is_valid(const Entry& entry) const {
  return !tags_.moved({entry.began, 0}, entry.tags) && keys_expired_[entry.key] <= entry.began;
}

Reference::State Reference::state(const Entry* entry) const {
  if (entry == nullptr) return State::absent;
  if (is_valid(*entry) && now_ < entry->fresh_until) return State::fresh;
  if (entry->grace_until == entry->expires || now_ >= entry->grace_until) return State::dead;
  const bool invalidated = tags_.moved({entry->began, 0}, entry->tags, TagHistory::What::invalidated);
  return invalidated ? State::invalidated : State::expired;
}

MissCause Reference::cause(const Step& step, std::size_t key, bool store_fails) {
  if (step.kind == Kind::query && forces(step.asks)) return MissCause::forced;
  if (!book(key).enabled) return MissCause::disabled;
  if (store_fails) return MissCause::store_failed;
  const std::optional<Entry>& entry = entries_[key];
  if (!entry) return MissCause::absent;
  if (book(key).cleared > entry->began) return MissCause::cleared;
  if (look(key) == nullptr) return MissCause::idle;
  const bool invalidated = tags_.moved({entry->began, 0}, entry->tags, TagHistory::What::invalidated);
  return invalidated ? MissCause::invalidated : MissCause::expired;
}

Result Reference::served(const Entry& entry, Status status) const {
  return {.way = Way::served,
          .status = status,
          .value = entry.value,
          .age = now_ - entry.created,
          .expires = entry.expires,
          .grace_until = entry.grace_until,
          .before = entry.value,
          .tags = entry.tags,
          .validator = entry.validator};
}

/// Each read is a hit, stale, or a miss.
void Reference::count(std::size_t key, const Result& result, MissCause cause) {
  Counts& counts = book(key).counts;
  const bool is_served = result.way == Way::served;
  counts.negative += is_served && !result.value ? 1 : 0;
  if (is_served && result.status == Status::hit) {
    ++counts.hits;
  } else if (is_served && result.status == Status::stale) {
    ++counts.stale;
  } else {
    ++counts.missed[static_cast<std::size_t>(cause)];
    counts.fallbacks += is_served && result.status == Status::fallback ? 1 : 0;
    counts.failed += !is_served && result.way != Way::nothing ? 1 : 0;
  }
}

Results Reference::present(const Step& step) {
  Results results;
  const bool store_fails = fails(step, first_find_fails);
  for (const std::size_t key : keys_of(step)) {
    const MissCause met = cause(step, key, store_fails);
    const Entry* const entry = store_fails ? nullptr : look(key);
    const Rules& rules = rules_of(step.options);
    const State found = state(entry);
    const bool is_stale = found == State::expired || (found == State::invalidated && rules.serves_invalidated);
    Result result{.way = Way::nothing};
    if (found == State::fresh) result = served(*entry, Status::hit);
    if (is_stale && !rules.says_grace_off) result = served(*entry, Status::stale);
    count(key, result, met);
    results.push_back(result);
  }
  return results;
}

Results Reference::get(const Step& step) {
  Results results;
  const bool store_fails = fails(step, first_find_fails);
  for (const std::size_t key : keys_of(step)) {
    const MissCause met = cause(step, key, store_fails);
    const Entry* const entry = store_fails ? nullptr : look(key);
    const State found = state(entry);
    Result result{.way = Way::nothing};
    if (found == State::fresh) result = served(*entry, Status::hit);
    if (found == State::expired && step.kind == Kind::get) result = served(*entry, Status::stale);
    count(key, result, met);
    results.push_back(result);
  }
  return results;
}

Reference::Entry Reference::made(std::size_t key, std::uint8_t options, Value value, const Step& doing,
                                 const tagcache::LoadSettings& said) {
  const Rules& rules = rules_of(options);
  const Time ttl = said.ttl ? said.ttl->count() : value ? rules.ttl : rules.negative_ttl;
  const bool unwanted = said.uncached || (ttl == 0 && (!value || said.ttl));
  const double shift = static_cast<double>(ttl) * rules.jitter * (2.0 * doing.chance / 64 - 1);
  Entry entry{};
  entry.key = key;
  entry.id = ++last_id_;
  entry.value = value;
  entry.loaded = now_;
  entry.expires = unwanted ? now_ : now_ + ttl + static_cast<Time>(shift);
  entry.fresh_until = std::min(entry.expires, now_ + rules.memory_ttl.value_or(entry.expires - now_));
  entry.grace_until = entry.expires + (unwanted ? 0 : said.grace ? said.grace->count() : rules.grace);
  entry.idle_ttl = rules.idle_ttl;
  entry.read_at = now_;
  return entry;
}

/// It can be served to somebody, fresh or in grace.
bool Reference::is_worth_keeping(const Entry& entry) const {
  return now_ < (entry.grace_until > entry.expires ? entry.grace_until : entry.fresh_until);
}

Result Reference::set(const Step& step, std::uint64_t value) {
  if (!book(step.key).keeps()) return del(step);
  if (fails(step, write_fails)) return {.way = Way::store_error};
  Entry entry = made(step.key, step.options, step.gives == Gives::none ? Value() : Value(value), step, {});
  entry.tags = key_facts[step.key].tags | step.tags;
  entry.began = written_[step.key] = ++moment_;
  entry.order = ++last_id_;
  entry.created = now_;
  entries_[step.key].reset();
  if (is_worth_keeping(entry)) entries_[step.key] = entry;
  return {};
}

Result Reference::del(const Step& step) {
  if (fails(step, write_fails)) return {.way = Way::store_error};
  written_[step.key] = ++moment_;
  entries_[step.key].reset();
  return {};
}

Result Reference::expire(const Step& step) {
  if (fails(step, write_fails)) return {.way = Way::store_error};
  keys_expired_[step.key] = written_[step.key] = ++moment_;
  return {};
}

Result Reference::invalidate(const Step& step) {
  if (step.tags == 0) return {};
  if (fails(step, write_fails)) {
    tags_.invalidate_in_vain(step);
    return {.way = Way::store_error};
  }
  tags_.invalidate(step, ++moment_);
  return {};
}

void Reference::redeliver(const Step& step) {
  if (!tags_.waits() || fails(step, write_fails) || fails(step, executor_refuses)) return;
  tags_.redeliver(++moment_);
}

Result Reference::clear(const Step& step) {
  if (fails(step, write_fails)) return {.way = Way::store_error};
  book(step.key).cleared = ++moment_;
  return {};
}

}  // namespace model
