#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <tagcache/function_view.hpp>
#include <tagcache/many_call.hpp>
#include <tagcache/read_call.hpp>
#include <utility>
#include <vector>

namespace tagcache::detail {

/// What `load` gives for these places. Throws std::logic_error, naming `first`, when it is not one for each.
template <class Load>
[[nodiscard]] std::vector<LoadResult> one_for_each(const Load& load, Places places, Stored stored,
                                                   const KeyView& first) {
  std::vector<LoadResult> results = load(places, stored);
  if (results.size() != places.size()) {
    throw std::logic_error("the loader of " + std::to_string(places.size()) + " keys, the first of them " +
                           first.text() + ", gave " + std::to_string(results.size()) +
                           " values: it gives one for each key that it is asked for, in their order; for what does "
                           "not exist a std::optional without value");
  }
  return results;
}

/// The tags of one of several keys.
struct TagsAt {
  FunctionView<TagSet(std::size_t)> tags;
  std::size_t place;
  TagSet operator()() const { return tags(place); }
};

/// One key of a call for several, as a read of its own whose loader is asked for this key alone.
class OneOfMany {
 public:
  OneOfMany(const ManyCall& call, std::size_t place)
      : tags_{call.tags, place},
        load_{call, place},
        own_{call, place},
        view_{call.keys[place],
              call.type,
              tags_,
              load_,
              own_,
              call.options,
              call.codec,
              nullptr,
              call.manner.purpose,
              call.manner.query,
              false,
              call.manner.on_refreshed} {}
  OneOfMany(const OneOfMany&) = delete;
  OneOfMany& operator=(const OneOfMany&) = delete;

  [[nodiscard]] const ReadCall& view() const noexcept { return view_; }
  [[nodiscard]] std::size_t place() const noexcept { return tags_.place; }

 private:
  struct Load {
    const ManyCall& call;
    std::size_t place;
    LoadResult operator()(const EntryPointer& previous) const {
      return std::move(one_for_each(call.load, {&place, 1}, {&previous, 1}, call.keys[place]).front());
    }
  };
  struct Own {
    const ManyCall& call;
    std::size_t place;
    OwnedLoader operator()() const {
      return {[load = call.own_load({&place, 1}),
               key = std::make_shared<const Key>(call.keys[place])](const EntryPointer& previous) {
        const std::size_t only = 0;
        return std::move(one_for_each(load, {&only, 1}, {&previous, 1}, key->view()).front());
      }};
    }
  };

  TagsAt tags_;
  Load load_;
  Own own_;
  ReadCall view_;
};

}  // namespace tagcache::detail
