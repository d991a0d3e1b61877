// Code of another generator's release does not meet this runtime unnoticed.
// g++: blog.yaml was generated for contract 5 of the tagcache runtime
// clang++: blog.yaml was generated for contract 5 of the tagcache runtime
#include <tagcache/generated.hpp>

namespace tagcache {
inline constexpr int later_contract = contract + 1;
}
#ifdef WITH_BAD_LINE
#define contract later_contract
#endif
#include "blog_cache.hpp"
