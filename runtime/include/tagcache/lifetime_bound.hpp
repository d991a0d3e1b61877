#pragma once

/// Stands behind a member function whose result must not outlive its object. Clang warns, without any option, of
/// `for (const User& user : *cache.list_users())` and of `const User& user = *cache.get_user(id)`, whose handle ends
/// with the statement. GCC 12 has no such warning; nothing is said to it.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define TAGCACHE_LIFETIME_BOUND [[clang::lifetimebound]]
#endif
#endif
#ifndef TAGCACHE_LIFETIME_BOUND
#define TAGCACHE_LIFETIME_BOUND
#endif
