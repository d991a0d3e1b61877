#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/store.hpp>
#include <tagcache/testing/store_call.hpp>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace tagcache::testing {

/// A store in front of another that writes down each call: what was asked, what was answered, or that it failed. Calls
/// stand in the order in which they ended. Thread-safe.
///
///     auto store = std::make_shared<RecordingStore>(tagcache::memory());
///     blog::BlogCache cache(db, store);
///     ...
///     CHECK(store->calls<Keep>().size() == 1);
class RecordingStore final : public Store {
 public:
  explicit RecordingStore(std::shared_ptr<Store> store) : store_(std::move(store)) {}

  [[nodiscard]] std::vector<StoreCall> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  /// Those of one kind: `calls<Invalidate>()`.
  template <class Call>
  [[nodiscard]] std::vector<Call> calls() const {
    const std::lock_guard lock(mutex_);
    std::vector<Call> of_kind;
    for (const StoreCall& call : calls_) {
      if (const Call* const one = std::get_if<Call>(&call)) of_kind.push_back(*one);
    }
    return of_kind;
  }

  /// What was written down so far is forgotten.
  void forget() {
    const std::lock_guard lock(mutex_);
    calls_.clear();
  }

  [[nodiscard]] bool blocks() const noexcept override { return store_->blocks(); }
  Found find(const Request& request) override {
    return noted(Find(request), [&](Find& call) { return call.answered(store_->find(request)); });
  }
  std::vector<Found> find_many(std::span<const Request> requests) override {
    return noted(FindMany{}, [&](FindMany& call) {
      for (const Request& request : requests) call.finds.emplace_back(request);
      auto found = store_->find_many(requests);
      for (std::size_t i = 0; i < found.size(); ++i) static_cast<void>(call.finds[i].answered(found[i]));
      return found;
    });
  }
  Begun begin(const Request& request) override {
    return noted(Begin(request), [&](Begin& call) {
      Begun begun = store_->begin(request);
      static_cast<void>(call.answered(begun.found));
      begun.load = std::make_shared<NamedLoad>(std::move(begun.load), call.key);
      return begun;
    });
  }
  bool is_current(const Load& load, std::span<const Tag> result_tags) override {
    const auto& [theirs, key] = named(load);
    return noted(IsCurrent{.key = key, .result_tags = {result_tags.begin(), result_tags.end()}},
                 [&](IsCurrent& call) { return call.answer = store_->is_current(theirs, result_tags); });
  }
  bool keep(const Load& load, detail::EntryPointer entry, TimePoint now) override {
    const auto& [theirs, key] = named(load);
    return noted(Keep{.key = key, .tags = entry->tags},
                 [&](Keep& call) { return call.kept = store_->keep(theirs, std::move(entry), now); });
  }
  void set(const Request& request, detail::EntryPointer entry) override {
    noted(Set{.key = request.key.text(), .tags = entry->tags, .layers = request.layers},
          [&](Set&) { store_->set(request, std::move(entry)); });
  }
  void erase(const KeyView& key) override {
    noted(Erase{.key = key.text()}, [&](Erase&) { store_->erase(key); });
  }
  void expire(const KeyView& key) override {
    noted(Expire{.key = key.text()}, [&](Expire&) { store_->expire(key); });
  }
  void invalidate(std::span<const Invalidation> invalidations) override {
    noted(Invalidate{.invalidations = {invalidations.begin(), invalidations.end()}},
          [&](Invalidate&) { store_->invalidate(invalidations); });
  }
  void clear(std::string_view prefix) override {
    noted(Clear{.prefix = std::string(prefix)}, [&](Clear&) { store_->clear(prefix); });
  }
  void report(const Verification& verification) override {
    noted(Report{.key = verification.key, .stale = verification.stale}, [&](Report&) { store_->report(verification); });
  }
  [[nodiscard]] bool collects_reports() const noexcept override { return store_->collects_reports(); }
  void disconnect() override {
    noted(Disconnect{}, [&](Disconnect&) { store_->disconnect(); });
  }

 private:
  /// A load of the store behind, with the name of its key.
  struct NamedLoad final : Load {
    NamedLoad(std::shared_ptr<const Load> load, std::string key_text)
        : theirs(std::move(load)), key(std::move(key_text)) {}
    std::shared_ptr<const Load> theirs;
    std::string key;
  };
  [[nodiscard]] static std::pair<const Load&, const std::string&> named(const Load& load) {
    const auto& begun = static_cast<const NamedLoad&>(load);
    return {*begun.theirs, begun.key};
  }

  template <class Call, class Ask>
  std::invoke_result_t<const Ask&, Call&> noted(Call call, const Ask& ask) {
    /// Writes down the call when it ends, in whichever way.
    struct Note {
      RecordingStore& record;
      Call& call;
      ~Note() {
        const std::lock_guard lock(record.mutex_);
        record.calls_.emplace_back(std::move(call));
      }
    };
    call.failed = true;
    const Note note{*this, call};
    if constexpr (std::is_void_v<std::invoke_result_t<const Ask&, Call&>>) {
      ask(call);
      call.failed = false;
    } else {
      auto answer = ask(call);
      call.failed = false;
      return answer;
    }
  }

  const std::shared_ptr<Store> store_;
  mutable std::mutex mutex_;
  std::vector<StoreCall> calls_;
};

}  // namespace tagcache::testing
