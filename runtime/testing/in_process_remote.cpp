#include <algorithm>
#include <map>
#include <stdexcept>
#include <tagcache/hash.hpp>
#include <tagcache/testing/in_process_remote.hpp>
#include <type_traits>
#include <utility>

namespace tagcache::testing {
namespace {

/// What the store of the server is asked: it is in memory, and takes "memory" for what is here "remote".
Request as_served(const Request& request) {
  Request served = request;
  served.layers = request.layers == Layers::memory ? Layers::remote : Layers::all;
  return served;
}

}  // namespace

/// As the server holds it: it does not idle, nor lapse.
struct RemoteServer::Entry final : detail::EntryCopy {
  Entry(const detail::EntryPointer& entry, std::uint64_t its_number)
      : EntryCopy(entry),
        number(its_number),
        idles(entry->idle_ttl()),
        trusted(entry->memory_until() - entry->loaded_at) {
    if (entry->memory_until() == TimePoint::max()) trusted = TimePoint::duration::max();
    set_idle_ttl({});
    set_memory_until(TimePoint::max());
  }

  [[nodiscard]] detail::EntryPointer as_found(const detail::EntryPointer& self, TimePoint now) const {
    auto found = std::make_shared<detail::EntryCopy>(self);
    found->set_idle_ttl(idles);
    if (trusted != TimePoint::duration::max()) found->set_memory_until(now + trusted);
    return found;
  }

  const std::uint64_t number;
  const Duration idles;
  TimePoint::duration trusted;
};

RemoteServer::RemoteServer(std::size_t partitions)
    : entries_(memory({.max_entries = 1'000'000})), numbers_(partitions, 0) {}

std::shared_ptr<InProcessRemote> RemoteServer::connect() {
  auto node = std::make_shared<InProcessRemote>(shared_from_this());
  const std::lock_guard lock(mutex_);
  nodes_.push_back(node);
  return node;
}

void RemoteServer::lose_marker(const Tag& tag) {
  const std::lock_guard lock(mutex_);
  const Invalidation invalidation{tag};
  entries_->invalidate({&invalidation, 1});
}

void RemoteServer::lose_all() {
  const std::lock_guard lock(mutex_);
  entries_->disconnect();
  leases_.clear();
  ++incarnation_;
  std::fill(numbers_.begin(), numbers_.end(), 0);
}

Answer RemoteServer::answer(const Found& found, const Question& question) const {
  const auto* const entry = dynamic_cast<const Entry*>(found.entry.get());
  if (entry == nullptr) return {found, {}, false};
  const Stamp current = stamp(entry->number);
  if (current == question.held) return {{nullptr, found.validity, found.absence}, current, true};
  return {{entry->as_found(found.entry, question.request.now), found.validity, found.absence}, current, false};
}

std::shared_ptr<RemoteServer::Entry> RemoteServer::stored(const detail::EntryPointer& entry) {
  return std::make_shared<Entry>(entry, ++stamps_);
}

std::size_t RemoteServer::partition_of(std::string_view text) const noexcept {
  return static_cast<std::size_t>(tagcache::detail::hash_name(text) % numbers_.size());
}

bool RemoteServer::gives_lease(const Request& request, const std::shared_ptr<const Load>& load) {
  Lease& lease = leases_[request.key.text()];
  if (lease.load && request.now < lease.until && entries_->is_current(*lease.load, {})) return false;
  lease = {load, later(request.now, request.lease)};
  return true;
}

void RemoteServer::announce(const InProcessRemote& origin, Announcement announcement) {
  announcement.number = ++numbers_[announcement.partition];
  for (const auto& each : nodes_) {
    if (const auto node = each.lock()) {
      announcement.own = node.get() == &origin;
      node->receive({incarnation_, announcement});
    }
  }
}

InProcessRemote::InProcessRemote(std::shared_ptr<RemoteServer> server)
    : server_(std::move(server)), connected_(server_->numbers_.size(), false) {}

template <class Do>
auto InProcessRemote::called(const Do& what) {
  if (down_) throw StoreError("the remote store is down");
  ++round_trips_;
  run_once(before_call_);
  const auto end = [this] {
    run_once(before_answer_);
    if (take(lost_answers_)) throw StoreError("the answer of the remote store was lost");
  };
  std::unique_lock lock(server_->mutex_);
  if constexpr (std::is_void_v<std::invoke_result_t<const Do&, RemoteServer&>>) {
    what(*server_);
    lock.unlock();
    end();
  } else {
    auto answer = what(*server_);
    lock.unlock();
    end();
    return answer;
  }
}

void InProcessRemote::run_once(std::function<void()>& planned) {
  std::function<void()> then;
  {
    const std::lock_guard lock(mutex_);
    then = std::exchange(planned, nullptr);
  }
  if (then) then();
}

void InProcessRemote::before_call(std::function<void()> then) {
  const std::lock_guard lock(mutex_);
  before_call_ = std::move(then);
}

void InProcessRemote::before_answer(std::function<void()> then) {
  const std::lock_guard lock(mutex_);
  before_answer_ = std::move(then);
}

std::vector<Answer> InProcessRemote::ask(std::span<const Question> questions) {
  return called([&](RemoteServer& server) {
    std::vector<Answer> answers;
    for (const Question& each : questions) {
      answers.push_back(server.answer(server.entries_->find(as_served(each.request)), each));
    }
    return answers;
  });
}

Departed InProcessRemote::begin_asked(const Question& question) {
  const Request& request = question.request;
  return called([&](RemoteServer& server) {
    Begun begun = server.entries_->begin(as_served(request));
    Departed departed{std::move(begun.load), server.answer(begun.found, question)};
    if (request.lease == Duration::zero() || request.layers == Layers::memory) return departed;
    departed.loads_elsewhere = !server.gives_lease(request, departed.load);
    if (!departed.loads_elsewhere) departed.lease = lease_of(request.key.text(), departed.load);
    return departed;
  });
}

std::shared_ptr<const void> InProcessRemote::lease_of(std::string key, std::shared_ptr<const Load> load) {
  const void* const its = load.get();
  const auto end = [self = shared_from_this(), key = std::move(key), load = std::move(load)](const void*) {
    if (self->down_) return;
    const std::lock_guard lock(self->server_->mutex_);
    const auto lease = self->server_->leases_.find(key);
    if (lease != self->server_->leases_.end() && lease->second.load == load) self->server_->leases_.erase(lease);
  };
  return {its, end};
}

bool InProcessRemote::is_current(const Load& load, std::span<const Tag> result_tags) {
  return called([&](RemoteServer& server) { return server.entries_->is_current(load, result_tags); });
}

Kept InProcessRemote::keep_stamped(const Load& load, detail::EntryPointer entry, TimePoint now) {
  return called([&](RemoteServer& server) {
    const auto stored = server.stored(entry);
    const bool kept = server.entries_->keep(load, stored, now);
    const bool is_wanted = now < std::max(entry->expires_at, entry->grace_until);
    return Kept{kept, kept ? server.stamp(stored->number) : Stamp{}, !kept && is_wanted};
  });
}

void InProcessRemote::set(const Request& request, detail::EntryPointer entry) {
  called([&](RemoteServer& server) {
    server.entries_->set(as_served(request), server.stored(entry));
    const std::string key = request.key.text();
    server.announce(*this, {server.partition_of(key), 0, false, KeyMoved{key}});
  });
}

void InProcessRemote::erase(const KeyView& key) {
  called([&](RemoteServer& server) {
    server.entries_->erase(key);
    server.announce(*this, {server.partition_of(key.text()), 0, false, KeyMoved{key.text()}});
  });
}

void InProcessRemote::expire(const KeyView& key) {
  called([&](RemoteServer& server) {
    server.entries_->expire(key);
    server.announce(*this, {server.partition_of(key.text()), 0, false, KeyMoved{key.text(), Becomes::expired}});
  });
}

void InProcessRemote::invalidate(std::span<const Invalidation> invalidations) {
  called([&](RemoteServer& server) {
    server.entries_->invalidate(invalidations);
    std::map<std::size_t, std::vector<Invalidation>> parts;
    for (const Invalidation& each : invalidations) parts[server.partition_of(each.tag.bytes())].push_back(each);
    for (auto& [partition, part] : parts) server.announce(*this, {partition, 0, false, std::move(part)});
  });
}

void InProcessRemote::clear(std::string_view prefix) {
  called([&](RemoteServer& server) {
    server.entries_->clear(prefix);
    server.announce(*this, {server.partition_of(prefix), 0, false, PrefixCleared{std::string(prefix)}});
  });
}

}  // namespace tagcache::testing
