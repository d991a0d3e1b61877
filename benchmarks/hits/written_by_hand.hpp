#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "account.hpp"

/// What services have where they have no cache library.
namespace peers {

using SharedAccount = std::shared_ptr<const workload::Account>;

[[nodiscard]] inline SharedAccount load(std::uint64_t id) {
  return std::make_shared<const workload::Account>(workload::load_account(id));
}

/// A key as it is written by hand most of the time, or the id itself.
template <class Key>
[[nodiscard]] Key key_of(std::uint64_t id) {
  if constexpr (std::is_same_v<Key, std::string>) {
    return "account:" + std::to_string(id);
  } else {
    return id;
  }
}

/// A map and a lock. It never evicts.
class LockedMap {
 public:
  static constexpr const char* name = "unordered_map + shared_mutex, text key";
  explicit LockedMap(std::size_t entries) { accounts_.reserve(entries); }

  std::uint64_t read(std::uint64_t id) {
    const std::string key = key_of<std::string>(id);
    if (const SharedAccount account = find(key)) return account->id;
    return store(key, id)->id;
  }
  void write(std::uint64_t id) { store(key_of<std::string>(id), id); }

 private:
  SharedAccount find(const std::string& key) {
    const std::shared_lock lock(mutex_);
    const auto found = accounts_.find(key);
    return found == accounts_.end() ? nullptr : found->second;
  }
  SharedAccount store(const std::string& key, std::uint64_t id) {
    SharedAccount account = load(id);
    SharedAccount replaced = account;  // what it replaces ends without the lock
    const std::unique_lock lock(mutex_);
    std::swap(accounts_[key], replaced);
    return account;
  }

  std::shared_mutex mutex_;
  std::unordered_map<std::string, SharedAccount> accounts_;
};

/// A list in the order of use, a map into it, and a lock.
template <class Key>
class LruPart {
 public:
  void set_bound(std::size_t entries) {
    bound_ = entries;
    places_.reserve(entries);
  }
  SharedAccount find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return found->second->second;
  }
  SharedAccount store(const Key& key, std::uint64_t id) {
    SharedAccount account = load(id);
    SharedAccount gone;
    const std::lock_guard lock(mutex_);
    const auto [place, is_new] = places_.try_emplace(key);
    if (is_new) {
      place->second = by_use_.emplace(by_use_.begin(), key, account);
    } else {
      gone = std::exchange(place->second->second, account);
      by_use_.splice(by_use_.begin(), by_use_, place->second);
    }
    if (by_use_.size() > bound_) {
      gone = std::move(by_use_.back().second);
      places_.erase(by_use_.back().first);
      by_use_.pop_back();
    }
    return account;
  }

 private:
  using Uses = std::list<std::pair<Key, SharedAccount>>;
  std::mutex mutex_;
  std::size_t bound_ = 0;
  Uses by_use_;
  std::unordered_map<Key, typename Uses::iterator> places_;
};

template <class Key, std::size_t Parts>
class Lru {
 public:
  explicit Lru(std::size_t entries) {
    for (LruPart<Key>& part : parts_) part.set_bound(entries / Parts + (Parts > 1 ? entries / Parts / 8 : 0));
  }
  std::uint64_t read(std::uint64_t id) {
    const Key key = key_of<Key>(id);
    LruPart<Key>& part = this->part(key);
    if (const SharedAccount account = part.find(key)) return account->id;
    return part.store(key, id)->id;
  }
  void write(std::uint64_t id) {
    const Key key = key_of<Key>(id);
    part(key).store(key, id);
  }

 private:
  LruPart<Key>& part(const Key& key) {
    if constexpr (Parts == 1) return parts_[0];
    return parts_[(std::hash<Key>{}(key) * 0x9E3779B97F4A7C15ULL >> 32U) % Parts];
  }
  std::array<LruPart<Key>, Parts> parts_;
};

struct TextLru : Lru<std::string, 1> {
  static constexpr const char* name = "LRU list + mutex, text key";
  using Lru::Lru;
};
struct TextLruInParts : Lru<std::string, 16> {
  static constexpr const char* name = "16 LRU lists + mutexes, text key";
  using Lru::Lru;
};
struct NumberLru : Lru<std::uint64_t, 1> {
  static constexpr const char* name = "LRU list + mutex, integer key";
  using Lru::Lru;
};
struct NumberLruInParts : Lru<std::uint64_t, 16> {
  static constexpr const char* name = "16 LRU lists + mutexes, integer key";
  using Lru::Lru;
};

}  // namespace peers
