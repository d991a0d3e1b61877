#include "hit_plans.hpp"

#include "effective_options.hpp"
#include "option_checks.hpp"

namespace tagcache::detail {

TimePoint::duration HitPlans::made(const HitCall& call) const {
  check(call.options);
  const EffectiveOptions options(call.options, options_.defaults);
  const bool is_local = options.consistency() == Consistency::local && options.layers() != Layers::remote;
  if (has_remote_ && !is_local) return has_more_to_do;
  const bool is_verified = call.codec != nullptr && options.verify() > 0;
  if (options_.observer || is_verified || options.refresh_ahead().is_probabilistic()) return has_more_to_do;
  return options.refresh_lead();
}

}  // namespace tagcache::detail
