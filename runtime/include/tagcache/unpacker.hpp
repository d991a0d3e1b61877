#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

namespace tagcache {

/// Reads MessagePack from bytes that nobody vouches for. Belongs to one thread, allocates nothing, throws nothing,
/// never reads past the end. Each function returns whether it succeeded; after the first failure all fail, so a chain
/// of reads needs one check at its end. What a failed read was to fill is unspecified, but valid.
///
/// Forms longer than needed are read as well: other languages may write them.
class Unpacker {
 public:
  /// Reads `bytes`, which must outlive the unpacker and the views that it hands out.
  explicit Unpacker(std::span<const std::byte> bytes) noexcept
      : begin_(bytes.data()), position_(begin_), end_(begin_ + bytes.size()) {}

  /// Any value with a codec. This is what codecs call for the parts of a value.
  template <class T>
  [[nodiscard]] bool read(T& value);

  /// True, and past it, when the next value is nil. False changes nothing.
  [[nodiscard]] bool skip_nil() noexcept;
  [[nodiscard]] bool read_nil() noexcept;
  [[nodiscard]] bool read_bool(bool& value) noexcept;
  /// Fails when the number does not fit into T.
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  [[nodiscard]] bool read_integer(T& value) noexcept {
    std::int64_t negative = 0;
    std::uint64_t number = 0;
    if (!read_number(number, negative)) return false;
    const bool fits = negative < 0 ? std::is_signed_v<T> && negative >= lowest<T>() : number <= highest<T>();
    if (!fits) return fail("an integer is out of the range of its type");
    value = negative < 0 ? static_cast<T>(negative) : static_cast<T>(number);
    return true;
  }
  /// Also from an integer that a float is equal to: some writers save bytes that way.
  [[nodiscard]] bool read_float(float& value) noexcept;   ///< 32 bits; 64 might not fit
  [[nodiscard]] bool read_float(double& value) noexcept;  ///< 32 or 64 bits
  [[nodiscard]] bool read_text(std::string_view& text) noexcept;
  [[nodiscard]] bool read_bytes(std::span<const std::byte>& bytes) noexcept;
  /// The head of an array. Its elements are read next; `size` is never more than the bytes that are left.
  [[nodiscard]] bool read_array(std::size_t& size) noexcept;
  /// The head of an array that must have `size` elements.
  [[nodiscard]] bool read_array_of(std::size_t size) noexcept;
  /// The head of a map. Its pairs are read next; `size` is never more than half of the bytes that are left.
  [[nodiscard]] bool read_map(std::size_t& size) noexcept;
  /// Passes over one value of any kind, extensions included, however deep.
  [[nodiscard]] bool skip() noexcept;

  /// How many of `size` elements, of `bytes_each` in memory, to make room for before they were seen: as many as take no
  /// more memory than there are bytes left to read. Hostile lengths cost nothing that way.
  [[nodiscard]] std::size_t room_for(std::size_t size, std::size_t bytes_each) const noexcept {
    const std::size_t affordable = left() / bytes_each;
    return size < affordable ? size : affordable;
  }
  [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - position_); }
  /// Where the next value begins, or where the first failure was found.
  [[nodiscard]] std::size_t offset() const noexcept { return static_cast<std::size_t>(position_ - begin_); }

  /// Makes the unpacker fail, for values that their codec does not accept. `reason` is a literal; the first one counts.
  /// Returns false.
  bool fail(std::string_view reason) noexcept {
    if (failure_.empty()) failure_ = reason;
    return false;
  }
  [[nodiscard]] bool ok() const noexcept { return failure_.empty(); }
  /// Why it failed; empty when it did not.
  [[nodiscard]] std::string_view failure() const noexcept { return failure_; }

 private:
  template <class T>
  [[nodiscard]] static constexpr std::int64_t lowest() noexcept {
    return static_cast<std::int64_t>(std::numeric_limits<T>::min());
  }
  template <class T>
  [[nodiscard]] static constexpr std::uint64_t highest() noexcept {
    return static_cast<std::uint64_t>(std::numeric_limits<T>::max());
  }
  /// The integer in `negative` when that is below zero, in `number` otherwise.
  [[nodiscard]] bool read_number(std::uint64_t& number, std::int64_t& negative) noexcept;
  [[nodiscard]] bool read_head(std::uint8_t& head) noexcept;
  /// A number of `bytes` bytes, most significant first.
  [[nodiscard]] bool read_raw(std::uint64_t& number, unsigned bytes) noexcept;
  template <class T>
  [[nodiscard]] bool read_any_float(T& value, unsigned widest) noexcept;
  [[nodiscard]] bool take(std::span<const std::byte>& bytes, std::uint64_t size) noexcept;
  /// Fails at the head that was just read.
  [[nodiscard]] bool wrong(std::string_view reason) noexcept;

  const std::byte* begin_;
  const std::byte* position_;
  const std::byte* end_;
  unsigned depth_ = 0;
  std::string_view failure_;
};

}  // namespace tagcache
