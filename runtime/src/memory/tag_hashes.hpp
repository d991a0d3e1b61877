#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <tagcache/hash.hpp>
#include <tagcache/tag.hpp>

#include "tag_bytes.hpp"

namespace tagcache::detail {

/// The hashes of a tag's prefixes, the shortest first and the tag itself last.
class TagHashes {
 public:
  explicit TagHashes(const Tag& tag) noexcept : bytes_(tag.bytes()) {}

  [[nodiscard]] bool at_end() const noexcept { return end_ == bytes_.size(); }

  [[nodiscard]] std::uint64_t next() noexcept {
    const std::size_t begin = end_;
    static_cast<void>(next_segment(bytes_, end_));
    hash_ = mix(hash_, hash_of(bytes_.substr(begin, end_ - begin)));
    return hash_;
  }

 private:
  /// Eight bytes at a time: these hashes are made anew for each entry, and never leave the process.
  [[nodiscard]] static std::uint64_t hash_of(std::string_view bytes) noexcept {
    std::uint64_t hash = bytes.size();
    for (; bytes.size() > 8; bytes.remove_prefix(8)) {
      hash = spread(std::rotl(hash, 23) ^ read<std::uint64_t>(bytes.data()));
    }
    return spread(std::rotl(hash, 23) ^ rest(bytes));
  }
  /// Eight bytes at most. Never by way of a copy of some of them, which is slow to be read again as a whole.
  [[nodiscard]] static std::uint64_t rest(std::string_view bytes) noexcept {
    const std::size_t size = bytes.size();
    const char* const first = bytes.data();
    if (size >= 4) {
      const std::uint64_t high = read<std::uint32_t>(first + size - 4);
      return high << 32U | read<std::uint32_t>(first);
    }
    std::uint64_t all = 0;
    for (const char byte : bytes) all = all << 8U | static_cast<unsigned char>(byte);
    return all;
  }
  template <class Word>
  [[nodiscard]] static Word read(const char* from) noexcept {
    Word word{};
    std::memcpy(&word, from, sizeof(Word));
    return word;
  }

  std::string_view bytes_;
  std::size_t end_ = 0;
  std::uint64_t hash_ = 0;
};

}  // namespace tagcache::detail
