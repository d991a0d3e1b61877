#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// What is measured, and how long it takes.
namespace trips {

/// What one caller does once.
using Call = std::function<void()>;

/// Something that callers do again and again. What they share is made with it.
class Case {
 public:
  virtual ~Case() = default;
  /// For one caller; called on its thread, before anything is measured.
  [[nodiscard]] virtual Call call() = 0;
};

/// Where the server is, and what else a case was told.
struct Place {
  std::string url;
  std::string host;
  int port = 0;
  std::vector<std::string> keys;  ///< that floors ask for
  std::uint64_t held = 200;       ///< accounts that hits are of
};

/// Null when there is none of that name.
[[nodiscard]] std::unique_ptr<Case> tagcache_case(const std::string& name, const Place& place);
/// Null also where hiredis is not there.
[[nodiscard]] std::unique_ptr<Case> hiredis_case(const std::string& name, const Place& place);

/// What callers did, in seconds.
struct Done {
  double calls = 0;
  double unmeasured = 0;  ///< calls before that
  double wall = 0;
  double processor = 0;    ///< of all threads of this program
  double switches = 0;     ///< how often a thread of it waited
  double allocations = 0;  ///< exact for one caller, who waits while others work
};

/// So many callers, each a thread, for so long.
[[nodiscard]] Done run_for(Case& what, int callers, double seconds);
/// So many calls of one caller.
[[nodiscard]] Done run_times(Case& what, int calls);

}  // namespace trips
