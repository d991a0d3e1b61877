#include "model/option_rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tagcache::generator {
namespace {

/// What holds when neither a query nor the defaults say how long entries live; as tagcache::QueryOptions has it.
constexpr Duration last_resort_ttl = std::chrono::seconds(30);

const SourceRange& range_of(const Text& text) { return text.range; }
const SourceRange& range_of(const WrittenLayers& layers) { return layers.range; }

/// The value of one option that holds, and where it was written.
template <class T>
struct Effective {
  std::optional<T> value;
  std::optional<SourceRange> place;
  bool own = false;  ///< written in the map that is being checked
};

class OptionRules {
 public:
  /// `base` is what holds for options that `own` has not.
  OptionRules(const OptionSet& own, const OptionSet* base, Diagnostics& diagnostics)
      : own_(own), base_(base), diagnostics_(diagnostics) {}

  void check(bool grace_elsewhere, bool may_be_absent) {
    check_refresh_ahead();
    check_timeouts();
    if (!grace_elsewhere) check_need_of_grace();
    check_idle_ttl();
    if (!may_be_absent) check_negative_ttl();
    check_layers();
    check_without_ttl();
  }

 private:
  template <class Written, class T>
  [[nodiscard]] Effective<T> effective(std::optional<Written> WrittenOptions::* written,
                                       std::optional<T> Options::* value) const {
    if (own_.written.*written) return {own_.values.*value, range_of(*(own_.written.*written)), true};
    if (base_ != nullptr && base_->written.*written)
      return {base_->values.*value, range_of(*(base_->written.*written))};
    return {};
  }

  using Time = Effective<Duration>;
  [[nodiscard]] Time ttl() const { return effective(&WrittenOptions::ttl, &Options::ttl); }
  [[nodiscard]] Time grace() const { return effective(&WrittenOptions::grace, &Options::grace); }
  [[nodiscard]] auto layers() const { return effective(&WrittenOptions::layers, &Options::layers); }

  /// A value that was written and could not be read was reported, and says nothing here.
  template <class T>
  static bool is_broken(const Effective<T>& option) {
    return option.place && !option.value;
  }

  static bool is_on(const Time& time) { return time.value && *time.value != Duration::zero(); }

  void report(std::string code, const SourceRange& at, std::string message, std::string expected, std::string cure,
              const std::optional<SourceRange>& other, std::string note) {
    std::vector<Note> notes;
    if (other) notes.push_back({*other, std::move(note)});
    diagnostics_.report(
        {std::move(code), at, std::move(message), std::move(expected), std::move(cure), std::move(notes)});
  }

  void check_refresh_ahead() {
    const auto ahead = effective(&WrittenOptions::refresh_ahead, &Options::refresh_ahead);
    const Time lifetime = ttl();
    if (is_broken(lifetime) || !never_ends(ahead.value, lifetime.value)) return;
    // What contradicts itself in the defaults is reported there, and a ttl that is nowhere may be that of a query.
    const bool is_wrong_in_base = base_ != nullptr && never_ends(base_->values.refresh_ahead, base_->values.ttl);
    if (!ahead.own && (is_wrong_in_base || !lifetime.own) && lifetime.place) return;
    if (base_ == nullptr && !lifetime.place) return;
    const bool at_ttl = lifetime.own && !ahead.own;
    const bool is_fresh_ever = !lifetime.value || is_on(lifetime);
    report("conflicting-options", at_ttl ? *lifetime.place : *ahead.place,
           std::string("refresh_ahead is not shorter than ttl") + (lifetime.place ? "" : ", which is 30s when absent") +
               ": each read would refresh",
           "a refresh_ahead that is a part of the ttl",
           at_ttl          ? "a longer ttl, or refresh_ahead: off beside it"
           : is_fresh_ever ? "probabilistic, or a shorter time"
                           : "off",
           at_ttl ? ahead.place : lifetime.place, at_ttl ? "refresh_ahead is set here" : "ttl is set here");
  }

  /// Whether entries would be refreshed from the first read on.
  static bool never_ends(const std::optional<RefreshAhead>& ahead, const std::optional<Duration>& lifetime) {
    return ahead && ahead->before() != Duration::zero() && ahead->before() >= lifetime.value_or(last_resort_ttl);
  }

  void check_timeouts() {
    const Time soft = effective(&WrittenOptions::soft_timeout, &Options::soft_timeout);
    const Time hard = effective(&WrittenOptions::hard_timeout, &Options::hard_timeout);
    if (!is_on(soft) || !is_on(hard) || *soft.value < *hard.value || !(soft.own || hard.own)) return;
    const bool at_hard = hard.own && !soft.own;
    report("conflicting-options", at_hard ? *hard.place : *soft.place,
           "soft_timeout is not shorter than hard_timeout, so it never ends a wait",
           "a soft_timeout that is shorter than the hard_timeout",
           at_hard ? "a longer hard_timeout, or soft_timeout: off beside it"
                   : "a shorter soft_timeout, or a longer hard_timeout",
           at_hard ? soft.place : hard.place, at_hard ? "soft_timeout is set here" : "hard_timeout is set here");
  }

  void check_need_of_grace() {
    const Time allowed = grace();
    if (is_on(allowed) || is_broken(allowed)) return;
    const auto refuse = [&](const SourceRange& at, const std::string& option) {
      report("option-without-effect", at,
             option + " has no effect without grace: only an entry in grace can be served while it is refreshed",
             "a grace beside it", "grace: 5m", allowed.place, "grace is off here");
    };
    const Time soft = effective(&WrittenOptions::soft_timeout, &Options::soft_timeout);
    if (soft.own && is_on(soft)) refuse(*soft.place, "soft_timeout");
    const auto invalidated = effective(&WrittenOptions::on_invalidate, &Options::on_invalidate);
    if (invalidated.own && invalidated.value == OnInvalidate::serve_stale) {
      refuse(*invalidated.place, "on_invalidate: serve_stale");
    }
  }

  void check_idle_ttl() {
    const Time idle = effective(&WrittenOptions::idle_ttl, &Options::idle_ttl);
    const Time lifetime = ttl();
    const Time after = grace();
    if (!idle.own || !is_on(idle) || !lifetime.value || is_broken(after)) return;
    if (*idle.value - *lifetime.value < after.value.value_or(Duration::zero())) return;
    report("option-without-effect", *idle.place,
           is_on(after) ? "idle_ttl has no effect: it is not shorter than ttl and grace together"
                        : "idle_ttl has no effect: it is not shorter than ttl",
           "an idle_ttl that ends before the entry does", "a shorter idle_ttl, or none", lifetime.place,
           "ttl is set here");
  }

  void check_negative_ttl() {
    const Time negative = effective(&WrittenOptions::negative_ttl, &Options::negative_ttl);
    if (!negative.own || !negative.value) return;
    report("option-without-effect", *negative.place,
           "negative_ttl has no effect: a result of this type is never absent",
           "a query that returns std::optional, std::unique_ptr or std::shared_ptr",
           "ttl: for all results of this query", std::nullopt, {});
  }

  void check_layers() {
    const auto kept = layers();
    if (!kept.value) return;
    const auto refuse = [&](const auto& option, const std::string& name, bool is_set) {
      if (!is_set || !(option.own)) return;
      const bool only_remote = *kept.value == Layers::remote;
      report("option-without-effect", *option.place,
             name + " has no effect: it is about " + (only_remote ? "memory" : "a remote store") +
                 ", which keeps no entry of this query",
             only_remote ? "memory among the layers" : "remote among the layers", "layers: [memory, remote]",
             kept.place, "the layers are set here");
    };
    if (*kept.value == Layers::remote) {
      const Time idle = effective(&WrittenOptions::idle_ttl, &Options::idle_ttl);
      refuse(idle, "idle_ttl", is_on(idle));
      const auto weight = effective(&WrittenOptions::weight, &Options::weight);
      refuse(weight, "weight", weight.value.has_value());
    } else if (*kept.value == Layers::memory) {
      const auto consistency = effective(&WrittenOptions::consistency, &Options::consistency);
      refuse(consistency, "consistency", consistency.value.has_value());
    }
  }

  /// Entries that are never fresh are hits in grace at most.
  void check_without_ttl() {
    const Time lifetime = ttl();
    const Time after = grace();
    if (!lifetime.value || is_on(lifetime) || is_broken(after)) return;
    const auto refuse = [&](const auto& option, const std::string& name) {
      if (!option.own || !option.value || *option.value == 0) return;
      report("option-without-effect", *option.place, name + " has no effect when ttl is zero", "a ttl above zero",
             "a longer ttl, or no " + name, lifetime.place, "ttl is zero here");
    };
    refuse(effective(&WrittenOptions::jitter, &Options::jitter), "jitter");
    if (!is_on(after)) refuse(effective(&WrittenOptions::verify, &Options::verify), "verify");
  }

  const OptionSet& own_;
  const OptionSet* base_;
  Diagnostics& diagnostics_;
};

}  // namespace

bool can_be_absent(const std::string& canonical) {
  constexpr std::array<std::string_view, 3> templates = {"std::optional<", "std::unique_ptr<", "std::shared_ptr<"};
  return std::any_of(templates.begin(), templates.end(),
                     [&](std::string_view name) { return canonical.starts_with(name); });
}

void check_options_of_query(const OptionSet& query, const OptionSet& defaults, const std::string& canonical,
                            Diagnostics& diagnostics) {
  OptionRules(query, &defaults, diagnostics).check(false, canonical.empty() || can_be_absent(canonical));
}

void check_options_of_defaults(const OptionSet& defaults, bool any_grace, Diagnostics& diagnostics) {
  OptionRules(defaults, nullptr, diagnostics).check(any_grace, true);
}

}  // namespace tagcache::generator
