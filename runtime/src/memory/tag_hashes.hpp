#pragma once

#include <cstddef>
#include <cstdint>
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
    hash_ = mix(hash_, hash_name(bytes_.substr(begin, end_ - begin)));
    return hash_;
  }

 private:
  std::string_view bytes_;
  std::size_t end_ = 0;
  std::uint64_t hash_ = 0;
};

}  // namespace tagcache::detail
