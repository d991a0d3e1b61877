#pragma once

/// The codecs of all standard types that have one.
#include <tagcache/codec/array.hpp>
#include <tagcache/codec/chrono.hpp>
#include <tagcache/codec/deque.hpp>
#include <tagcache/codec/list.hpp>
#include <tagcache/codec/map.hpp>
#include <tagcache/codec/memory.hpp>
#include <tagcache/codec/optional.hpp>
#include <tagcache/codec/set.hpp>
#include <tagcache/codec/tuple.hpp>
#include <tagcache/codec/unordered_map.hpp>
#include <tagcache/codec/unordered_set.hpp>
#include <tagcache/codec/utility.hpp>
#include <tagcache/codec/variant.hpp>
#include <tagcache/codec/vector.hpp>
