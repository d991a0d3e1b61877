#pragma once

#include <compare>
#include <cstdint>
#include <tagcache/codec.hpp>
#include <utility>

namespace acme {

/// Hides what it is made of.
class Money {
 public:
  Money() = default;
  explicit Money(std::int64_t cents) : cents_(cents) {}
  [[nodiscard]] std::int64_t cents() const { return cents_; }
  friend auto operator<=>(const Money&, const Money&) = default;

 private:
  std::int64_t cents_ = 0;
};

/// A strong typedef with a codec for all of them.
template <class T, class Which>
class Strong {
 public:
  Strong() = default;
  explicit Strong(T value) : value_(std::move(value)) {}
  [[nodiscard]] const T& value() const { return value_; }
  friend auto operator<=>(const Strong&, const Strong&) = default;

 private:
  T value_{};
};

/// Plain, and still written in another way than its members say.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

}  // namespace acme

template <>
struct tagcache::Codec<acme::Money> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Money", 1);
  static void pack(Packer& packer, const acme::Money& money) { packer.write(money.cents()); }
  static bool unpack(Unpacker& unpacker, acme::Money& money) {
    std::int64_t cents = 0;
    if (!unpacker.read(cents)) return false;
    money = acme::Money(cents);
    return true;
  }
};

template <class T, class Which>
struct tagcache::Codec<acme::Strong<T, Which>> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Strong", Codec<T>::fingerprint);
  static void pack(Packer& packer, const acme::Strong<T, Which>& strong) { packer.write(strong.value()); }
  static bool unpack(Unpacker& unpacker, acme::Strong<T, Which>& strong) {
    T value{};
    if (!unpacker.read(value)) return false;
    strong = acme::Strong<T, Which>(std::move(value));
    return true;
  }
};

template <>
struct tagcache::Codec<acme::Colour> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Colour", 1);
  static void pack(Packer& packer, const acme::Colour& colour) {
    packer.write_integer(colour.red << 16U | colour.green << 8U | colour.blue);
  }
  static bool unpack(Unpacker& unpacker, acme::Colour& colour) {
    std::uint32_t number = 0;
    if (!unpacker.read_integer(number) || number > 0xFFFFFF) return false;
    colour = {static_cast<std::uint8_t>(number >> 16U), static_cast<std::uint8_t>(number >> 8U & 0xFFU),
              static_cast<std::uint8_t>(number & 0xFFU)};
    return true;
  }
};
