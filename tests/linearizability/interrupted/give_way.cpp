// Threads that give way to others before and after atomic operations and locks, now and then: what lies between two of
// these takes so long then that others see it half done, which by itself happens once in millions of histories.
// ThreadSanitizer makes calls of all these operations; the linker leads them here (`--wrap`), and here to where they
// were meant to go.
#include <pthread.h>
#include <sanitizer/tsan_interface_atomic.h>

#include <cstdint>
#include <thread>

#include "chance.hpp"

namespace {

constexpr std::uint32_t seldom = 256;
constexpr std::uint32_t longest = 64;

void may_give_way() noexcept {
  static std::uint64_t last_seed = 0;
  static thread_local model::Chance chance(__atomic_add_fetch(&last_seed, 1, __ATOMIC_RELAXED));
  if (!chance.one_in(seldom)) return;
  for (std::uint32_t turns = 1 + chance.below(longest); turns > 0; --turns) std::this_thread::yield();
}

struct Around {
  Around() noexcept { may_give_way(); }
  Around(const Around&) = delete;
  Around& operator=(const Around&) = delete;
  ~Around() { may_give_way(); }
};

}  // namespace

#define WRAPPED(Result, name, parameters, arguments) \
  extern "C" Result __real_##name parameters;        \
  extern "C" Result __wrap_##name parameters;        \
  extern "C" Result __wrap_##name parameters {       \
    const Around this_operation;                     \
    return __real_##name arguments;                  \
  }

#define WRAPPED_CHANGE(Result, Integer, name)                                                          \
  WRAPPED(Result, Integer##_##name, (volatile Integer * of, Integer value, __tsan_memory_order order), \
          (of, value, order))

#define WRAPPED_ATOMICS(Integer)                                                                             \
  WRAPPED(Integer, Integer##_load, (const volatile Integer* from, __tsan_memory_order order), (from, order)) \
  WRAPPED_CHANGE(void, Integer, store)                                                                       \
  WRAPPED_CHANGE(Integer, Integer, exchange)                                                                 \
  WRAPPED_CHANGE(Integer, Integer, fetch_add)                                                                \
  WRAPPED_CHANGE(Integer, Integer, fetch_sub)                                                                \
  WRAPPED(Integer, Integer##_compare_exchange_val,                                                           \
          (volatile Integer * of, Integer expected, Integer value, __tsan_memory_order order,                \
           __tsan_memory_order otherwise),                                                                   \
          (of, expected, value, order, otherwise))

WRAPPED_ATOMICS(__tsan_atomic8)
WRAPPED_ATOMICS(__tsan_atomic32)
WRAPPED_ATOMICS(__tsan_atomic64)
WRAPPED(int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
WRAPPED(int, pthread_mutex_unlock, (pthread_mutex_t * mutex), (mutex))
