#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <tagcache/memory.hpp>
#include <tagcache/pieces.hpp>
#include <tagcache/primitives.hpp>
#include <thread>
#include <vector>

#include "catch.hpp"

using tagcache::detail::bytes_in_slabs;
using tagcache::detail::give_piece;
using tagcache::detail::make_in_piece;
using tagcache::detail::piece_bytes;
using tagcache::detail::take_piece;

namespace {

/// A piece that is written from its first byte to its last.
class Written {
 public:
  Written(std::size_t bytes, unsigned char mark) : memory_(take_piece(bytes)), bytes_(bytes), mark_(mark) {
    std::memset(memory_, mark, bytes);
  }
  Written(Written&& other) noexcept
      : memory_(std::exchange(other.memory_, nullptr)), bytes_(other.bytes_), mark_(other.mark_) {}
  Written& operator=(Written other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(bytes_, other.bytes_);
    std::swap(mark_, other.mark_);
    return *this;
  }
  ~Written() {
    if (memory_ != nullptr) give_piece(memory_, bytes_);
  }

  [[nodiscard]] bool is_whole() const {
    const auto* const first = static_cast<const unsigned char*>(memory_);
    return std::all_of(first, first + bytes_, [this](unsigned char byte) { return byte == mark_; });
  }
  [[nodiscard]] bool is_aligned() const {
    return reinterpret_cast<std::uintptr_t>(memory_) % alignof(std::max_align_t) == 0;
  }

 private:
  void* memory_;
  std::size_t bytes_;
  unsigned char mark_;
};

constexpr std::uint64_t mebibyte = 1024 * 1024;

}  // namespace

TEST_CASE("pieces of all sizes are apart from each other, however they come and go") {
  std::mt19937 chance(1);
  std::vector<Written> pieces;
  for (int round = 0; round < 30'000; ++round) {
    if (pieces.size() < 3'000 || chance() % 2 == 0) {
      const std::size_t most = chance() % 50 == 0 ? 40'000 : 1'200;
      pieces.emplace_back(chance() % most + 1, static_cast<unsigned char>(round));
    } else {
      std::swap(pieces[chance() % pieces.size()], pieces.back());
      if (!pieces.back().is_whole()) FAIL(round);
      pieces.pop_back();
    }
  }
  CHECK(std::all_of(pieces.begin(), pieces.end(), [](const Written& each) { return each.is_whole(); }));
  CHECK(std::all_of(pieces.begin(), pieces.end(), [](const Written& each) { return each.is_aligned(); }));
}

TEST_CASE("a piece takes an eighth more than was asked for at most, or what rounding to sixteen takes") {
  for (std::size_t bytes = 1; bytes <= 40'000; ++bytes) {
    if (piece_bytes(bytes) < bytes || piece_bytes(bytes) > std::max(bytes + 16, bytes * 9 / 8)) FAIL(bytes);
  }
}

TEST_CASE("slabs that nobody uses any more go back, whoever took the pieces and whoever gives them") {
  const std::uint64_t before = bytes_in_slabs();
  std::vector<Written> pieces;
  std::thread([&] {
    for (int i = 0; i < 100'000; ++i) pieces.emplace_back(144, static_cast<unsigned char>(i));
  }).join();
  CHECK((bytes_in_slabs() == 0 || bytes_in_slabs() >= 13 * mebibyte));
  std::shuffle(pieces.begin(), pieces.end(), std::mt19937(1));
  SECTION("in a thread that goes on") { pieces.clear(); }
  SECTION("in one that ends") {
    std::thread([&] { pieces.clear(); }).join();
  }
  CHECK(bytes_in_slabs() <= before + 5 * mebibyte);  // what threads have at hand may lie here and there
}

TEST_CASE("threads that end leave nothing taken") {
  const auto run = [] {
    for (int i = 0; i < 100; ++i) std::thread([] { static_cast<void>(Written(96, 1).is_whole()); }).join();
  };
  run();
  const std::uint64_t before = bytes_in_slabs();
  run();
  CHECK(bytes_in_slabs() <= before);
}

TEST_CASE("threads that give what others took never have the same piece") {
  std::mutex mutex;
  std::vector<Written> given;
  std::array<int, 3> broken{};
  const auto run = [&](std::size_t number) {
    std::mt19937 chance(static_cast<unsigned>(number));
    for (int i = 0; i < 20'000; ++i) {
      Written mine(chance() % 3 * 16 + 130, static_cast<unsigned char>(i + 7));
      const std::lock_guard lock(mutex);
      if (given.size() < 500) {
        given.push_back(std::move(mine));
      } else {
        std::swap(given[chance() % given.size()], mine);
        if (!mine.is_whole()) ++broken[number];
      }
    }
  };
  std::thread one(run, 0);
  std::thread two(run, 1);
  run(2);
  one.join();
  two.join();
  CHECK(broken == std::array<int, 3>{});
}

TEST_CASE("large pieces that are lines lie in lines") {
  for (std::size_t bytes = 576; bytes <= 36'000; bytes += 64) {
    void* const piece = take_piece(bytes);
    if (reinterpret_cast<std::uintptr_t>(piece) % 64 != 0) FAIL_CHECK(bytes);
    give_piece(piece, bytes);
  }
}

TEST_CASE("what asks for more than the usual alignment has it") {
  struct alignas(64) Aligned {
    std::array<char, 64> bytes{};
  };
  std::vector<std::shared_ptr<Aligned>> kept;
  for (int i = 0; i < 20; ++i) {
    kept.push_back(make_in_piece<Aligned>());
    CHECK(reinterpret_cast<std::uintptr_t>(kept.back().get()) % 64 == 0);
  }
}

TEST_CASE("a store that gives up what it holds gives its memory back, but for what is still in use") {
  const std::uint64_t before = bytes_in_slabs();
  const auto store = tagcache::memory({.max_entries = 200'000});
  tagcache::Primitives cache(store);
  for (int i = 0; i < 100'000; ++i) cache.set(std::to_string(i), i, {});
  CHECK((bytes_in_slabs() == 0 || bytes_in_slabs() > before + 25 * mebibyte));
  const auto handle = cache.query<int>("7", {}, [] { return 0; });
  cache.disconnect();
  CHECK(*handle == 7);
  CHECK(bytes_in_slabs() <= before + 8 * mebibyte);
}
