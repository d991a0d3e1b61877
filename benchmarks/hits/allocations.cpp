#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

// No atomic addition: it would be counted among the atomic instructions of what is measured.
std::atomic<std::uint64_t> counted = 0;

}  // namespace

std::uint64_t allocations() noexcept { return counted.load(std::memory_order_relaxed); }

void* operator new(std::size_t size) {
  counted.store(allocations() + 1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
