#pragma once

#include <chrono>
#include <tagcache/codec.hpp>

namespace tagcache {

/// The count in the duration's own unit: 1500 for `std::chrono::milliseconds(1500)`. The unit is in the fingerprint.
template <Encodable Number, class Period>
struct Codec<std::chrono::duration<Number, Period>> {
  using Duration = std::chrono::duration<Number, Period>;
  static constexpr std::uint64_t fingerprint =
      fingerprint_of("duration", Codec<Number>::fingerprint, Duration::period::num, Duration::period::den);
  static void pack(Packer& packer, Duration duration) { packer.write(duration.count()); }
  static bool unpack(Unpacker& unpacker, Duration& duration) {
    Number count{};
    if (!unpacker.read(count)) return false;
    duration = Duration(count);
    return true;
  }
};

/// The time since 1970-01-01 00:00 UTC in the unit of the time point. Clocks whose instants mean nothing to another
/// process, such as std::chrono::steady_clock, have no codec.
template <Encodable Duration>
struct Codec<std::chrono::time_point<std::chrono::system_clock, Duration>> {
  using Instant = std::chrono::time_point<std::chrono::system_clock, Duration>;
  static constexpr std::uint64_t fingerprint = fingerprint_of("instant", Codec<Duration>::fingerprint);
  static void pack(Packer& packer, Instant instant) { packer.write(instant.time_since_epoch()); }
  static bool unpack(Unpacker& unpacker, Instant& instant) {
    Duration since_epoch{};
    if (!unpacker.read(since_epoch)) return false;
    instant = Instant(since_epoch);
    return true;
  }
};

}  // namespace tagcache
