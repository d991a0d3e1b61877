#include "memory/slabs.hpp"

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#ifdef __unix__
#include <sys/mman.h>
#endif

namespace tagcache::detail {
namespace {

#ifdef __unix__
/// So many bytes that begin at a multiple of that; null when there are none.
std::byte* map_aligned(std::size_t bytes) noexcept {
  void* const mapped = mmap(nullptr, 2 * bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  auto* const first = static_cast<std::byte*>(mapped);
  const std::size_t before = (bytes - reinterpret_cast<std::uintptr_t>(first) % bytes) % bytes;
  if (before > 0) munmap(first, before);
  munmap(first + before + bytes, bytes - before);
  return first + before;
}
void unmap(std::byte* memory, std::size_t bytes) noexcept { munmap(memory, bytes); }
/// With large pages a hit finds its way through fewer tables. The kernel makes them later, by itself: a range that has
/// small pages already gets small ones when it is touched, while a call that touched a range with none might wait for
/// milliseconds until others were moved out of the way.
void ask_for_large_pages(std::byte* memory, std::size_t bytes) noexcept {
#ifdef MADV_HUGEPAGE
  static_cast<void>(madvise(memory, bytes, MADV_HUGEPAGE));
#endif
}
#else
std::byte* map_aligned(std::size_t bytes) noexcept {
  return static_cast<std::byte*>(::operator new(bytes, std::align_val_t(bytes), std::nothrow));
}
void unmap(std::byte* memory, std::size_t bytes) noexcept { ::operator delete(memory, std::align_val_t(bytes)); }
void ask_for_large_pages(std::byte*, std::size_t) noexcept {}
#endif

template <class Node>
void link_first(Node*& list, Node& node) noexcept {
  node.previous = nullptr;
  node.next = list;
  if (list != nullptr) list->previous = &node;
  list = &node;
}

template <class Node>
void take_out(Node*& list, Node& node) noexcept {
  (node.previous != nullptr ? node.previous->next : list) = node.next;
  if (node.next != nullptr) node.next->previous = node.previous;
}

}  // namespace

static_assert(sizeof(Slab) <= Slab::first_piece);

struct Region {
  std::byte* memory;
  std::uint32_t free;  ///< a bit for each slab
  bool has_large_pages = false;
  Region* next = nullptr;
  Region* previous = nullptr;
};

Slab* Regions::take() noexcept {
  const std::lock_guard lock(mutex_);
  if (with_room_ == nullptr) {
    Region* const region = empty_ != nullptr ? std::exchange(empty_, nullptr) : add();
    if (region == nullptr) return nullptr;
    link_first(with_room_, *region);
  }
  Region& region = *with_room_;
  const auto number = static_cast<std::size_t>(std::countr_zero(region.free));
  region.free &= region.free - 1;
  if (region.free == 0) {
    take_out(with_room_, region);
    // Not before: what is not used would be memory too.
    if (!std::exchange(region.has_large_pages, true)) ask_for_large_pages(region.memory, bytes_each);
  }
  used_.fetch_add(1, std::memory_order_relaxed);
  auto* const slab = new (region.memory + number * Slab::bytes) Slab;
  slab->region = &region;
  return slab;
}

void Regions::give(Slab& slab) noexcept {
  Region* surplus = nullptr;
  {
    const std::lock_guard lock(mutex_);
    Region& region = *slab.region;
    used_.fetch_sub(1, std::memory_order_relaxed);
    if (region.free == 0) link_first(with_room_, region);
    const auto place = static_cast<std::size_t>(reinterpret_cast<std::byte*>(&slab) - region.memory);
    region.free |= std::uint32_t{1} << (place / Slab::bytes);
    if (region.free == all_free) {
      take_out(with_room_, region);
      surplus = std::exchange(empty_, &region);
    }
  }
  if (surplus == nullptr) return;
  unmap(surplus->memory, bytes_each);
  delete surplus;
}

Region* Regions::add() noexcept {
  auto* const region = new (std::nothrow) Region{map_aligned(bytes_each), all_free};
  if (region == nullptr || region->memory == nullptr) {
    delete region;
    return nullptr;
  }
  return region;
}

std::size_t PiecesOfSize::chain_length(std::size_t piece) noexcept {
  return std::clamp<std::size_t>(4096 / piece, 8, 32);
}

Chain PiecesOfSize::take(Regions& regions, std::size_t piece, std::size_t count) {
  given_ = 0;
  if (chains_ != nullptr && count == chain_length(piece)) return take_kept(count);
  Chain chain;
  while (chain.count < count && take_from_slab(regions, piece, chain)) {
  }
  if (chain.first == nullptr) throw std::bad_alloc();
  return chain;
}

Chain PiecesOfSize::take_kept(std::size_t length) noexcept {
  --kept_;
  return {std::exchange(chains_, chains_->next_chain), length};
}

bool PiecesOfSize::take_from_slab(Regions& regions, std::size_t piece, Chain& chain) noexcept {
  if (slabs_ == nullptr) {
    Slab* const added = regions.take();
    if (added == nullptr) return false;
    added->piece = static_cast<std::uint32_t>(piece);
    added->never_used = Slab::first_piece;
    link_first(slabs_, *added);
  }
  Slab& slab = *slabs_;
  if (slab.returned != nullptr) {
    Piece& taken = *slab.returned;
    slab.returned = taken.next;
    chain.push(taken);
  } else {
    chain.push(*new (reinterpret_cast<std::byte*>(&slab) + slab.never_used) Piece);
    slab.never_used += slab.piece;
  }
  ++slab.used;
  if (!slab.has_pieces()) take_out(slabs_, slab);
  return true;
}

void PiecesOfSize::give(Regions& regions, Chain chain) noexcept {
  const bool is_surplus = ++given_ > surplus;
  if (!is_surplus && kept_ < most_chains) {
    chain.first->next_chain = std::exchange(chains_, chain.first);
    ++kept_;
    return;
  }
  const std::size_t length = chain.count;
  while (chain.first != nullptr) put_back(regions, *chain.pop());
  if (!is_surplus || chains_ == nullptr) return;
  chain = take_kept(length);
  while (chain.first != nullptr) put_back(regions, *chain.pop());
}

void PiecesOfSize::spread(Regions& regions, Chain chain) noexcept {
  while (chain.first != nullptr) put_back(regions, *chain.pop());
}

void PiecesOfSize::put_back(Regions& regions, Piece& piece) noexcept {
  Slab& slab = Slab::of(&piece);
  if (!slab.has_pieces()) link_first(slabs_, slab);
  piece.next = std::exchange(slab.returned, &piece);
  if (--slab.used > 0) return;
  take_out(slabs_, slab);
  regions.give(slab);
}

}  // namespace tagcache::detail
