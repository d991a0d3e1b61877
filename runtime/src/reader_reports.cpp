#include <exception>

#include "reader.hpp"
#include "verifier.hpp"

namespace tagcache::detail {

void Reader::pause_refreshes(const ReadCall& call, const Begun& begun) {
  const Duration pause = effective(call.options).refresh_pause();
  if (pause == Duration::zero() || !begun.load) return;
  failed_refreshes_.remember(call.key, call.type, std::current_exception(), options_.clock->now(), pause, begun);
}

std::optional<Verification> Reader::check(const ReadCall& call, const Departure& departure, const EntryNode& loaded) {
  const Begun& begun = departure.begun;
  const EntryPointer& before = begun.found.entry;
  const bool is_refresh = call.purpose == Purpose::refresh;
  const bool is_check =
      is_refresh || (call.purpose == Purpose::verification && departure.replaces_what_was_found(call));
  if (!is_check || call.codec == nullptr || !before) return std::nullopt;
  // What was invalidated, now or meanwhile, would have been noticed without a check.
  if (begun.found.validity > Validity::lapsed || !begun.load || !is_current(*begun.load, *before)) return std::nullopt;
  auto verification = compare(call.key, call.codec->encode, before->value(), loaded.value());
  if (verification) verification->is_refresh = is_refresh;
  return verification;
}

void Reader::tell(const OwnedCall& call) noexcept {
  const LoadReport& report = call.report();
  if (report.verification) {
    witness_.verified(call.view(), *report.verification);
    try {
      store_.report(*report.verification);
    } catch (...) {  // NOLINT(bugprone-empty-catch): a store that cannot take it has lost it
    }
  }
  if (!call.was_refreshed()) return;
  try {
    (*call.view().on_refreshed)(report.before, report.after);
  } catch (...) {  // NOLINT(bugprone-empty-catch): who listens must not disturb the refresh
  }
}

}  // namespace tagcache::detail
