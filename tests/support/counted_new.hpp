#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

/// Counts what the program allocates. To be included by one file of a program: it replaces the operators.
inline std::atomic<std::size_t> allocated{0};  ///< bytes
/// What this thread does in the middle of its next allocation.
inline thread_local void (*at_next_allocation)() = nullptr;

// ThreadSanitizer has operators of its own, which cannot be replaced: under it nothing is counted, nor done.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TAGCACHE_TEST_COUNTS_NOTHING
#endif
#elif defined(__SANITIZE_THREAD__)
#define TAGCACHE_TEST_COUNTS_NOTHING
#endif

#ifndef TAGCACHE_TEST_COUNTS_NOTHING
namespace counted_new {

inline void* counted(std::size_t size) noexcept {
  allocated += size;
  if (const auto what = std::exchange(at_next_allocation, nullptr)) what();
  return std::malloc(size);
}

inline void* counted_or_thrown(std::size_t size) {
  if (void* const memory = counted(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace counted_new

void* operator new(std::size_t size) { return counted_new::counted_or_thrown(size); }
void* operator new[](std::size_t size) { return counted_new::counted_or_thrown(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted_new::counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted_new::counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
#endif
