#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/absence.hpp>
#include <tagcache/clock.hpp>
#include <tagcache/pieces.hpp>
#include <tagcache/tag.hpp>
#include <type_traits>
#include <utility>

namespace tagcache::detail {

/// Identity of a value type: two are the same type when their addresses are equal.
struct ValueType {
  std::size_t size;
  bool is_bytes;  ///< a copy of its bytes is as good as the value
};
template <class T>
inline constexpr ValueType value_type{sizeof(T),
                                      std::is_trivially_copyable_v<T> && alignof(T) <= alignof(std::max_align_t)};

/// What few entries say of themselves.
struct EntryExtras {
  Duration idle_ttl{};
  std::string validator;
  TimePoint memory_until = TimePoint::max();
};

/// An entry without its type. Filled in by who makes it, immutable from the moment that others can see it.
struct EntryNode {
  explicit EntryNode(const ValueType& value_type);
  EntryNode(const EntryNode&) = delete;
  EntryNode& operator=(const EntryNode&) = delete;
  virtual ~EntryNode();

  [[nodiscard]] bool has_grace() const noexcept { return grace_until > expires_at; }
  /// When it stops to be fresh in memory.
  [[nodiscard]] TimePoint fresh_until() const noexcept {
    return memory_until() < expires_at ? memory_until() : expires_at;
  }
  /// What moves it: its tags, and what a layer adds.
  [[nodiscard]] virtual std::span<const Tag> judged_tags() const noexcept { return tags; }

  /// How long it stays in memory unread; zero: as long as it likes.
  [[nodiscard]] Duration idle_ttl() const noexcept { return extras_ != nullptr ? extras_->idle_ttl : Duration::zero(); }
  /// By which the source knows the value; empty: it gave none.
  [[nodiscard]] const std::string& validator() const noexcept;
  /// End of the load + memory_ttl: how long a copy in memory is trusted. When it is later than `expires_at` it says
  /// nothing.
  [[nodiscard]] TimePoint memory_until() const noexcept {
    return extras_ != nullptr ? extras_->memory_until : TimePoint::max();
  }
  void set_idle_ttl(Duration ttl);
  void set_validator(std::string text);
  void set_memory_until(TimePoint until);

  const ValueType* type;
  const void* value = nullptr;
  TagSet tags;                    ///< those that the arguments name, then those that came with the value
  TimePoint created_at;           ///< before the load began
  TimePoint loaded_at;            ///< end of the load
  TimePoint expires_at;           ///< end of the load + TTL
  TimePoint grace_until;          ///< expires_at + grace; equal to expires_at when there is no grace
  std::uint64_t weight = 0;       ///< bytes that the value takes
  std::uint32_t result_tags = 0;  ///< how many of `tags`, from the end, came with the value
  bool is_absent = false;         ///< the value says that there is none

 private:
  [[nodiscard]] EntryExtras& extras();

  EntryExtras* extras_ = nullptr;  ///< its own; null: nothing is said
};

using EntryPointer = std::shared_ptr<const EntryNode>;

/// An entry whose value belongs to another one, which it keeps.
struct BorrowedEntry : EntryNode {
  explicit BorrowedEntry(const EntryPointer& entry);
  const EntryPointer owner;  ///< never one that borrowed itself, or a value handed on for ever would keep them all
};

/// The same entry, to be changed.
struct EntryCopy : BorrowedEntry {
  explicit EntryCopy(const EntryPointer& entry);
};

/// The tags that came with the value. No store could note their generations before the load.
[[nodiscard]] std::span<const Tag> result_tags(const EntryNode& entry) noexcept;

template <class T>
inline constexpr bool refers_to_others = std::is_pointer_v<T> || std::is_reference_v<T>;
template <class C, class Traits>
inline constexpr bool refers_to_others<std::basic_string_view<C, Traits>> = true;
template <class T, std::size_t N>
inline constexpr bool refers_to_others<std::span<T, N>> = true;

/// Before what gives a value.
struct GivenBy {};

template <class T>
struct EntryNodeOf final : EntryNode {
  static_assert(!refers_to_others<T>,
                "a cache owns its values: store what the pointer, reference or view refers to, e.g. a std::string");

  template <class... Arguments>
  explicit EntryNodeOf(Arguments&&... arguments)
      : EntryNode(value_type<T>), typed_value(std::forward<Arguments>(arguments)...) {
    know_value();
  }
  /// The T that `give` returns is not moved.
  template <class Give>
  EntryNodeOf(GivenBy, const Give& give) : EntryNode(value_type<T>), typed_value(give()) {
    know_value();
  }
  const T typed_value;

 private:
  void know_value() noexcept {
    value = &typed_value;
    is_absent = detail::is_absent(typed_value);
  }
};

}  // namespace tagcache::detail
