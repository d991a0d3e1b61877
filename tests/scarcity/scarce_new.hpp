#pragma once

#include <cstdlib>
#include <new>

/// Memory that runs out. To be included by one file of a program: it replaces the operators.
namespace scarce {

/// Allocations of this thread that still succeed before one fails; negative: all do.
inline thread_local long left = -1;

inline void* allocated(std::size_t size) noexcept {
  if (left >= 0 && left-- == 0) return nullptr;
  return std::malloc(size);
}

inline void* allocated_or_thrown(std::size_t size) {
  if (void* const memory = allocated(size)) return memory;
  throw std::bad_alloc();
}

/// Calls `action` again and again: the first allocation fails, then the second, and so on until none is left to fail.
/// `then` is called after each. Returns how many failed.
template <class Prepare, class Action, class Then>
long at_each_allocation(const Prepare& prepare, const Action& action, const Then& then) {
  for (long place = 0;; ++place) {
    auto world = prepare();
    left = place;
    try {
      action(*world);
    } catch (...) {
      left = -1;
      then(*world, true);
      continue;
    }
    const bool all_succeeded = left >= 0;
    left = -1;
    then(*world, false);
    if (all_succeeded) return place;
  }
}

}  // namespace scarce

void* operator new(std::size_t size) { return scarce::allocated_or_thrown(size); }
void* operator new[](std::size_t size) { return scarce::allocated_or_thrown(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return scarce::allocated(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return scarce::allocated(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
