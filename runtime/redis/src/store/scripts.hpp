#pragma once

#include <span>
#include <string>
#include <string_view>

#include "resp.hpp"

// What the store has the server do in one step. docs/decisions/030 argues why it is right.
namespace tagcache::detail::redis {

/// A Lua script, called by its hash.
class Script {
 public:
  explicit Script(const std::string& body);

  /// EVALSHA, or EVAL where the server does not know the script yet.
  void add_to(Commands& commands, std::span<const std::string_view> keys, std::span<const std::string_view> arguments,
              bool whole = false) const;

 private:
  std::string text_;
  std::string hash_;
};

/// The record `incarnation`; made anew when it is not there, or was made by another server than this one. With an
/// identity of before as argument it is made anew when it is still that one.
[[nodiscard]] const Script& greet_script();
/// Gives a load its number: incarnation and number, 16 bytes.
[[nodiscard]] const Script& begin_script();
/// The same, and a lease: incarnation and number, and `1` when a load that is current has it already, else `0`.
[[nodiscard]] const Script& lease_script();
/// Ends a lease, if it is still that of the number. Short enough to be sent whole.
inline constexpr std::string_view end_of_lease =
    "if redis.call('GETRANGE', KEYS[1], 0, 15) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
/// Keeps what a load gave, or only looks whether it is current, or removes what it replaces.
[[nodiscard]] const Script& keep_script();
[[nodiscard]] const Script& set_script();
/// Erases or expires a key.
[[nodiscard]] const Script& forget_script();
/// Moves markers.
[[nodiscard]] const Script& move_script();

}  // namespace tagcache::detail::redis
