#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tagcache/options.hpp>

namespace tagcache::detail {

/// The options of one call over the defaults of its cache, which are complete. A view: looks up only what is asked, as
/// a hit needs few of them.
class EffectiveOptions {
 public:
  EffectiveOptions(const QueryOptions& call, const QueryOptions& defaults) : call_(call), defaults_(defaults) {}

  [[nodiscard]] Duration ttl() const { return value(&QueryOptions::ttl); }
  [[nodiscard]] Duration grace() const { return value(&QueryOptions::grace); }
  /// Of values that say "there is none".
  [[nodiscard]] Duration negative_ttl() const {
    return call_.negative_ttl ? *call_.negative_ttl : defaults_.negative_ttl.value_or(ttl());
  }
  [[nodiscard]] Duration error_ttl() const { return value(&QueryOptions::error_ttl); }
  [[nodiscard]] Duration refresh_pause() const { return value(&QueryOptions::refresh_pause); }
  [[nodiscard]] Duration idle_ttl() const { return value(&QueryOptions::idle_ttl); }
  /// Absent: memory trusts an entry as long as it is fresh.
  [[nodiscard]] const std::optional<Duration>& memory_ttl() const {
    return call_.memory_ttl ? call_.memory_ttl : defaults_.memory_ttl;
  }
  [[nodiscard]] double jitter() const { return value(&QueryOptions::jitter); }
  [[nodiscard]] RefreshAhead refresh_ahead() const { return value(&QueryOptions::refresh_ahead); }
  /// How long before its end an entry needs a refresh, or as long as can be told.
  [[nodiscard]] TimePoint::duration refresh_lead() const {
    return later(TimePoint(), refresh_ahead().before()) - TimePoint();
  }
  [[nodiscard]] Duration soft_timeout() const { return value(&QueryOptions::soft_timeout); }
  [[nodiscard]] Duration hard_timeout() const { return value(&QueryOptions::hard_timeout); }
  [[nodiscard]] OnInvalidate on_invalidate() const { return value(&QueryOptions::on_invalidate); }
  [[nodiscard]] Consistency consistency() const { return value(&QueryOptions::consistency); }
  [[nodiscard]] bool single_flight() const { return value(&QueryOptions::single_flight); }
  [[nodiscard]] Duration lease() const { return value(&QueryOptions::lease); }
  [[nodiscard]] double verify() const { return value(&QueryOptions::verify); }
  /// Of a value whose type has this size.
  [[nodiscard]] std::uint64_t weight(std::size_t size) const {
    return call_.weight ? *call_.weight : defaults_.weight.value_or(size);
  }
  [[nodiscard]] Layers layers() const { return value(&QueryOptions::layers); }

  /// A call that says so wants fresh data only, also of an entry that another call has stored with grace.
  [[nodiscard]] bool grace_is_off() const { return call_.grace == Duration::zero(); }

 private:
  template <class T>
  [[nodiscard]] const T& value(std::optional<T> QueryOptions::* option) const {
    return call_.*option ? *(call_.*option) : *(defaults_.*option);
  }

  const QueryOptions& call_;
  const QueryOptions& defaults_;
};

}  // namespace tagcache::detail
