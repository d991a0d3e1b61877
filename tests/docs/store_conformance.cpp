// A program that tries whether a store keeps the rules, as docs/testing.md shows it.
#include <iostream>
#include <tagcache/memory.hpp>
#include <tagcache/testing/store_conformance.hpp>

int main() {
  const auto failures = tagcache::testing::check_store([] { return tagcache::memory(); });
  for (const auto& failure : failures) {
    std::cerr << failure.rule << ": expected " << failure.expected << ", but " << failure.happened << '\n';
  }
  return failures.empty() ? 0 : 1;
}
