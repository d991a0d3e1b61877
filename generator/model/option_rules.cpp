#include "model/option_rules.hpp"

#include <algorithm>
#include <string>
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

  void check(const OptionsElsewhere& elsewhere, bool may_be_absent) {
    may_be_absent_ = may_be_absent;
    const bool lives_elsewhere = elsewhere.ttl || elsewhere.negative_ttl;
    check_refresh_ahead();
    check_refresh_ahead_in_memory();
    check_timeouts();
    if (!elsewhere.grace) check_need_of_grace();
    if (!elsewhere.grace && !elsewhere.refresh_ahead) check_need_of_refreshes();
    if (!elsewhere.error_ttl) check_refresh_pause();
    if (!lives_elsewhere && !elsewhere.grace && !elsewhere.jitter) check_idle_ttl();
    if (!lives_elsewhere && !elsewhere.jitter) check_memory_ttl();
    if (!may_be_absent) check_negative_ttl();
    if (!elsewhere.layers) check_layers();
    if (!elsewhere.single_flight) check_lease();
    if (!lives_elsewhere) check_never_fresh();
    if (!lives_elsewhere && !elsewhere.grace) check_never_kept();
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
  [[nodiscard]] Time lease() const { return effective(&WrittenOptions::lease, &Options::lease); }
  [[nodiscard]] Time memory_ttl() const { return effective(&WrittenOptions::memory_ttl, &Options::memory_ttl); }

  /// Of results that say "there is none"; nothing where there are none.
  [[nodiscard]] Time negative_ttl() const {
    return may_be_absent_ ? effective(&WrittenOptions::negative_ttl, &Options::negative_ttl) : Time{};
  }

  /// Entries that say "there is none" may live, whatever the ttl says.
  [[nodiscard]] bool keeps_negatives() const { return is_on(negative_ttl()) || is_broken(negative_ttl()); }

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

  /// A copy in memory lapses when its own time is over.
  void check_refresh_ahead_in_memory() {
    const auto ahead = effective(&WrittenOptions::refresh_ahead, &Options::refresh_ahead);
    const Time trusted = memory_ttl();
    if (!trusted.value || !(ahead.own || trusted.own) || !never_ends(ahead.value, trusted.value)) return;
    if (never_ends(ahead.value, ttl().value)) return;  // which is reported
    report("conflicting-options", ahead.own ? *ahead.place : *trusted.place,
           "refresh_ahead is not shorter than memory_ttl: each read would refresh",
           "a refresh_ahead that is a part of the memory_ttl",
           ahead.own ? "probabilistic, or a shorter time" : "a longer memory_ttl, or refresh_ahead: off beside it",
           ahead.own ? trusted.place : ahead.place, ahead.own ? "memory_ttl is set here" : "refresh_ahead is set here");
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

  /// Only an entry in grace, or one shortly before its end, is refreshed in the background.
  void check_need_of_refreshes() {
    const Time pause = effective(&WrittenOptions::refresh_pause, &Options::refresh_pause);
    const auto ahead = effective(&WrittenOptions::refresh_ahead, &Options::refresh_ahead);
    const Time allowed = grace();
    const bool refreshes = is_on(allowed) || refreshes_ahead(ahead.value);
    if (!pause.own || !is_on(pause) || refreshes || is_broken(allowed) || is_broken(ahead)) return;
    report("option-without-effect", *pause.place,
           "refresh_pause has no effect without grace and refresh_ahead: nothing is refreshed in the background",
           "a grace or a refresh_ahead beside it", "grace: 5m", allowed.place, "grace is off here");
  }

  /// While an error is remembered nothing is refreshed either.
  void check_refresh_pause() {
    const Time pause = effective(&WrittenOptions::refresh_pause, &Options::refresh_pause);
    const Time remembered = effective(&WrittenOptions::error_ttl, &Options::error_ttl);
    if (!pause.own || !is_on(pause) || !is_on(remembered) || *pause.value > *remembered.value) return;
    report(
        "option-without-effect", *pause.place,
        "refresh_pause has no effect: it is not longer than error_ttl, for which nothing is refreshed after an error",
        "a refresh_pause that is longer than the error_ttl", "a longer refresh_pause, or none", remembered.place,
        "error_ttl is set here");
  }

  /// The longest that an entry may be fresh.
  [[nodiscard]] Duration longest_life() const {
    const Duration longest =
        std::max(ttl().value.value_or(Duration::zero()), negative_ttl().value.value_or(Duration::zero()));
    const double share = effective(&WrittenOptions::jitter, &Options::jitter).value.value_or(0);
    return longest + std::chrono::duration_cast<Duration>(longest * share);
  }

  void check_idle_ttl() {
    const Time idle = effective(&WrittenOptions::idle_ttl, &Options::idle_ttl);
    const Time lifetime = ttl();
    const Time after = grace();
    if (!idle.own || !is_on(idle) || !lifetime.value || is_broken(after) || is_broken(negative_ttl())) return;
    if (*idle.value - longest_life() < after.value.value_or(Duration::zero())) return;
    report("option-without-effect", *idle.place,
           is_on(after) ? "idle_ttl has no effect: it is not shorter than ttl and grace together"
                        : "idle_ttl has no effect: it is not shorter than ttl",
           "an idle_ttl that ends before the entry does", "a shorter idle_ttl, or none", lifetime.place,
           "ttl is set here");
  }

  /// One that is as long as an entry is fresh says something where the defaults have a shorter one.
  void check_memory_ttl() {
    const Time trusted = memory_ttl();
    const Time lifetime = ttl();
    if (!trusted.own || !trusted.value || !lifetime.value || is_broken(negative_ttl())) return;
    const Duration longest = longest_life();
    if (*trusted.value < longest) return;
    if (base_ != nullptr && base_->values.memory_ttl && *base_->values.memory_ttl < longest) return;
    report("option-without-effect", *trusted.place, "memory_ttl has no effect: it is not shorter than ttl",
           "a memory_ttl that ends before the ttl does", "a shorter memory_ttl, or none", lifetime.place,
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
      refuse(memory_ttl(), "memory_ttl", memory_ttl().value.has_value());
      const auto weight = effective(&WrittenOptions::weight, &Options::weight);
      refuse(weight, "weight", weight.value.has_value());
    } else if (*kept.value == Layers::memory) {
      const auto consistency = effective(&WrittenOptions::consistency, &Options::consistency);
      refuse(consistency, "consistency", consistency.value.has_value());
      refuse(lease(), "lease", is_on(lease()));
    }
  }

  void check_lease() {
    const auto shared = effective(&WrittenOptions::single_flight, &Options::single_flight);
    if (!lease().own || !is_on(lease()) || shared.value.value_or(true)) return;
    report("option-without-effect", *lease().place, "lease has no effect: each reader loads for itself",
           "single_flight: on", "single_flight: on, or no lease", shared.place, "single_flight is off here");
  }

  /// Reports `option`, which is about entries that are not there, or are never fresh.
  template <class T>
  void refuse_when_zero(const Effective<T>& option, const std::string& name, const std::string& why) {
    if (!option.own || !option.value) return;
    report("option-without-effect", *option.place, name + " has no effect when ttl is zero" + why, "a ttl above zero",
           "a longer ttl, or no " + name, ttl().place, "ttl is zero here");
  }

  template <class T>
  [[nodiscard]] Effective<T> when_on(Effective<T> option) const {
    if (option.value == T{}) option.value.reset();
    return option;
  }

  /// Entries that are never fresh are hits in grace at most.
  void check_never_fresh() {
    const Time lifetime = ttl();
    if (!lifetime.value || is_on(lifetime) || keeps_negatives()) return;
    refuse_when_zero(when_on(effective(&WrittenOptions::jitter, &Options::jitter)), "jitter", "");
  }

  /// Without a grace they are not even kept.
  void check_never_kept() {
    const Time lifetime = ttl();
    const Time after = grace();
    if (!lifetime.value || is_on(lifetime) || is_on(after) || is_broken(after) || keeps_negatives()) return;
    const std::string why = " and there is no grace: nothing is kept";
    refuse_when_zero(when_on(effective(&WrittenOptions::verify, &Options::verify)), "verify", "");
    refuse_when_zero(effective(&WrittenOptions::weight, &Options::weight), "weight", why);
    refuse_when_zero(effective(&WrittenOptions::consistency, &Options::consistency), "consistency", why);
    refuse_when_zero(negative_ttl(), "negative_ttl", why);
    refuse_when_zero(when_on(lease()), "lease", why);
  }

  const OptionSet& own_;
  const OptionSet* base_;
  Diagnostics& diagnostics_;
  bool may_be_absent_ = true;  ///< whether results can say "there is none"
};

}  // namespace

void check_options_of_query(const OptionSet& query, const OptionSet& defaults, const std::string& canonical,
                            Diagnostics& diagnostics) {
  OptionRules(query, &defaults, diagnostics).check({}, canonical.empty() || can_be_absent(canonical));
}

void check_options_of_defaults(const OptionSet& defaults, const OptionsElsewhere& elsewhere, Diagnostics& diagnostics) {
  OptionRules(defaults, nullptr, diagnostics).check(elsewhere, true);
}

}  // namespace tagcache::generator
