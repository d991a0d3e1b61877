#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tagcache/function_view.hpp>
#include <type_traits>
#include <vector>

namespace tagcache {

/// Bytes of an encoded value.
using Bytes = std::vector<std::byte>;

/// Values inside values, one in the other, that a packer writes and an unpacker reads. More is a failure.
inline constexpr unsigned deepest_nesting = 256;

/// Appends MessagePack to a buffer, each value in its shortest form. Belongs to one thread.
///
/// What cannot be written (a text of 4 GiB, a list linked deeper than `deepest_nesting`) makes the packer fail; from
/// then on it writes nothing, and what is in the buffer is of no use.
class Packer {
 public:
  /// Appends to `out`, which must outlive the packer.
  explicit Packer(Bytes& out) noexcept : out_(&out) {}

  /// Any value with a codec. This is what codecs call for the parts of a value.
  template <class T>
  void write(const T& value);

  void write_nil();
  void write_bool(bool value);
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  void write_integer(T value) {
    if constexpr (std::is_signed_v<T>) {
      write_signed(value);
    } else {
      write_unsigned(value);
    }
  }
  void write_float(float value);
  void write_float(double value);
  /// A `str`. It need not be UTF-8: what C++ keeps in a string comes back byte for byte.
  void write_text(std::string_view text);
  /// A `bin`.
  void write_bytes(std::span<const std::byte> bytes);
  /// The head of an array; its `size` elements are written next.
  void write_array(std::size_t size);
  /// The head of a map; its `size` pairs are written next, each as key and value.
  void write_map(std::size_t size);

  /// `item()` for each of `items`, in the order of what they write: for containers without an order of their own.
  template <class Items, class WriteItem>
  void write_sorted(const Items& items, const WriteItem& write_item) {
    auto next = items.begin();
    write_in_order(items.size(), [&] { write_item(*next++); });
  }

  /// Makes the packer fail. `reason` is a literal; the first one counts.
  void fail(std::string_view reason) noexcept {
    if (failure_.empty()) failure_ = reason;
  }
  [[nodiscard]] bool ok() const noexcept { return failure_.empty(); }
  /// Why it failed; empty when it did not.
  [[nodiscard]] std::string_view failure() const noexcept { return failure_; }

  /// The bytes written so far, with what the buffer held before.
  [[nodiscard]] const Bytes& bytes() const noexcept { return *out_; }

 private:
  void write_signed(std::int64_t value);
  void write_unsigned(std::uint64_t value);
  void write_head(std::uint8_t head) { write_number(head, 0, 0); }
  /// A head and the lowest `bytes` bytes of `number`, most significant first.
  void write_number(std::uint8_t head, std::uint64_t number, unsigned bytes);
  void append(const void* data, std::size_t size);
  void write_in_order(std::size_t items, detail::FunctionView<void()> write_next);
  void sort_items(std::size_t begin, std::span<const std::size_t> ends);

  Bytes* out_;
  unsigned depth_ = 0;
  std::string_view failure_;
};

}  // namespace tagcache
