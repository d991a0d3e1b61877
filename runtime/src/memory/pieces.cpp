#include <array>
#include <mutex>
#include <new>
#include <tagcache/pieces.hpp>
#include <utility>

#include "memory/slabs.hpp"
#include "process_wide.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define TAGCACHE_PIECES_ARE_SEEN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TAGCACHE_PIECES_ARE_SEEN 1
#endif
#endif

namespace tagcache::detail {
namespace {

constexpr std::size_t granule = 16;
constexpr std::size_t most_at_hand = 1024;  ///< threads have no larger ones at hand
constexpr std::size_t largest = 32 * 1024;  ///< what is larger is the allocator's

#ifdef TAGCACHE_PIECES_ARE_SEEN
constexpr bool are_of_slabs = false;
#else
constexpr bool are_of_slabs = true;
#endif

[[nodiscard]] constexpr std::size_t up_to(std::size_t bytes, std::size_t step) noexcept {
  return (bytes + step - 1) / step * step;
}

/// An eighth is too much at most.
[[nodiscard]] constexpr std::size_t rounded(std::size_t bytes) noexcept {
  return up_to(bytes, bytes <= 512 ? granule : 4 * granule);
}

/// What no thread has at hand.
class Shared {
 public:
  /// So many pieces at most. Throws std::bad_alloc when there is not even one.
  [[nodiscard]] Chain take(std::size_t piece, std::size_t count) {
    const std::lock_guard lock(lock_of(piece));
    return of(piece).take(regions_, piece, count);
  }
  void give(std::size_t piece, Chain chain) noexcept {
    const std::lock_guard lock(lock_of(piece));
    of(piece).give(regions_, chain);
  }
  /// Each to its slab.
  void spread(std::size_t piece, Chain chain) noexcept {
    const std::lock_guard lock(lock_of(piece));
    of(piece).spread(regions_, chain);
  }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return regions_.bytes_used(); }

  void lock() {
    for (Lock& each : locks_) each.mutex.lock();
    regions_.lock();
  }
  void unlock() {
    regions_.unlock();
    for (Lock& each : locks_) each.mutex.unlock();
  }

 private:
  /// A few for all sizes: before a fork all of them are taken, and ThreadSanitizer follows 64 locks of a thread at
  /// most.
  struct alignas(64) Lock {
    std::mutex mutex;
  };

  [[nodiscard]] static constexpr std::size_t number(std::size_t piece) noexcept {
    return piece / (piece <= most_at_hand ? granule : 4 * granule) - 1;
  }
  [[nodiscard]] std::mutex& lock_of(std::size_t piece) noexcept { return locks_[number(piece) % locks_.size()].mutex; }
  [[nodiscard]] PiecesOfSize& of(std::size_t piece) noexcept {
    return piece <= most_at_hand ? sizes_[number(piece)] : large_sizes_[number(piece)];
  }

  Regions regions_;
  std::array<Lock, 32> locks_;
  std::array<PiecesOfSize, most_at_hand / granule> sizes_;
  std::array<PiecesOfSize, largest / (4 * granule)> large_sizes_;
};

constinit ProcessWide<Shared> shared_pieces;
[[maybe_unused]] const bool pieces_are_locked_in_forks = locked_in_forks<shared_pieces>();

[[nodiscard]] Shared& shared() noexcept { return shared_pieces.it; }

/// What a thread has at hand of one size: two chains, so that who gives and takes in turn at the end of one does not
/// ask for others each time.
struct Magazine {
  Chain now;
  Chain other;
  std::size_t length = 0;  ///< of a whole chain
};

/// Of one thread; ends with it.
struct Magazines {
  Magazines() noexcept {
    for (std::size_t i = 0; i < sizes.size(); ++i) sizes[i].length = PiecesOfSize::chain_length((i + 1) * granule);
  }
  Magazines(const Magazines&) = delete;
  Magazines& operator=(const Magazines&) = delete;
  ~Magazines();

  [[nodiscard]] Magazine& of(std::size_t piece) noexcept { return sizes[piece / granule - 1]; }

  std::array<Magazine, most_at_hand / granule> sizes;
};

constinit thread_local Magazines* this_threads = nullptr;
constinit thread_local bool has_ended = false;

Magazines::~Magazines() {
  this_threads = nullptr;
  has_ended = true;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    for (const Chain& chain : {sizes[i].now, sizes[i].other}) {
      if (chain.first != nullptr) shared().spread((i + 1) * granule, chain);
    }
  }
}

/// Null when the thread ends, and for what it has none of at hand.
[[nodiscard]] Magazines* magazines(std::size_t size) noexcept {
  if (size > most_at_hand) return nullptr;
  if (this_threads != nullptr) return this_threads;
  if (has_ended) return nullptr;
  static thread_local Magazines own;
  return this_threads = &own;
}

[[nodiscard]] Piece* take_alone(std::size_t size) { return shared().take(size, 1).pop(); }

void give_alone(std::size_t size, Piece& piece) noexcept {
  Chain chain;
  chain.push(piece);
  shared().spread(size, chain);
}

/// For who needs lines of their own.
[[nodiscard]] constexpr bool is_in_lines(std::size_t bytes) noexcept { return bytes > 512 && bytes % 64 == 0; }

[[nodiscard]] void* allocate(std::size_t bytes) {
  return is_in_lines(bytes) ? ::operator new(bytes, std::align_val_t(64)) : ::operator new(bytes);
}
void deallocate(void* memory, std::size_t bytes) noexcept {
  if (is_in_lines(bytes)) return ::operator delete(memory, std::align_val_t(64));
  ::operator delete(memory);
}

}  // namespace

void* take_piece(std::size_t bytes) {
  if (!are_of_slabs || bytes > largest) return allocate(bytes);
  const std::size_t size = rounded(bytes);
  Magazines* const own = magazines(size);
  if (own == nullptr) return take_alone(size);
  Magazine& magazine = own->of(size);
  if (magazine.now.first == nullptr) {
    std::swap(magazine.now, magazine.other);
    if (magazine.now.first == nullptr) magazine.now = shared().take(size, magazine.length);
  }
  return magazine.now.pop();
}

void give_piece(void* memory, std::size_t bytes) noexcept {
  if (!are_of_slabs || bytes > largest) return deallocate(memory, bytes);
  const std::size_t size = rounded(bytes);
  Piece& piece = *new (memory) Piece;
  Magazines* const own = magazines(size);
  if (own == nullptr) return give_alone(size, piece);
  Magazine& magazine = own->of(size);
  if (magazine.now.count >= magazine.length) {
    if (magazine.other.count >= magazine.length) shared().give(size, std::exchange(magazine.other, {}));
    std::swap(magazine.now, magazine.other);
  }
  magazine.now.push(piece);
}

std::size_t piece_bytes(std::size_t bytes) noexcept {
  constexpr std::size_t of_allocator = 2 * sizeof(void*);
  return are_of_slabs && bytes <= largest ? rounded(bytes) : bytes + of_allocator;
}

std::uint64_t bytes_in_slabs() noexcept { return are_of_slabs ? shared().bytes() : 0; }

}  // namespace tagcache::detail
