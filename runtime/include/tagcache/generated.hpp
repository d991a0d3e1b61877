#pragma once

#include <tagcache/id.hpp>
#include <tagcache/passed.hpp>
#include <tagcache/typed_cache.hpp>
#include <tagcache/typed_intersection.hpp>
#include <tagcache/written.hpp>

/// All that generated code includes.
namespace tagcache {

/// The agreement between generator and runtime: raised when code of an older generator would no longer compile or work.
/// Generated headers compare it with the number that they were made for.
inline constexpr int contract = 5;

}  // namespace tagcache
