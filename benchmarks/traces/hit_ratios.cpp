#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <tagcache/memory.hpp>

#include "key_sequence.hpp"
#include "loader.hpp"

// How many requests of a trace the cache itself answers, at given sizes: a generated method in front of a memory store
// bounded by entries, cold at first. Prints a line for each size: entries, requests, hits, and the most entries that
// there ever were.

namespace {

struct Count {
  std::uint64_t hits = 0;
  std::size_t most_entries = 0;
};

Count replay(const workload::KeySequence& trace, std::size_t entries) {
  const auto store = tagcache::memory({.max_entries = entries});
  workload::Loader loader;
  workload::AccountCache cache(loader, store);
  Count count;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if (cache.request(trace[i]).status() == tagcache::Status::hit) ++count.hits;
    if (i % 1'024 == 0) count.most_entries = std::max(count.most_entries, store->stats().entries);
  }
  count.most_entries = std::max(count.most_entries, store->stats().entries);
  return count;
}

}  // namespace

int main(int count, char** arguments) try {
  if (count < 3) {
    std::cerr << "hit_ratios <trace.u64 or trace.u64.xz> <entries>...\n";
    return 2;
  }
  const workload::KeySequence trace = workload::read_sequence(arguments[1]);
  for (int i = 2; i < count; ++i) {
    char* end = nullptr;
    const auto entries = static_cast<std::size_t>(std::strtoull(arguments[i], &end, 10));
    if (entries == 0 || *end != '\0') throw std::runtime_error(std::string(arguments[i]) + " is no number of entries");
    const Count counted = replay(trace, entries);
    std::cout << entries << ' ' << trace.size() << ' ' << counted.hits << ' ' << counted.most_entries << std::endl;
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
