#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tagcache/memory.hpp>

#include "loader.hpp"

/// tagcache, in the ways in which it can be called.
namespace peers {

/// A cache of that many entries. Each way to read it is a class of its own.
class Cached {
 public:
  explicit Cached(std::size_t entries) : Cached(tagcache::MemoryOptions{.max_entries = entries}) {}
  explicit Cached(const tagcache::MemoryOptions& options) : cache_(loader_, tagcache::memory(options)) {}

  [[nodiscard]] workload::AccountCache& cache() noexcept { return cache_; }

 private:
  workload::Loader loader_;
  workload::AccountCache cache_;
};

/// With a ttl and two tags of depth 4; a handle is made and ends.
struct GeneratedMethod : Cached {
  static constexpr const char* name = "tagcache: generated method";
  using Cached::Cached;
  std::uint64_t read(std::uint64_t id) { return cache().two_tags(id)->id; }
  void write(std::uint64_t id) { cache().two_tags(tagcache::force_refresh, id); }
};

/// The same with key and tags made up by the caller for each call.
struct PrimitivesQuery : Cached {
  static constexpr const char* name = "tagcache: primitives().query";
  using Cached::Cached;
  std::uint64_t read(std::uint64_t id) {
    return query(id, [id] { return workload::load_account(id); });
  }
  void write(std::uint64_t id) {
    cache().primitives().set("account:" + std::to_string(id), workload::load_account(id), tags(id), options);
  }

 private:
  static constexpr tagcache::QueryOptions options{.ttl = std::chrono::hours(1)};
  static tagcache::TagSet tags(std::uint64_t id) {
    return tagcache::tag_set(workload::AccountCache::tags.bank.customers.accounts(id),
                             workload::AccountCache::tags.search.index.entries(id));
  }
  template <class Load>
  std::uint64_t query(std::uint64_t id, const Load& load) {
    return cache().primitives().query<workload::Account>("account:" + std::to_string(id), tags(id), load, options)->id;
  }
};

struct SharedTag : Cached {
  static constexpr const char* name = "generated method, one tag of depth 1";
  using Cached::Cached;
  std::uint64_t read(std::uint64_t id) { return cache().shared_tag(id)->id; }
};

struct OwnTag : Cached {
  static constexpr const char* name = "tagcache: generated method, one tag of its own";
  using Cached::Cached;
  std::uint64_t read(std::uint64_t id) { return cache().own_tag(id)->id; }
};

struct FourTags : Cached {
  static constexpr const char* name = "generated method, four tags of depth 8";
  using Cached::Cached;
  std::uint64_t read(std::uint64_t id) { return cache().four_tags(id)->id; }
};

/// Tags that are made once: what is measured is what they cost the store.
struct ByHand : Cached {
  ByHand(std::size_t entries, tagcache::TagSet given) : Cached(entries), tags(std::move(given)) {}
  std::uint64_t read(std::uint64_t id) {
    return cache()
        .primitives()
        .query<workload::Account>("account:" + std::to_string(id), tags, [id] { return workload::load_account(id); })
        ->id;
  }
  const tagcache::TagSet tags;
};

struct NoTagsByHand : ByHand {
  static constexpr const char* name = "primitives().query, no tags";
  explicit NoTagsByHand(std::size_t entries) : ByHand(entries, {}) {}
};

struct FourTagsByHand : ByHand {
  static constexpr const char* name = "primitives().query, four tags of depth 8";
  explicit FourTagsByHand(std::size_t entries)
      : ByHand(entries, {workload::AccountCache::tags.first.of.eight.segments.in.a.tag(1),
                         workload::AccountCache::tags.second.of.eight.segments.in.a.tag(1),
                         workload::AccountCache::tags.third.of.eight.segments.in.a.tag(1),
                         workload::AccountCache::tags.fourth.of.eight.segments.in.a.tag(1)}) {}
};

}  // namespace peers
