#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The names of keys in Redis; docs/redis.md has them as a table.
namespace tagcache::detail::redis {

/// A hash that is the same on every machine and for ever, in hexadecimal digits: the first 16 bytes of SHA-256.
[[nodiscard]] std::string lasting_hash(std::string_view text);

/// The keys of one namespace. All have its name in braces, so that a cluster keeps them together.
class KeyLayout {
 public:
  /// Throws std::invalid_argument when the name is empty, or has other characters than letters, digits, `_`, `-` and
  /// `.`: it could end where another one goes on.
  explicit KeyLayout(std::string_view name_space);
  /// Of one part of several, each of which has its slot in another range of slots of equal size.
  KeyLayout(std::string_view name_space, int part, int parts);

  /// Who the data are of, and the number that was given out last.
  [[nodiscard]] std::string incarnation() const { return base_ + "i"; }
  /// When anything moved that a number of hashes stands for.
  [[nodiscard]] std::string moves() const { return base_ + "m"; }
  /// The channel of announcements. Channels belong to all databases of a server.
  [[nodiscard]] std::string channel(int database) const {
    return database == 0 ? base_ + "a" : base_ + "a:" + std::to_string(database);
  }

  /// `text` is that of a KeyView. Long ones are hashed: who reads compares the text that stands in the entry.
  [[nodiscard]] std::string entry(std::string_view text) const { return named('e', text); }
  /// Who loads a key at the moment, where others are to wait.
  [[nodiscard]] std::string lease(std::string_view text) const { return named('l', text); }
  /// `bytes` are those of a tag. Long ones are hashed: were two of one hash, each would be moved with the other.
  [[nodiscard]] std::string tag(std::string_view bytes) const { return named('t', bytes); }
  /// Of all keys of a cache.
  [[nodiscard]] std::string scope(std::string_view prefix) const { return named('s', prefix); }

 private:
  [[nodiscard]] std::string named(char kind, std::string_view text) const;

  std::string base_;  ///< `{blog}:`
};

inline constexpr int most_partitions = 64;
/// Which of so many parts has the key with that text. Part of the format.
[[nodiscard]] std::size_t partition_of(std::string_view text, std::size_t parts) noexcept;

/// How many numbers the record of moves has. Part of the format, as is the hash of what falls into them.
inline constexpr std::uint32_t move_slots = 16'384;

/// What may move: a tag with all below it, exactly a tag, a key, or the keys of a prefix.
enum class Moving : char { prefix = 'p', exact = 'x', key = 'k', scope = 's' };
[[nodiscard]] std::uint32_t move_slot(Moving kind, std::string_view name) noexcept;

}  // namespace tagcache::detail::redis
