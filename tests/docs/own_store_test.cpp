#include "own_store.hpp"

#include <string>
#include <tagcache/primitives.hpp>
#include <tagcache/testing/faulty_store.hpp>
#include <tagcache/testing/recording_store.hpp>
#include <tagcache/testing/store_conformance.hpp>

#include "catch.hpp"

using tagcache::testing::check_store;

namespace {

std::string listed(const std::vector<tagcache::testing::StoreFailure>& failures) {
  std::string text;
  for (const auto& failure : failures) {
    text += failure.rule + ": expected " + failure.expected + ", but " + failure.happened + '\n';
  }
  return text;
}

/// The same, with the mistake that is made most easily: what was invalidated during the load is not looked at.
class ForgetfulStore final : public tagcache::Store {
 public:
  tagcache::Found find(const tagcache::Request& request) override { return store_.find(request); }
  tagcache::Begun begin(const tagcache::Request& request) override { return store_.begin(request); }
  bool is_current(const tagcache::Load&, std::span<const tagcache::Tag>) override { return true; }
  bool keep(const tagcache::Load& load, tagcache::detail::EntryPointer entry, tagcache::TimePoint now) override {
    return store_.keep(load, std::move(entry), now);
  }
  void set(const tagcache::Request& request, tagcache::detail::EntryPointer entry) override {
    store_.set(request, std::move(entry));
  }
  void erase(const tagcache::KeyView& key) override { store_.erase(key); }
  void expire(const tagcache::KeyView& key) override { store_.expire(key); }
  void invalidate(std::span<const tagcache::Invalidation> invalidations) override { store_.invalidate(invalidations); }
  void clear(std::string_view prefix) override { store_.clear(prefix); }
  void disconnect() override { store_.disconnect(); }

 private:
  DiaryStore store_;
};

}  // namespace

TEST_CASE("a store that was written by the pages alone keeps the rules of stores") {
  CHECK(listed(check_store([] { return std::make_shared<DiaryStore>(); })) == "");
}

TEST_CASE("a mistake of such a store is found") {
  CHECK_FALSE(check_store([] { return std::make_shared<ForgetfulStore>(); }).empty());
}

TEST_CASE("a cache works on such a store, and the stores of the test kit stand in front of it") {
  const auto recording = std::make_shared<tagcache::testing::RecordingStore>(std::make_shared<DiaryStore>());
  const auto faulty = std::make_shared<tagcache::testing::FaultyStore>(recording);
  tagcache::Primitives cache(faulty);
  const tagcache::Tag tag("numbers");
  int loads = 0;
  const auto read = [&] { return *cache.query<int>("number", {tag}, [&] { return ++loads; }); };
  CHECK(read() == 1);
  CHECK(read() == 1);
  cache.invalidate(tag);
  CHECK(read() == 2);
  faulty->inject(tagcache::testing::StoreFunction::invalidate, {.loss = true});
  cache.invalidate(tag);
  CHECK(read() == 2);
  CHECK(recording->calls<tagcache::testing::Invalidate>().size() == 1);
}
