#include "node/ledger.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace shop {
namespace {

void grow(std::chrono::nanoseconds& longest, std::chrono::nanoseconds time) { longest = std::max(longest, time); }

}  // namespace

Ledger::Ledger(const std::filesystem::path& file) {
  constexpr auto size = sizeof(Product) * products;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  // The file is zeros, of which those that nobody wrote over take no room.
  const bool has_size = descriptor >= 0 && ::ftruncate(descriptor, static_cast<off_t>(size)) == 0;
  void* const mapped = has_size ? ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) : MAP_FAILED;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (mapped == MAP_FAILED) throw std::system_error(error, std::generic_category(), file.string());
  shared_ = static_cast<Product*>(mapped);
}

Ledger::~Ledger() { ::munmap(shared_, sizeof(Product) * products); }

Ledger::Product& Ledger::of(ProductId product) const { return shared_[static_cast<std::uint32_t>(product)]; }

void Ledger::returned(ProductId product, std::uint64_t version, std::uint32_t node, bool delivered) {
  if (version >= versions) throw std::length_error("the demo has no room for more writes: start it again");
  Product& its = of(product);
  its.writes[version].node = node;
  its.writes[version].delivered = delivered;
  its.writes[version].at = std::chrono::steady_clock::now().time_since_epoch().count();
  auto latest = its.latest.load();
  while (latest < version && !its.latest.compare_exchange_weak(latest, version)) {
  }
}

Ledger::Missed Ledger::missed(ProductId product, std::uint64_t version, std::uint32_t node, Instant begin) const {
  const Product& its = of(product);
  Missed missed;
  const auto latest = its.latest.load();
  for (auto later = version + 1; later <= latest; ++later) {
    const Write& write = its.writes[later];
    const Instant at{Instant::duration(write.at.load())};
    if (at == Instant{} || at >= begin) continue;
    const auto outdated = begin - at;
    ++missed.versions;
    grow(missed.outdated, outdated);
    if (write.node == node) grow(missed.outdated_by_itself, outdated);
    if (write.delivered) grow(missed.outdated_by_delivered, outdated);
  }
  return missed;
}

}  // namespace shop
