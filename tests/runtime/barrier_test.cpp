// A thread to which the system makes no barriers any more.
#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <thread>
#include <utility>

#include "catch.hpp"

namespace {

/// From now on this thread may not ask for barriers in others. False when that cannot be brought about.
bool forbid_barriers() {
  std::array<sock_filter, 4> code{
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_membarrier, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{static_cast<unsigned short>(code.size()), code.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// A value that tells when it ends.
class Told {
 public:
  explicit Told(std::atomic<int>& ended) : ended_(&ended) {}
  Told(Told&& other) noexcept : ended_(std::exchange(other.ended_, nullptr)) {}
  Told& operator=(Told&&) = delete;
  ~Told() {
    if (ended_ != nullptr) ended_->fetch_add(1);
  }

 private:
  std::atomic<int>* ended_;
};

}  // namespace

TEST_CASE("what cannot be known to be unread waits until it can") {
  std::atomic<int> ended = 0;
  tagcache::Primitives cache(tagcache::memory());
  const auto read = [&](const char* key) { return cache.query<Told>(key, {}, [&] { return Told(ended); }); };
  for (const char* key : {"one", "two", "three"}) static_cast<void>(read(key));
  auto held = std::make_unique<tagcache::Handle<Told>>(read("one"));
  bool is_forbidden = false;
  std::thread([&] {
    is_forbidden = forbid_barriers();
    cache.del("one");
    cache.del("two");
  }).join();
  REQUIRE(is_forbidden);
  CHECK(ended == 0);
  cache.del("three");
  CHECK(ended == 2);
  held.reset();
  CHECK(ended == 3);
}
#endif
