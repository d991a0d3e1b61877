#pragma once

namespace shop {

template <class Item, int size = 3>
struct Page {
  Item items[size];
};

inline namespace second {
template <class Key, class Value>
using Pair = Page<Key>;
}

}  // namespace shop
