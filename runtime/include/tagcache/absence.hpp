#pragma once

#include <memory>
#include <optional>

namespace tagcache::detail {

/// Whether a value says "there is none": what QueryOptions::negative_ttl is about. A nested optional, or an empty
/// container, is a result like any other.
template <class T>
[[nodiscard]] constexpr bool is_absent(const T&) noexcept {
  return false;
}
template <class T>
[[nodiscard]] constexpr bool is_absent(const std::optional<T>& value) noexcept {
  return !value.has_value();
}
template <class T>
[[nodiscard]] bool is_absent(const std::shared_ptr<T>& value) noexcept {
  return value == nullptr;
}
template <class T, class Deleter>
[[nodiscard]] bool is_absent(const std::unique_ptr<T, Deleter>& value) noexcept {
  return value == nullptr;
}

}  // namespace tagcache::detail
