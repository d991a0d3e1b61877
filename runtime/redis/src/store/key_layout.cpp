#include "store/key_layout.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tagcache/hash.hpp>

#include "slots.hpp"

namespace tagcache::detail::redis {
namespace {

/// Up to here a key is its own name, which people can read.
constexpr std::size_t longest_plain = 96;

bool is_plain(char letter) noexcept {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '_' || letter == '-' || letter == '.';
}

std::string base_of(std::string_view name_space, int part, int parts) {
  const std::string name(name_space);
  if (parts == 1) return '{' + name + "}:";
  // The first name that falls into the range.
  for (int i = 0;; ++i) {
    std::string base =
        '{' + name + '/' + std::to_string(parts) + '/' + std::to_string(part) + '/' + std::to_string(i) + "}:";
    if (slot_of(base) * parts / slot_count == part) return base;
  }
}

}  // namespace

std::string lasting_hash(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hash;
  for (std::size_t i = 0; i < 16; ++i) {
    hash.push_back(digits[digest[i] >> 4U]);
    hash.push_back(digits[digest[i] & 0xFU]);
  }
  return hash;
}

KeyLayout::KeyLayout(std::string_view name_space) : KeyLayout(name_space, 0, 1) {}

KeyLayout::KeyLayout(std::string_view name_space, int part, int parts) : base_(base_of(name_space, part, parts)) {
  if (name_space.empty() || !std::all_of(name_space.begin(), name_space.end(), is_plain)) {
    throw std::invalid_argument(
        "RedisOptions::name_space: a name of letters, digits, '_', '-' and '.' was expected, e.g. \"blog\"");
  }
}

std::string KeyLayout::named(char kind, std::string_view text) const {
  std::string key;
  key.reserve(base_.size() + 2 + std::min(text.size(), longest_plain));
  key.append(base_).push_back(kind);
  // Behind another letter, so that no short text is what a long one is hashed to.
  if (text.size() <= longest_plain) return key.append(":").append(text);
  return key.append("#").append(lasting_hash(text));
}

std::size_t partition_of(std::string_view text, std::size_t parts) noexcept {
  return static_cast<std::size_t>(mix(std::uint64_t{'n'}, hash_name(text)) % parts);
}

std::uint32_t move_slot(Moving kind, std::string_view name) noexcept {
  const std::uint64_t hash = mix(static_cast<std::uint64_t>(kind), hash_name(name));
  return static_cast<std::uint32_t>(hash % move_slots);
}

}  // namespace tagcache::detail::redis
