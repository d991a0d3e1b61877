#include "results.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

namespace model {
namespace {

using Way = Result::Way;

Time milliseconds_of(tagcache::TimePoint instant) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(instant.time_since_epoch()).count();
}

TagMask mask_of(const tagcache::TagSet& tags) {
  TagMask mask = 0;
  for (const tagcache::Tag& each : tags) {
    for (std::size_t number = 0; number < tag_count; ++number) {
      if (each == tag(number)) mask |= 1U << number;
    }
  }
  return mask;
}

/// The counters by their names.
std::vector<std::pair<std::string, std::uint64_t>> listed(const Counts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> all{{"hits", counts.hits},
                                                         {"stale", counts.stale},
                                                         {"negative", counts.negative},
                                                         {"fallbacks", counts.fallbacks},
                                                         {"remembered errors", counts.remembered_errors},
                                                         {"failed", counts.failed},
                                                         {"timeouts", counts.timeouts},
                                                         {"loads", counts.loads},
                                                         {"failed loads", counts.failed_loads},
                                                         {"refreshes", counts.refreshes},
                                                         {"refused refreshes", counts.refused_refreshes},
                                                         {"failed refreshes", counts.failed_refreshes},
                                                         {"verified", counts.verified},
                                                         {"found stale", counts.found_stale},
                                                         {"compared refreshes", counts.compared_refreshes},
                                                         {"changed refreshes", counts.changed_refreshes}};
  for (std::size_t cause = 0; cause < tagcache::miss_causes; ++cause) {
    all.emplace_back("missed " + std::string(name(static_cast<tagcache::MissCause>(cause))), counts.missed[cause]);
  }
  return all;
}

}  // namespace

Result result_of(const tagcache::Handle<Value>& handle) {
  const auto entries = handle.entries();
  Result result{.way = Way::served, .status = handle.status(), .value = *handle, .age = handle.age().count()};
  result.expires = milliseconds_of(entries.after.expires_at());
  result.grace_until = milliseconds_of(entries.after.grace_until().value_or(entries.after.expires_at()));
  if (entries.before) result.before = entries.before->value();
  result.tags = mask_of(entries.after.tags());
  const std::string& validator = entries.after.validator();
  std::from_chars(validator.data(), validator.data() + validator.size(), result.validator);
  return result;
}

Counts counts_of(const tagcache::Stats& stats) {
  const tagcache::QueryStats all = stats.total();
  return {.hits = all.hits,
          .stale = all.stale,
          .negative = all.negative,
          .fallbacks = all.fallbacks,
          .remembered_errors = all.remembered_errors,
          .failed = all.failed,
          .timeouts = all.timeouts,
          .loads = all.loads(),
          .failed_loads = all.failed_loads,
          .refreshes = all.refreshes,
          .refused_refreshes = all.refused_refreshes,
          .failed_refreshes = all.failed_refreshes,
          .verified = all.verified,
          .found_stale = all.found_stale,
          .compared_refreshes = all.compared_refreshes,
          .changed_refreshes = all.changed_refreshes,
          .missed = all.missed};
}

std::string text_of(Value value) { return value ? "value " + std::to_string(*value) : "none"; }

std::string text_of(const Result& result) {
  static constexpr std::array<std::string_view, 5> statuses{"hit", "stale", "miss", "reloaded", "fallback"};
  switch (result.way) {
    case Way::served:
      return std::string(statuses[static_cast<std::size_t>(result.status)]) + ": " + text_of(result.value) +
             " of age " + std::to_string(result.age) + ", expires at " + std::to_string(result.expires) +
             ", grace until " + std::to_string(result.grace_until) +
             ", before: " + (result.before ? text_of(*result.before) : "nothing") + ", tags " +
             std::to_string(result.tags) + ", validator " + std::to_string(result.validator);
    case Way::nothing:
      return "nothing";
    case Way::error:
      return "the error of load " + std::to_string(result.error);
    case Way::timeout:
      return "LoadTimeout";
    case Way::recursive_load:
      return "RecursiveLoad";
    case Way::store_error:
      return "StoreError";
    case Way::done:
      return "done";
  }
  return "";
}

std::string text_of(const Results& results) {
  std::string text;
  for (const Result& result : results) text += (text.empty() ? "" : "; ") + text_of(result);
  return text;
}

std::string text_of(const Counts& counts) {
  std::string text;
  for (const auto& [name, number] : listed(counts)) {
    if (number != 0) text += (text.empty() ? "" : ", ") + name + " " + std::to_string(number);
  }
  return text;
}

}  // namespace model
