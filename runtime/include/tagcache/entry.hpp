#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/absence.hpp>
#include <tagcache/clock.hpp>
#include <tagcache/tag.hpp>
#include <type_traits>
#include <utility>

namespace tagcache {

namespace detail {

/// Identity of a value type: two are the same type when their addresses are equal.
struct ValueType {
  std::size_t size;
  bool is_bytes;  ///< a copy of its bytes is as good as the value
};
template <class T>
inline constexpr ValueType value_type{sizeof(T),
                                      std::is_trivially_copyable_v<T> && alignof(T) <= alignof(std::max_align_t)};

/// An entry without its type. Filled in by who makes it, immutable from the moment that others can see it.
struct EntryNode {
  explicit EntryNode(const ValueType& value_type);
  EntryNode(const EntryNode&) = delete;
  EntryNode& operator=(const EntryNode&) = delete;
  virtual ~EntryNode();

  [[nodiscard]] bool has_grace() const noexcept { return grace_until > expires_at; }
  /// When it stops to be fresh in memory.
  [[nodiscard]] TimePoint fresh_until() const noexcept { return memory_until < expires_at ? memory_until : expires_at; }
  /// What moves it: its tags, and what a layer adds.
  [[nodiscard]] virtual std::span<const Tag> judged_tags() const noexcept { return tags; }

  const ValueType* type;
  const void* value = nullptr;
  bool is_absent = false;       ///< the value says that there is none
  TagSet tags;                  ///< those that the arguments name, then those that came with the value
  std::size_t result_tags = 0;  ///< how many of `tags`, from the end, came with the value
  TimePoint created_at;         ///< before the load began
  TimePoint loaded_at;          ///< end of the load
  TimePoint expires_at;         ///< end of the load + TTL
  TimePoint grace_until;        ///< expires_at + grace; equal to expires_at when there is no grace
  std::uint64_t weight = 0;     ///< bytes that the value takes
  Duration idle_ttl{};          ///< how long it stays in memory unread; zero: as long as it likes
  std::string validator;        ///< by which the source knows the value; empty: it gave none
  /// End of the load + memory_ttl: how long a copy in memory is trusted. When it is later than `expires_at` it says
  /// nothing.
  TimePoint memory_until = TimePoint::max();
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

template <class T>
struct EntryNodeOf final : EntryNode {
  static_assert(!refers_to_others<T>,
                "a cache owns its values: store what the pointer, reference or view refers to, e.g. a std::string");

  template <class... Arguments>
  explicit EntryNodeOf(Arguments&&... arguments)
      : EntryNode(value_type<T>), typed_value(std::forward<Arguments>(arguments)...) {
    value = &typed_value;
    is_absent = detail::is_absent(typed_value);
  }
  const T typed_value;
};

}  // namespace detail

/// What the cache knows about one stored value. A shared view of an immutable entry: cheap to copy, and it keeps the
/// entry alive after eviction, `clear`, and the end of the cache.
template <class T>
class Entry {
 public:
  explicit Entry(detail::EntryPointer node) : node_(std::move(node)) {}

  [[nodiscard]] const T& value() const noexcept { return *static_cast<const T*>(node_->value); }
  [[nodiscard]] const TagSet& tags() const noexcept { return node_->tags; }
  /// When the load began. Data in the value may be as old as this.
  [[nodiscard]] TimePoint created_at() const noexcept { return node_->created_at; }
  /// The entry is fresh before this instant, unless it was invalidated, or memory has to ask again (`memory_ttl`).
  [[nodiscard]] TimePoint expires_at() const noexcept { return node_->expires_at; }
  /// The entry may be served in grace before this instant; absent when it has no grace.
  [[nodiscard]] std::optional<TimePoint> grace_until() const noexcept {
    return node_->has_grace() ? std::optional(node_->grace_until) : std::nullopt;
  }

  /// What the loader gave as the validator of the value (Loaded::validator); empty when it gave none.
  [[nodiscard]] const std::string& validator() const noexcept { return node_->validator; }

  /// True for two views of the very same entry, not for two entries with equal values.
  friend bool operator==(const Entry&, const Entry&) = default;

 private:
  detail::EntryPointer node_;
};

/// The entry that a read found and the one that it left behind.
template <class T>
struct Entries {
  std::optional<Entry<T>> before;  ///< absent when nothing was stored under the key
  Entry<T> after;
};

}  // namespace tagcache
