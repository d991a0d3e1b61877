#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "legal_order.hpp"
#include "recording.hpp"

// Threads use a memory store at the same time, for a few calls each; a search decides whether what they saw could have
// happened in some order, one call after the other. First the search is tried on histories of which the answer is
// known.

namespace {

using namespace linearizability;

constexpr std::string_view usage = R"(linearizability_test [--histories=N] [--seed=N] [--seconds=N]

  --histories  how many; 5000 unless told
  --seed       of the first; each other one has the next
  --seconds    no more begin after that
)";

bool take(std::string_view argument, std::string_view name, std::uint64_t& number) {
  if (!argument.starts_with(name)) return false;
  number = std::strtoull(std::string(argument.substr(name.size())).c_str(), nullptr, 10);
  return true;
}

struct Known {
  const char* what;
  bool is_legal;
  History history;
};

Step load_begins(Value value, std::uint64_t begin, std::uint64_t end) {
  return {.kind = Kind::begins, .value = value, .tags = 1, .begin = begin, .end = end};
}
Step load_ends(Value value, std::uint64_t begin, std::uint64_t end) {
  return {.kind = Kind::keeps, .value = value, .begin = begin, .end = end};
}
Step read(Value value, std::uint64_t begin, std::uint64_t end, bool is_shared = false) {
  return {.kind = Kind::reads, .value = value, .is_shared = is_shared, .begin = begin, .end = end};
}
Step invalidated(std::uint64_t begin, std::uint64_t end) {
  return {.kind = Kind::moves, .tags = 1, .begin = begin, .end = end};
}
Step missed(std::uint64_t begin, std::uint64_t end) { return {.kind = Kind::misses, .begin = begin, .end = end}; }

bool judges_known_histories() {
  const Known all[]{
      {"what was loaded is read", true, {{load_begins(1, 1, 2), load_ends(1, 3, 4), read(1, 5, 6)}}},
      {"nobody loaded it", false, {{read(1, 5, 6)}}},
      {"what was loaded before an invalidation is read after it",
       false,
       {{load_begins(1, 1, 2), load_ends(1, 3, 4), invalidated(5, 6), read(1, 7, 8)}}},
      {"it is read while the invalidation is under way",
       true,
       {{load_begins(1, 1, 2), load_ends(1, 3, 4), invalidated(5, 8), read(1, 6, 9)}}},
      {"a load that began before an invalidation is kept after it",
       false,
       {{load_begins(1, 1, 2), invalidated(3, 4), load_ends(1, 5, 6), read(1, 7, 8)}}},
      {"it is shared by who came before that",
       true,
       {{load_begins(1, 1, 2), invalidated(4, 5), read(1, 3, 8, true), load_ends(1, 6, 7)}}},
      {"it is shared by who came after that",
       false,
       {{load_begins(1, 1, 2), invalidated(3, 4), read(1, 5, 8, true), load_ends(1, 6, 7)}}},
      {"one sees the invalidation, and after that another does not",
       false,
       {{load_begins(1, 1, 2), load_ends(1, 3, 4), invalidated(5, 10), missed(6, 7), read(1, 8, 9)}}},
      {"it was forgotten", true, {{load_begins(1, 1, 2), load_ends(1, 3, 4), missed(5, 6)}, true}},
      {"it was forgotten and comes back",
       false,
       {{load_begins(1, 1, 2), load_ends(1, 3, 4), missed(5, 6), read(1, 7, 8)}, true}},
      {"it was forgotten by who has room for all", false, {{load_begins(1, 1, 2), load_ends(1, 3, 4), missed(5, 6)}}},
      {"an older load takes the place of a later one",
       false,
       {{load_begins(1, 1, 2), load_begins(2, 3, 4), load_ends(2, 5, 6), load_ends(1, 7, 8), read(1, 9, 10)}}},
      {"an older load comes where a later one was forgotten",
       true,
       {{load_begins(1, 1, 2), load_begins(2, 3, 4), load_ends(2, 5, 6), load_ends(1, 7, 8), read(1, 9, 10)}, true}},
  };
  bool is_good = true;
  for (const Known& known : all) {
    if (has_legal_order(known.history) == known.is_legal) continue;
    std::printf("judged wrongly: %s\n", known.what);
    is_good = false;
  }
  return is_good;
}

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t histories = 5'000;
  std::uint64_t seed = 1;
  std::uint64_t seconds = 24 * 60 * 60;
  for (int i = 1; i < count; ++i) {
    if (take(arguments[i], "--histories=", histories) || take(arguments[i], "--seed=", seed) ||
        take(arguments[i], "--seconds=", seconds)) {
      continue;
    }
    std::fprintf(stderr, "%s", usage.data());
    return 2;
  }
  if (!judges_known_histories()) return 1;
  linearizability::Players players;
  std::uint64_t steps = 0;
  std::uint64_t number = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  for (; number < histories && std::chrono::steady_clock::now() < end; ++number) {
    const History history = players.play(seed + number);
    steps += history.steps.size();
    if (has_legal_order(history)) continue;
    std::printf("No order is legal. --seed=%llu --histories=1 does the same calls again, not in the same order:\n%s",
                static_cast<unsigned long long>(seed + number), text(history).c_str());
    return 1;
  }
  std::printf("%llu histories from seed %llu on, %llu steps: each has a legal order\n",
              static_cast<unsigned long long>(number), static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(steps));
  return 0;
}
