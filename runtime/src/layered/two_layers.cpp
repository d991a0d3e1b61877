#include "layered/two_layers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tagcache::detail {

/// A request that is being answered.
struct TwoLayers::Inquiry {
  explicit Inquiry(const Request& asked, bool trusted) : request(&asked), is_trusted(trusted) {}

  void holds(Found found) {
    held = std::move(found);
    copy = dynamic_cast<const LayerEntry*>(held.entry.get());
  }
  [[nodiscard]] bool is_served() const noexcept {
    return is_trusted && held.entry && held.validity == Validity::valid && request->now < held.entry->fresh_until();
  }
  [[nodiscard]] bool is_open() const noexcept { return !is_served() && request->layers != Layers::memory; }
  [[nodiscard]] Question question() const {
    const std::size_t room = token ? Slot::bytes(request->key.type(), request->type, false) : 0;
    return {*request, copy != nullptr ? copy->stamp : Stamp{}, room};
  }
  [[nodiscard]] bool is_alone() const noexcept { return copy == nullptr || copy->is_alone; }

  /// When the remote store says nothing.
  [[nodiscard]] Found by_memory() const {
    Found found = held;
    const bool is_doubtful = !is_trusted || (found.validity == Validity::lapsed && is_alone());
    if (found.entry && is_doubtful) found.validity = Validity::invalidated;
    return found;
  }
  /// When the remote store has none: it may forget what memory keeps.
  [[nodiscard]] Found by_memory_or(Found nothing) const {
    const bool stays = is_trusted && held.entry && held.validity != Validity::invalidated && !is_alone();
    return stays && nothing.absence != MissCause::cleared ? held : nothing;
  }

  const Request* request;
  bool is_trusted;                    ///< memory may be believed
  Found held;                         ///< what memory said
  const LayerEntry* copy = nullptr;   ///< `held.entry`
  std::shared_ptr<const Load> token;  ///< of memory; null when the answer must not be put there
};

/// A load in both layers.
struct TwoLayers::TwoLoads final : Load {
  explicit TwoLoads(const Request& request)
      : key(tag_of_key(request.key.text())), layers(request.layers), consistency(request.consistency) {}
  static const TwoLoads& of(const Load& load) { return static_cast<const TwoLoads&>(load); }

  const Tag key;
  const Layers layers;
  const Consistency consistency;
  std::shared_ptr<const Load> memory;
  std::shared_ptr<const Load> remote;  ///< null when the remote store failed
};

TwoLayers::TwoLayers(std::shared_ptr<MemoryEngine> memory, std::shared_ptr<RemoteStore> remote,
                     const LayeredOptions& options)
    : memory_(std::move(memory)),
      remote_(std::move(remote)),
      clock_(options.clock ? options.clock : steady_clock()),
      alone_(options.alone),
      hearing_(std::make_shared<Hearing>(memory_, remote_->partitions(), clock_)),
      subscription_(remote_->listen(hearing_, options.heartbeat)) {}

bool TwoLayers::trusts(const Request& request) const noexcept {
  if (request.consistency == Consistency::local) return true;
  if (request.consistency == Consistency::strict) return false;
  return later(hearing_->mirror().complete(), request.consistency.staleness()) >= request.now;
}

TwoLayers::Inquiry TwoLayers::look(const Request& request) {
  Inquiry inquiry(request, trusts(request));
  if (request.layers != Layers::remote) inquiry.holds(memory_->find(request));
  return inquiry;
}

Found TwoLayers::find(const Request& request) {
  Inquiry inquiry = look(request);
  if (inquiry.is_served()) return inquiry.held;
  if (!inquiry.is_open()) return inquiry.by_memory();
  std::vector<Answer> answers = ask(std::array{&inquiry});
  return answers.empty() ? inquiry.by_memory() : settled(inquiry, std::move(answers.front()));
}

std::vector<Found> TwoLayers::find_many(std::span<const Request> requests) {
  std::vector<Inquiry> inquiries;
  inquiries.reserve(requests.size());
  std::vector<Inquiry*> open;
  for (const Request& request : requests) {
    Inquiry& inquiry = inquiries.emplace_back(look(request));
    if (inquiry.is_open()) open.push_back(&inquiry);
  }
  std::vector<Answer> answers = open.empty() ? std::vector<Answer>() : ask(open);
  std::vector<Found> found;
  found.reserve(requests.size());
  auto answer = answers.begin();
  for (const Inquiry& inquiry : inquiries) {
    if (inquiry.is_served()) {
      found.push_back(inquiry.held);
    } else if (!inquiry.is_open() || answers.empty()) {
      found.push_back(inquiry.by_memory());
    } else {
      found.push_back(settled(inquiry, std::move(*answer++)));
    }
  }
  return found;
}

std::vector<Answer> TwoLayers::ask(std::span<Inquiry* const> inquiries) {
  const auto no_tags = [] { return TagSet(); };
  std::vector<Question> questions;
  questions.reserve(inquiries.size());
  for (Inquiry* const each : inquiries) {
    const Request& request = *each->request;
    if (request.layers == Layers::all) {
      Request untagged = request;
      untagged.tags = no_tags;
      each->token = memory_->begin(untagged).load;
    }
    questions.push_back(each->question());
  }
  try {
    return counted([&] { return remote_->ask(questions); });
  } catch (...) {
    if (std::none_of(inquiries.begin(), inquiries.end(), [](const Inquiry* each) { return each->held.entry; })) throw;
    return {};
  }
}

Found TwoLayers::settled(const Inquiry& inquiry, Answer answer) {
  const Validity validity = answer.found.validity;
  if (answer.unchanged && inquiry.copy != nullptr) {
    if (validity != Validity::valid) return {inquiry.held.entry, validity};
    remote_hits_.fetch_add(1, std::memory_order_relaxed);
    confirmed_.fetch_add(1, std::memory_order_relaxed);
    if (inquiry.held.validity == Validity::valid && !inquiry.is_alone()) return inquiry.held;
    return {put(inquiry, inquiry.held.entry, inquiry.copy->stamp, inquiry.copy->memory_ttl)};
  }
  if (!answer.found.entry) return inquiry.by_memory_or(std::move(answer.found));
  if (validity != Validity::valid) return std::move(answer.found);
  remote_hits_.fetch_add(1, std::memory_order_relaxed);
  const Duration memory_ttl = memory_ttl_of(*answer.found.entry, inquiry.request->now);
  return {put(inquiry, answer.found.entry, answer.stamp, memory_ttl)};
}

EntryPointer TwoLayers::put(const Inquiry& inquiry, const EntryPointer& entry, Stamp stamp, Duration memory_ttl) {
  if (!inquiry.token) return stamped(entry, stamp);
  const Request& request = *inquiry.request;
  EntryPointer kept = for_memory(entry, stamp, tag_of_key(request.key.text()), memory_ttl, request.now);
  static_cast<void>(memory_->keep(*inquiry.token, kept, request.now));
  return kept;
}

std::shared_ptr<LayerEntry> TwoLayers::for_memory(const EntryPointer& entry, Stamp stamp, Tag key, Duration memory_ttl,
                                                  TimePoint now) const {
  auto made = make_in_piece<LayerEntry>(entry, stamp, std::move(key), memory_ttl, now);
  if (!hearing_->mirror().hears()) made->leave_alone(later(now, alone_));
  return made;
}

Begun TwoLayers::begin(const Request& request) {
  const auto load = std::make_shared<TwoLoads>(request);
  Inquiry inquiry(request, trusts(request));
  const auto judged_tags = [&] {
    TagSet tags = request.tags();
    tags.push_back(load->key);
    return tags;
  };
  Request judged = request;
  judged.tags = judged_tags;
  Begun begun = memory_->begin(judged);
  load->memory = begun.load;
  if (request.layers != Layers::remote) inquiry.holds(std::move(begun.found));
  if (request.layers == Layers::all) inquiry.token = begun.load;
  Departed departed;
  try {
    departed = counted([&] { return remote_->begin_asked(inquiry.question()); });
  } catch (...) {  // memory goes on alone
    return {load, inquiry.is_served() ? inquiry.held : inquiry.by_memory()};
  }
  load->remote = std::move(departed.load);
  if (inquiry.is_served()) return {load, inquiry.held};
  if (request.layers == Layers::memory) return {load, inquiry.by_memory()};
  return {load, settled(inquiry, std::move(departed.answer)), std::move(departed.lease), departed.loads_elsewhere};
}

bool TwoLayers::is_current(const Load& load, std::span<const Tag> result_tags) {
  const TwoLoads& loads = TwoLoads::of(load);
  if (!memory_->is_current(*loads.memory, result_tags)) return false;
  if (loads.consistency == Consistency::local) return true;
  return loads.remote && counted([&] { return remote_->is_current(*loads.remote, result_tags); });
}

bool TwoLayers::keep(const Load& load, EntryPointer entry, TimePoint now) {
  const TwoLoads& loads = TwoLoads::of(load);
  Kept kept;
  try {
    if (loads.remote) kept = counted([&] { return remote_->keep_stamped(*loads.remote, entry, now); });
  } catch (...) {  // NOLINT(bugprone-empty-catch): the value is good, and memory has heard what would say otherwise
  }
  if (kept.refused && loads.layers != Layers::memory) return false;
  const Duration memory_ttl = memory_ttl_of(*entry, entry->loaded_at);
  const EntryPointer copy = for_memory(entry, kept.stamp, loads.key, memory_ttl, entry->loaded_at);
  return memory_->keep(*loads.memory, copy, now) || kept.kept;
}

}  // namespace tagcache::detail
