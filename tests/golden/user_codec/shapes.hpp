#pragma once

#include <cstdint>
#include <memory>
#include <tagcache/codec.hpp>

namespace acme {

/// What a pointer to one points to, only its codec can know.
struct Shape {
  virtual ~Shape() = default;
  [[nodiscard]] virtual std::int64_t area() const = 0;
};

struct Square final : Shape {
  explicit Square(std::int64_t side_) : side(side_) {}
  [[nodiscard]] std::int64_t area() const override { return side * side; }
  std::int64_t side;
};

/// Defined elsewhere.
struct Part;
[[nodiscard]] std::shared_ptr<const Part> make_part(std::int64_t number);
[[nodiscard]] std::int64_t number_of(const Part& part);

}  // namespace acme

template <>
struct tagcache::Codec<std::shared_ptr<const acme::Shape>> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Shape", 1);
  static void pack(Packer& packer, const std::shared_ptr<const acme::Shape>& shape) { packer.write(shape->area()); }
  static bool unpack(Unpacker& unpacker, std::shared_ptr<const acme::Shape>& shape) {
    std::int64_t area = 0;
    if (!unpacker.read(area)) return false;
    std::int64_t side = 0;
    while (side * side < area) ++side;
    shape = std::make_shared<const acme::Square>(side);
    return true;
  }
};

template <>
struct tagcache::Codec<std::shared_ptr<const acme::Part>> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Part", 1);
  static void pack(Packer& packer, const std::shared_ptr<const acme::Part>& part) {
    packer.write(acme::number_of(*part));
  }
  static bool unpack(Unpacker& unpacker, std::shared_ptr<const acme::Part>& part) {
    std::int64_t number = 0;
    if (!unpacker.read(number)) return false;
    part = acme::make_part(number);
    return true;
  }
};
