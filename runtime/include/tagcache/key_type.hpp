#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tagcache/key_kept.hpp>
#include <tagcache/key_part.hpp>
#include <tagcache/key_text.hpp>
#include <tuple>
#include <type_traits>

namespace tagcache::detail {

/// What can be done with the parts of a key without knowing their types. `parts` points to them, a tuple; a `place` is
/// memory of at least `size` bytes, aligned as a pointer is, in which parts of a key are kept together with what they
/// are views of.
struct KeyType {
  std::size_t size;
  bool (*equal)(const void* parts, const void* other_parts);
  bool (*equal_kept)(const void* parts, const void* place);
  void (*keep)(const void* parts, void* place);
  const void* (*kept)(const void* place) noexcept;  ///< the parts that are kept there
  void (*end)(void* place) noexcept;
  void (*write)(const void* parts, std::string&);
  std::size_t (*owned_bytes)(const void* parts);  ///< what kept parts allocate beside their place
};

/// Owns what parts are views of.
template <class... Parts>
struct OwnedParts {
  explicit OwnedParts(const std::tuple<Parts...>& given) : owned(keep(given)), parts(as_part(owned)) {}
  OwnedParts(const OwnedParts&) = delete;
  OwnedParts& operator=(const OwnedParts&) = delete;
  ~OwnedParts() = default;

  decltype(keep(std::declval<std::tuple<Parts...>>())) owned;
  std::tuple<Parts...> parts;
};

/// How parts are kept: as they are, when they are no views.
template <class... Parts>
struct KeptParts {
  using Tuple = std::tuple<Parts...>;
  static constexpr bool are_no_views = std::is_same_v<decltype(detail::keep(std::declval<Tuple>())), Tuple>;
  using Form = std::conditional_t<are_no_views, Tuple, OwnedParts<Parts...>>;
  static_assert(alignof(Form) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
  static constexpr std::size_t most_skipped = alignof(Form) > alignof(void*) ? alignof(Form) - alignof(void*) : 0;

  [[nodiscard]] static const Tuple& of(const void* parts) noexcept { return *static_cast<const Tuple*>(parts); }
  [[nodiscard]] static const Tuple& at(const void* place) noexcept {
    if constexpr (are_no_views) {
      return *form_at(place);
    } else {
      return form_at(place)->parts;
    }
  }
  [[nodiscard]] static const Form* form_at(const void* place) noexcept {
    if constexpr (most_skipped == 0) {
      return static_cast<const Form*>(place);
    } else {
      const auto skipped = (alignof(Form) - reinterpret_cast<std::uintptr_t>(place) % alignof(Form)) % alignof(Form);
      return reinterpret_cast<const Form*>(static_cast<const char*>(place) + skipped);
    }
  }
};

template <class... Parts>
inline constexpr KeyType key_type{
    sizeof(typename KeptParts<Parts...>::Form) + KeptParts<Parts...>::most_skipped,
    [](const void* parts, const void* others) {
      return KeptParts<Parts...>::of(parts) == KeptParts<Parts...>::of(others);
    },
    [](const void* parts, const void* place) {
      return KeptParts<Parts...>::of(parts) == KeptParts<Parts...>::at(place);
    },
    [](const void* parts, void* place) {
      using Form = typename KeptParts<Parts...>::Form;
      new (const_cast<Form*>(KeptParts<Parts...>::form_at(place))) Form(KeptParts<Parts...>::of(parts));
    },
    [](const void* place) noexcept -> const void* { return &KeptParts<Parts...>::at(place); },
    [](void* place) noexcept { std::destroy_at(KeptParts<Parts...>::form_at(place)); },
    [](const void* parts, std::string& out) { write_parts(out, KeptParts<Parts...>::of(parts)); },
    [](const void* parts) { return owned_bytes(KeptParts<Parts...>::of(parts)); }};

}  // namespace tagcache::detail
