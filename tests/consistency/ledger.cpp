#include "ledger.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string>
#include <system_error>

namespace consistency {
namespace {

constexpr unsigned version_bits = 18;  // two days of writes; the rest lasts for two years of microseconds
constexpr std::uint64_t version_mask = (1U << version_bits) - 1;

}  // namespace

Instant instant() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

void Row::ended(Version version) {
  const std::uint64_t word = static_cast<std::uint64_t>(instant()) << version_bits | version;
  returns_[next_.fetch_add(1) % remembered].store(word);
  raise(ended_, version);
}

Version Row::ended_before(Instant when) const {
  std::uint64_t newest = 0;
  for (const auto& each : returns_) {
    const std::uint64_t word = each.load(std::memory_order_relaxed);
    if (static_cast<Instant>(word >> version_bits) < when) newest = std::max(newest, word & version_mask);
  }
  return static_cast<Version>(newest);
}

Instant Row::first_end_of(Version version, Instant otherwise) const {
  Instant first = otherwise;
  for (const auto& each : returns_) {
    const std::uint64_t word = each.load(std::memory_order_relaxed);
    if ((word & version_mask) > version) first = std::min(first, static_cast<Instant>(word >> version_bits));
  }
  return first;
}

void Row::settle(Version version) { raise(settled_, version); }

void Ledger::violation(std::string_view text) {
  if (++violations > 20) return;  // the first ones tell
  std::string line = "VIOLATION: " + std::string(text) + '\n';
  static_cast<void>(!::write(STDOUT_FILENO, line.data(), line.size()));  // at once, whoever is killed next
}

SharedLedger::SharedLedger() : descriptor_(::memfd_create("ledger", 0)) {
  if (descriptor_ < 0 || ::ftruncate(descriptor_, sizeof(Ledger)) != 0) {
    throw std::system_error(errno, std::generic_category(), "memfd_create");
  }
  map();
}

SharedLedger::SharedLedger(int descriptor) : descriptor_(descriptor) { map(); }

SharedLedger::~SharedLedger() {
  ::munmap(ledger_, sizeof(Ledger));
  ::close(descriptor_);
}

void SharedLedger::map() {
  void* const memory = ::mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  ledger_ = static_cast<Ledger*>(memory);  // zero bytes are zeros in all its atomics
}

}  // namespace consistency
