#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>

#include "allocations.hpp"
#include "cached.hpp"
#include "floors.hpp"
#include "library_peers.hpp"
#include "written_by_hand.hpp"

// Reads one key of a hundred again and again, or new keys alone, for tools that count what that takes: two runs with
// different numbers of reads differ by those reads and nothing else. Each read ends with a write to the mark, whose
// address is printed, and some address of the stack.

namespace {

volatile std::uint64_t first_word = 0;

/// Reads so often what `next` says.
template <class Peer, class Next>
void read(Peer& peer, std::uint64_t times, const Next& next) {
  const std::uint64_t before = allocations();
  for (std::uint64_t i = 0; i < times; ++i) first_word = peer.read(next());
  const char here = 0;
  std::cout << "allocations " << allocations() - before << "\nmark " << const_cast<const std::uint64_t*>(&first_word)
            << "\nstack " << static_cast<const void*>(&here) << '\n';
}

template <class Peer>
void read(std::string_view what, std::uint64_t times) {
  const auto peer = std::make_unique<Peer>(1'000);  // not on the stack, whose lines do not count
  if (what == "hits") {
    for (std::uint64_t id = 0; id < 100; ++id) first_word = peer->read(id);
    return read(*peer, times, [] { return std::uint64_t{42}; });
  }
  std::uint64_t id = std::uint64_t{1} << 40U;
  const auto next = [&id] { return ++id; };
  for (int i = 0; i < 4'000; ++i) first_word = peer->read(next());  // it is full, and so is what it remembers
  read(*peer, times, next);
}

/// What the loop takes by itself.
struct Nothing {
  static constexpr const char* name = "nothing";
  explicit Nothing(std::size_t) {}
  std::uint64_t read(std::uint64_t id) { return id; }
};

template <class... Peers>
bool read_one_of(std::string_view what, std::string_view name, std::uint64_t times) {
  return ((name == Peers::name && (read<Peers>(what, times), true)) || ...);
}

}  // namespace

int main(int count, char** arguments) {
  std::thread([] {}).join();  // a program that never had a second thread is spared atomic instructions by its libraries
  const bool found =
      count == 4 && read_one_of<Nothing, peers::PointerFloor, peers::SharedPointerFloor, peers::NewFloor,
                                peers::GeneratedMethod, peers::OwnTag, peers::SharedTag, peers::FourTags,
                                peers::PrimitivesQuery, peers::LockedMap, peers::TextLru, peers::NumberLru
#if BENCHMARK_BOOST
                                ,
                                peers::FlatMapInParts
#endif
#if BENCHMARK_TBB
                                ,
                                peers::TbbMap, peers::TbbLru
#endif
                                >(arguments[1], arguments[2], std::strtoull(arguments[3], nullptr, 10));
  if (!found) std::cerr << "counted_reads hits|misses <peer> <number of reads>\n";
  return found ? 0 : 2;
}
