#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tagcache/key_kept.hpp>
#include <tagcache/key_of_struct.hpp>
#include <tagcache/key_part.hpp>
#include <tagcache/key_text.hpp>
#include <tuple>
#include <utility>

namespace tagcache {

namespace detail {

/// Owns the parts of a key; `view` is what KeyView::parts points to.
struct KeptParts {
  virtual ~KeptParts() = default;
  const void* view = nullptr;
};

/// What can be done with the parts of a key without knowing their types.
struct KeyType {
  bool (*equal)(const void*, const void*);
  std::unique_ptr<KeptParts> (*keep)(const void*);
  void (*write)(const void*, std::string&);
  std::size_t (*kept_bytes)(const void*);
};

template <class... Parts>
struct KeptPartsOf final : KeptParts {
  explicit KeptPartsOf(const std::tuple<Parts...>& given) : kept(keep(given)), parts(as_part(kept)) { view = &parts; }
  decltype(keep(std::declval<std::tuple<Parts...>>())) kept;
  std::tuple<Parts...> parts;  ///< views in here are of `kept`
};

template <class... Parts>
inline constexpr KeyType key_type{
    [](const void* left, const void* right) {
      return *static_cast<const std::tuple<Parts...>*>(left) == *static_cast<const std::tuple<Parts...>*>(right);
    },
    [](const void* parts) -> std::unique_ptr<KeptParts> {
      return std::make_unique<KeptPartsOf<Parts...>>(*static_cast<const std::tuple<Parts...>*>(parts));
    },
    [](const void* parts, std::string& out) { write_parts(out, *static_cast<const std::tuple<Parts...>*>(parts)); },
    [](const void* parts) {
      return sizeof(KeptPartsOf<Parts...>) + owned_bytes(*static_cast<const std::tuple<Parts...>*>(parts));
    }};

}  // namespace detail

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
        hash_(detail::hash_part(parts, detail::mix(prefix.hash, name_hash))) {}

  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }
  [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }
  /// The bytes that a Key made of this view allocates, as far as sizes tell.
  [[nodiscard]] std::size_t kept_bytes() const { return type_->kept_bytes(parts_); }

  /// For people and for stores: `BlogCache:get_user(42,"ann",[1,2],none)`, `BlogCache:"any text"`. Keys of one query
  /// and keys of different prefixes or names give different texts; what each part looks like: see key_text.hpp. The
  /// last colon before the first quote or bracket ends the prefix.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const KeyView& left, const KeyView& right) noexcept {
    return left.hash_ == right.hash_ && left.type_ == right.type_ && detail::same_text(left.name_, right.name_) &&
           detail::same_text(left.prefix_, right.prefix_) && left.type_->equal(left.parts_, right.parts_);
  }

 private:
  friend class Key;
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

  [[nodiscard]] const KeyView& view() const noexcept { return view_; }

 private:
  std::unique_ptr<detail::KeptParts> parts_;
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
