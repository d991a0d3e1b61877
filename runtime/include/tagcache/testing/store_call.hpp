#pragma once

#include <string>
#include <tagcache/store.hpp>
#include <variant>
#include <vector>

/// What a RecordingStore writes down of each call of a store. Keys are those of KeyView::text, such as
/// `BlogCache:get_user(42)`. `failed`: it threw, and what it would have answered is not known.
namespace tagcache::testing {

struct Find {
  Find() = default;
  explicit Find(const Request& request)
      : key(request.key.text()), layers(request.layers), consistency(request.consistency) {}

  /// Writes down the answer, and passes it on.
  Found answered(Found answer) {
    found = answer.entry != nullptr;
    validity = answer.validity;
    return answer;
  }

  std::string key;
  Layers layers = Layers::all;
  Consistency consistency = Consistency::local;
  bool found = false;
  Validity validity = Validity::valid;  ///< of what was found
  bool failed = false;

  friend bool operator==(const Find&, const Find&) = default;
};

struct FindMany {
  std::vector<Find> finds;
  bool failed = false;
  friend bool operator==(const FindMany&, const FindMany&) = default;
};

/// The beginning of a load, and what was found then.
struct Begin : Find {
  using Find::Find;
  friend bool operator==(const Begin&, const Begin&) = default;
};

struct IsCurrent {
  std::string key;
  TagSet result_tags = {};
  bool answer = false;
  bool failed = false;
  friend bool operator==(const IsCurrent&, const IsCurrent&) = default;
};

struct Keep {
  std::string key;
  TagSet tags = {};
  bool kept = false;
  bool failed = false;
  friend bool operator==(const Keep&, const Keep&) = default;
};

struct Set {
  std::string key;
  TagSet tags = {};
  Layers layers = Layers::all;
  bool failed = false;
  friend bool operator==(const Set&, const Set&) = default;
};

struct Erase {
  std::string key;
  bool failed = false;
  friend bool operator==(const Erase&, const Erase&) = default;
};

struct Expire {
  std::string key;
  bool failed = false;
  friend bool operator==(const Expire&, const Expire&) = default;
};

struct Invalidate {
  std::vector<Invalidation> invalidations = {};
  bool failed = false;
  friend bool operator==(const Invalidate&, const Invalidate&) = default;
};

struct Clear {
  std::string prefix;
  bool failed = false;
  friend bool operator==(const Clear&, const Clear&) = default;
};

struct Report {
  std::string key;
  bool stale = false;
  bool failed = false;
  friend bool operator==(const Report&, const Report&) = default;
};

struct Disconnect {
  bool failed = false;
  friend bool operator==(const Disconnect&, const Disconnect&) = default;
};

using StoreCall =
    std::variant<Find, FindMany, Begin, IsCurrent, Keep, Set, Erase, Expire, Invalidate, Clear, Report, Disconnect>;

}  // namespace tagcache::testing
