#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tagcache/handle.hpp>
#include <tagcache/read_call.hpp>
#include <utility>

namespace tagcache::detail {

/// What generated code calls: reads with keys of typed arguments. `Self` does them without types.
template <class Self>
class TypedReads {
 public:
  /// As Primitives::query. Before this returns `load` is called at most once, `tags` as often as the store asks;
  /// `own_load` gives a loader that may be called after.
  template <class T, class Tags, class Loader, class OwnLoad>
  [[nodiscard]] Handle<T> read(const KeyView& key, const Tags& tags, Loader&& load, const OwnLoad& own_load,
                               const QueryOptions& options, const Manner& manner = {},
                               const ValueCodec* codec = codec_of<T>()) {
    return Handle<T>(InPlace(), [&] {
      bool found_nothing = false;
      Outcome outcome = self().hit({key, value_type<T>, options, codec, manner, found_nothing});
      if (!outcome.entry) outcome = run_typed<T>(key, tags, load, own_load, options, codec, manner, found_nothing);
      return outcome;
    });
  }

  /// What `read` would hand out without a load. Never loads and never refreshes.
  template <class T, class Tags>
  [[nodiscard]] std::optional<Handle<T>> read_present(const KeyView& key, const Tags& tags, const QueryOptions& options,
                                                      unsigned query = by_hand,
                                                      const ValueCodec* codec = codec_of<T>()) {
    auto outcome = self().present({key, value_type<T>, tags, options, codec, query});
    return outcome ? std::optional<Handle<T>>(std::move(*outcome)) : std::nullopt;
  }

  /// What is to be stored under a text.
  template <class T>
  [[nodiscard]] NewEntry entry_for(std::string_view text, T value, const QueryOptions& options) {
    const auto parts = tagcache::key(text);
    const std::size_t room = self().room_beside(self().key_view({}, {}, parts), value_type<T>, options);
    return make_with_room<EntryNodeOf<T>>(room, std::move(value));
  }

  /// Loads in the background unless the key is fresh or being loaded.
  template <class T, class Tags, class OwnLoad>
  void warm(const KeyView& key, const Tags& tags, const OwnLoad& own_load, const QueryOptions& options,
            unsigned query = by_hand, const ValueCodec* codec = codec_of<T>()) {
    const auto own = [&] {
      return OwnedLoader{entry_maker<T>(own_load(), self().room_beside(key, value_type<T>, options))};
    };
    const auto make = [&own](const EntryPointer& stored) { return own().run(stored); };
    self().refresh({key, value_type<T>, tags, make, own, options, codec, nullptr, Purpose::warming, query});
  }

 private:
  friend Self;

  template <class T, class Tags, class Loader, class OwnLoad>
  [[nodiscard]] Outcome run_typed(const KeyView& key, const Tags& tags, Loader& load, const OwnLoad& own_load,
                                  const QueryOptions& options, const ValueCodec* codec, const Manner& manner,
                                  bool found_nothing) {
    const auto room = [&] { return self().room_beside(key, value_type<T>, options); };  // most reads need none
    const auto make = [&](const EntryPointer& stored) { return run_loader<T>(load, stored, room()); };
    const auto own = [&] { return OwnedLoader{entry_maker<T>(own_load(), room())}; };
    return self().run({key, value_type<T>, tags, make, own, options, codec, nullptr, manner.purpose, manner.query,
                       false, manner.on_refreshed, nullptr, found_nothing});
  }

  TypedReads() = default;
  [[nodiscard]] Self& self() noexcept { return static_cast<Self&>(*this); }
};

}  // namespace tagcache::detail
