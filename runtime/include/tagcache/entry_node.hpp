#pragma once

#include <atomic>
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
  EntryNode() = default;
  EntryNode(const EntryNode&) = delete;
  EntryNode& operator=(const EntryNode&) = delete;
  virtual ~EntryNode();

  [[nodiscard]] virtual const ValueType& type() const noexcept = 0;
  [[nodiscard]] virtual const void* value() const noexcept = 0;
  [[nodiscard]] bool has_grace() const noexcept { return grace_until > expires_at; }
  /// When it stops to be fresh in memory.
  [[nodiscard]] TimePoint fresh_until() const noexcept {
    return memory_until() < expires_at ? memory_until() : expires_at;
  }
  /// What moves it: its tags, and what a layer adds.
  [[nodiscard]] virtual std::span<const Tag> judged_tags() const noexcept { return tags; }

  /// What keeping it takes beside its value, in bytes: itself, its tags, what it refers to alone, and room that nobody
  /// can take any more.
  [[nodiscard]] virtual std::size_t bytes_beside_value() const noexcept;

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

  /// Memory in the same piece (see make_with_room), for who keeps the entry, and for as long as it lives. Null when
  /// there is not so much, and for all but the first who asks: nobody gives it back. Aligned for anything.
  [[nodiscard]] virtual void* take_room(std::size_t bytes) const noexcept;
  /// By who made it; `most_room` at most.
  void offer_room(void* beginning, std::size_t bytes) noexcept;
  static constexpr std::size_t most_room = std::size_t{8} * UINT8_MAX;

  TagSet tags;                    ///< those that the arguments name, then those that came with the value
  TimePoint created_at;           ///< before the load began
  TimePoint loaded_at;            ///< end of the load
  TimePoint expires_at;           ///< end of the load + TTL
  TimePoint grace_until;          ///< expires_at + grace; equal to expires_at when there is no grace
  std::uint64_t weight = 0;       ///< bytes that the value takes
  std::uint32_t result_tags = 0;  ///< how many of `tags`, from the end, came with the value
  bool is_absent = false;         ///< the value says that there is none

 protected:
  /// Of a list, in nothing but the sizes of what is allocated.
  [[nodiscard]] static std::size_t bytes_of(std::span<const Tag> tags) noexcept;

 private:
  mutable std::atomic<std::uint8_t> room_words_ = 0;  ///< of 8 bytes each, while nobody took them
  std::uint16_t room_before_ = 0;                     ///< so many bytes before this

  [[nodiscard]] EntryExtras& extras();

  EntryExtras* extras_ = nullptr;  ///< its own; null: nothing is said
};

using EntryPointer = std::shared_ptr<const EntryNode>;

/// An entry whose value belongs to another one, which it keeps.
struct BorrowedEntry : EntryNode {
  explicit BorrowedEntry(const EntryPointer& entry);
  [[nodiscard]] const ValueType& type() const noexcept override { return owner->type(); }
  [[nodiscard]] const void* value() const noexcept override { return owner->value(); }
  /// Beside the value.
  [[nodiscard]] void* take_room(std::size_t bytes) const noexcept override { return owner->take_room(bytes); }
  [[nodiscard]] std::size_t bytes_beside_value() const noexcept override;
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
  explicit EntryNodeOf(Arguments&&... arguments) : typed_value(std::forward<Arguments>(arguments)...) {
    is_absent = detail::is_absent(typed_value);
  }
  /// The T that `give` returns is not moved.
  template <class Give>
  EntryNodeOf(GivenBy, const Give& give) : typed_value(give()) {
    is_absent = detail::is_absent(typed_value);
  }
  [[nodiscard]] const ValueType& type() const noexcept override { return value_type<T>; }
  [[nodiscard]] const void* value() const noexcept override { return &typed_value; }

  const T typed_value;
};

}  // namespace tagcache::detail
