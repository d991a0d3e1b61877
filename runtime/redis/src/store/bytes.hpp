#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

// Numbers as bytes, the highest first, as the scripts of the store and other languages read them.
namespace tagcache::detail::redis {

template <class Number>
void append_number(std::string& out, Number number) {
  using Unsigned = std::make_unsigned_t<Number>;
  const auto value = static_cast<Unsigned>(number);
  for (std::size_t shift = sizeof(Number); shift-- > 0;) out.push_back(static_cast<char>(value >> (8 * shift)));
}

[[nodiscard]] inline std::string number_bytes(std::uint64_t number) {
  std::string bytes;
  append_number(bytes, number);
  return bytes;
}

/// Reads bytes from their beginning. When there are too few, this and all that is read after is zero or empty, and
/// `ok` is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) noexcept : left_(bytes) {}

  template <class Number>
  [[nodiscard]] Number number() noexcept {
    std::uint64_t value = 0;
    for (const char byte : text(sizeof(Number))) value = (value << 8U) | static_cast<unsigned char>(byte);
    return static_cast<Number>(value);
  }

  [[nodiscard]] std::string_view text(std::size_t length) noexcept {
    if (!ok_ || left_.size() < length) {
      ok_ = false;
      return {};
    }
    const std::string_view bytes = left_.substr(0, length);
    left_.remove_prefix(length);
    return bytes;
  }

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] std::string_view left() const noexcept { return left_; }

 private:
  std::string_view left_;
  bool ok_ = true;
};

}  // namespace tagcache::detail::redis
