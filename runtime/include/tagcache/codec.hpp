#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tagcache/fingerprint.hpp>
#include <tagcache/packer.hpp>
#include <tagcache/unpacker.hpp>
#include <type_traits>

namespace tagcache {

/// How a T becomes bytes: MessagePack, readable by other languages. Codecs of standard types are in
/// `<tagcache/codec/NAME.hpp>`, NAME being the standard header of the type; those of plain structs are emitted by the
/// generator, as in `<tagcache/codec/record.hpp>`. A class that hides its members gets a codec by hand, where the class
/// is declared:
///
///     template <>
///     struct tagcache::Codec<acme::Money> {
///       static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Money", 1);
///       static void pack(Packer& packer, const acme::Money& money) { packer.write(money.cents()); }
///       static bool unpack(Unpacker& unpacker, acme::Money& money) {
///         std::int64_t cents = 0;
///         if (!unpacker.read(cents)) return false;
///         money = acme::Money(cents);
///         return true;
///       }
///     };
///
/// `pack` writes exactly one MessagePack value, the same bytes for equal values and others for different ones:
/// verification compares bytes. `unpack` gives back an equal value, or returns false. `fingerprint` stands for what the
/// bytes mean; raise the number in it with every change, or bytes of before are read as if they were of now. Without a
/// fingerprint a type is not Encodable. A codec that may write nil says so with
/// `static constexpr bool may_be_nil = true;`, so that an optional of it can tell nil from absent.
template <class T>
struct Codec;

/// Has a codec. Ask only where the codec can be seen: the compiler remembers the answer.
template <class T>
concept Encodable =
    std::is_default_constructible_v<T> && requires(Packer& packer, Unpacker& unpacker, const T& value, T& place) {
      Codec<T>::pack(packer, value);
      { Codec<T>::unpack(unpacker, place) } -> std::same_as<bool>;
      { Codec<T>::fingerprint } -> std::convertible_to<std::uint64_t>;
    };

namespace detail {

template <class T>
concept MayBeNil = requires { requires Codec<T>::may_be_nil; };

/// Counts how deep values lie in values while one of them is written or read.
class Descent {
 public:
  explicit Descent(unsigned& depth) noexcept : depth_(depth) { ++depth_; }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  ~Descent() { --depth_; }
  [[nodiscard]] bool too_deep() const noexcept { return depth_ > deepest_nesting; }

 private:
  unsigned& depth_;
};

inline constexpr std::string_view nested_too_deeply = "values are nested too deeply";

}  // namespace detail

template <class T>
void Packer::write(const T& value) {
  static_assert(Encodable<T>,
                "this type cannot be encoded: specialise tagcache::Codec for it (with pack, unpack and fingerprint; it "
                "needs a default constructor), or keep the query in memory with `layers: [memory]`");
  const detail::Descent descent(depth_);
  if (descent.too_deep()) return fail(detail::nested_too_deeply);
  Codec<T>::pack(*this, value);
}

template <class T>
bool Unpacker::read(T& value) {
  static_assert(Encodable<T>, "this type cannot be decoded: specialise tagcache::Codec for it");
  const detail::Descent descent(depth_);
  if (descent.too_deep()) return fail(detail::nested_too_deeply);
  return ok() && Codec<T>::unpack(*this, value);
}

/// The bytes of a value; absent when it cannot be written (see Packer).
template <Encodable T>
[[nodiscard]] std::optional<Bytes> encode(const T& value) {
  std::optional<Bytes> bytes(std::in_place);
  Packer packer(*bytes);
  packer.write(value);
  if (!packer.ok()) bytes.reset();
  return bytes;
}

/// The value that `bytes` are, all of them; absent when they are not a T.
template <Encodable T>
[[nodiscard]] std::optional<T> decode(std::span<const std::byte> bytes) {
  std::optional<T> value(std::in_place);
  Unpacker unpacker(bytes);
  if (!unpacker.read(*value) || unpacker.left() > 0) value.reset();
  return value;
}

}  // namespace tagcache

#include <tagcache/codec/scalar.hpp>
