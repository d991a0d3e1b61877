#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tagcache/key_of_struct.hpp>
#include <tagcache/key_type.hpp>
#include <tuple>
#include <utility>

namespace tagcache {

/// The parts that make a key, in order: `key(user.value, page)`. Texts and vectors in it are views of the arguments. A
/// struct is all of its members, in order: `key(user, page)` is the same key.
template <class... Arguments>
[[nodiscard]] constexpr auto key(const Arguments&... arguments) {
  return std::tuple_cat(detail::key_parts(arguments)...);
}

namespace detail {

/// The prefix of a cache, hashed once.
struct HashedPrefix {
  explicit HashedPrefix(std::string_view prefix) noexcept : text(prefix), hash(hash_name(prefix)) {}
  std::string_view text;
  std::uint64_t hash;
};

/// Most texts that are equal are the same one.
[[nodiscard]] inline bool same_text(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() && (left.data() == right.data() || left == right);
}

}  // namespace detail

/// The key of an entry while it is looked up: the prefix of the cache, the name of the query, and its arguments. A
/// view: it owns nothing and must not outlive what it was made from. The hash finds the place, equality compares the
/// arguments themselves; no text is formatted. Keys of different argument types are never equal.
class KeyView {
 public:
  /// `name` is empty for keys that the user made up.
  template <class... Parts>
  KeyView(std::string_view prefix, std::string_view name, std::uint64_t name_hash, const std::tuple<Parts...>& parts)
      : KeyView(detail::HashedPrefix(prefix), name, name_hash, parts) {}
  template <class... Parts>
  KeyView(const detail::HashedPrefix& prefix, std::string_view name, std::uint64_t name_hash,
          const std::tuple<Parts...>& parts)
      : prefix_(prefix.text),
        name_(name),
        type_(&detail::key_type<Parts...>),
        parts_(&parts),
        hash_(detail::hash_part(parts, prefix.hash + name_hash)) {}
  /// For who keeps the parts of a key: `parts` are of that type, and have that hash.
  KeyView(std::string_view prefix, std::string_view name, const detail::KeyType& type, const void* parts,
          std::uint64_t hash) noexcept
      : prefix_(prefix), name_(name), type_(&type), parts_(parts), hash_(hash) {}

  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }
  [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  [[nodiscard]] const detail::KeyType& type() const noexcept { return *type_; }
  [[nodiscard]] const void* parts() const noexcept { return parts_; }

  /// For people and for stores: `BlogCache:get_user(42,"ann",[1,2],none)`, `BlogCache:"any text"`. Keys of one query
  /// and keys of different prefixes or names give different texts; what each part looks like: see key_text.hpp. The
  /// last colon before the first quote or bracket ends the prefix.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const KeyView& left, const KeyView& right) noexcept {
    return left.hash_ == right.hash_ && left.type_ == right.type_ && detail::same_text(left.name_, right.name_) &&
           detail::same_text(left.prefix_, right.prefix_) && left.type_->equal(left.parts_, right.parts_);
  }

 private:
  std::string_view prefix_;
  std::string_view name_;
  const detail::KeyType* type_;
  const void* parts_;
  std::uint64_t hash_;
};

/// A key that owns its arguments. It does not own prefix and name: who keeps keys keeps the prefix alive, and names are
/// literals.
class Key {
 public:
  explicit Key(const KeyView& view);
  /// The same, but with `prefix`, an equal text that lives longer than that of `view`.
  Key(const KeyView& view, std::string_view prefix);
  /// A moved-from key may only be assigned to or destroyed.
  Key(Key&&) noexcept = default;
  Key& operator=(Key&&) noexcept = default;
  ~Key() = default;

  [[nodiscard]] const KeyView& view() const noexcept { return view_; }

 private:
  struct End {
    const detail::KeyType* type;
    void operator()(void* place) const noexcept;
  };
  [[nodiscard]] static std::unique_ptr<void, End> kept(const KeyView& view);

  std::unique_ptr<void, End> place_;
  KeyView view_;
};

/// For hash maps with Key keys that are asked with a KeyView.
struct KeyHash {
  using is_transparent = void;
  std::size_t operator()(const KeyView& key) const noexcept { return static_cast<std::size_t>(key.hash()); }
  std::size_t operator()(const Key& key) const noexcept { return (*this)(key.view()); }
};
struct KeyEqual {
  using is_transparent = void;
  bool operator()(const Key& left, const Key& right) const noexcept { return left.view() == right.view(); }
  bool operator()(const KeyView& left, const Key& right) const noexcept { return left == right.view(); }
  bool operator()(const Key& left, const KeyView& right) const noexcept { return left.view() == right; }
};

}  // namespace tagcache
