#pragma once

#include <concepts>
#include <exception>
#include <tagcache/lifetime_bound.hpp>
#include <type_traits>
#include <utility>

namespace tagcache {

/// What a mutation returns: what its write returned, and whether the store has heard of the invalidation. The result of
/// a write is never lost because an invalidation could not be delivered.
///
///     const auto written = cache.rename_user(UserId{42}, "Ann");
///     if (!written.delivered()) log("other nodes may serve the old name until the store is back");
///
/// Whoever wants the result alone takes it: `Post post = cache.add_post(draft);`. One thread uses an object at a time.
template <class Result>
class Written {
 public:
  /// Nothing was written; for what must be made before it is assigned to.
  Written()
    requires std::default_initializable<Result>
  = default;
  Written(Result result, std::exception_ptr error) : result_(std::move(result)), error_(std::move(error)) {}

  [[nodiscard]] const Result& value() const& noexcept TAGCACHE_LIFETIME_BOUND { return result_; }
  [[nodiscard]] Result&& value() && noexcept TAGCACHE_LIFETIME_BOUND { return std::move(result_); }
  [[nodiscard]] const Result& operator*() const& noexcept TAGCACHE_LIFETIME_BOUND { return result_; }
  [[nodiscard]] Result&& operator*() && noexcept TAGCACHE_LIFETIME_BOUND { return std::move(result_); }
  [[nodiscard]] const Result* operator->() const noexcept TAGCACHE_LIFETIME_BOUND { return &result_; }
  operator Result() && noexcept(std::is_nothrow_move_constructible_v<Result>) { return std::move(result_); }

  /// False when the store could not be told of the invalidation. It is told again until it has heard of it; until then
  /// no cache of this process that uses the store serves what it would have reached, but other nodes may.
  [[nodiscard]] bool delivered() const noexcept { return error_ == nullptr; }
  /// What the store threw; null when it was told.
  [[nodiscard]] const std::exception_ptr& error() const noexcept { return error_; }

 private:
  Result result_{};
  std::exception_ptr error_;
};

/// The same for a write that returns nothing. May be ignored: the invalidation is not forgotten.
template <>
class Written<void> {
 public:
  Written() = default;
  explicit Written(std::exception_ptr error) : error_(std::move(error)) {}

  [[nodiscard]] bool delivered() const noexcept { return error_ == nullptr; }
  [[nodiscard]] const std::exception_ptr& error() const noexcept { return error_; }

 private:
  std::exception_ptr error_;
};

}  // namespace tagcache
