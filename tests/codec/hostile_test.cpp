// Bytes that nobody vouches for: they are refused, at no more cost than they have bytes.
#include <algorithm>
#include <msgpack.hpp>

#include "bytes.hpp"
#include "counted_new.hpp"
#include "random_values.hpp"

namespace {

/// Reads a T from a copy of `bytes` that ends where they end, so that a sanitizer sees each byte too far. Gives what
/// was allocated for that.
template <class T>
std::size_t cost_of_reading(std::span<const std::byte> bytes, bool& read) {
  const auto exact = std::make_unique<std::byte[]>(bytes.size());
  std::ranges::copy(bytes, exact.get());
  const std::size_t before = allocated;
  tagcache::Unpacker unpacker(std::span<const std::byte>(exact.get(), bytes.size()));
  T value{};
  read = unpacker.read(value);
  REQUIRE(read == unpacker.ok());
  REQUIRE(unpacker.offset() <= bytes.size());
  return allocated - before;
}

/// The largest element of the sample types is Everything: each of its bytes costs memory, and growing doubles it.
constexpr std::size_t most_each = 4 * sizeof(sample::Everything);

}  // namespace

TEST_CASE("a value that is cut anywhere is refused") {
  sample::Random random(17);
  sample::Types::for_each([&]<class T>(const T*) {
    for (int i = 0; i < 10; ++i) {
      const auto bytes = tagcache::encode(sample::make<T>(random));
      REQUIRE(bytes);
      const std::size_t step = 1 + bytes->size() / 2000;
      for (std::size_t size = 0; size < bytes->size(); size += step) {
        bool read = true;
        const std::size_t cost = cost_of_reading<T>(std::span(*bytes).first(size), read);
        REQUIRE_FALSE(read);
        REQUIRE(cost <= most_each * (size + 1));
      }
    }
  });
}

TEST_CASE("a length that promises more than there is costs nothing") {
  for (const std::string_view hostile :
       {"DD FF FF FF FF 01 02", "DF FF FF FF FF 01 02", "DB FF FF FF FF 61", "C6 FF FF FF FF 61", "DC FF FF",
        "DE FF FF", "DD 7F FF FF FF", "DA FF FF 61", "C5 FF FF 61", "D9 FF", "C4 FF"}) {
    const tagcache::Bytes bytes = bytes_of(hostile);
    sample::Types::for_each([&]<class T>(const T*) {
      bool read = true;
      CHECK(cost_of_reading<T>(bytes, read) == cost_of_reading<T>({}, read));
      CHECK_FALSE(read);
    });
    tagcache::Unpacker unpacker(bytes);
    CHECK_FALSE(unpacker.skip());
  }
}

TEST_CASE("a long list of wrong elements costs no more than it has bytes") {
  // As many elements as there are bytes, as promised; the first is wrong.
  tagcache::Bytes bytes(1'000'000, std::byte{0xC1});
  const tagcache::Bytes head = bytes_of("DD 00 0F 00 00");
  std::ranges::copy(head, bytes.begin());
  bool read = true;
  CHECK(cost_of_reading<std::vector<sample::Everything>>(bytes, read) <= bytes.size() + sizeof(sample::Everything));
  CHECK_FALSE(read);
}

TEST_CASE("random bytes, and values with a few bytes changed, neither crash nor cost much") {
  sample::Random random(19);
  sample::Types::for_each([&]<class T>(const T*) {
    for (int i = 0; i < 300; ++i) {
      auto bytes = tagcache::encode(sample::make<T>(random)).value();
      if (bytes.size() > 3000) continue;
      for (std::size_t changes = 1 + sample::below(random, 3); changes > 0 && !bytes.empty(); --changes) {
        bytes[sample::below(random, bytes.size())] = static_cast<std::byte>(random());
      }
      bool read = false;
      REQUIRE(cost_of_reading<T>(bytes, read) <= most_each * (bytes.size() + 1));
      if (!read) continue;
      const T value = tagcache::decode<T>(bytes).value_or(T{});
      REQUIRE(tagcache::encode(value));
    }
  });
}

TEST_CASE("nesting deeper than the limit is refused, and passed over without recursion") {
  // A tree below a tree below ... : {"label": "", "below": [ ... ]}
  tagcache::Bytes bytes;
  const tagcache::Bytes one = bytes_of("82 A5 6C 61 62 65 6C A0 A5 62 65 6C 6F 77 91");
  for (int i = 0; i < 10'000; ++i) bytes.insert(bytes.end(), one.begin(), one.end());
  tagcache::Unpacker unpacker(bytes);
  sample::Tree tree;
  CHECK_FALSE(unpacker.read(tree));
  CHECK(unpacker.failure() == "values are nested too deeply");

  tagcache::Bytes arrays(1'000'000, std::byte{0x91});
  arrays.push_back(std::byte{0xC0});
  tagcache::Unpacker passing(arrays);
  CHECK(passing.skip());
  CHECK(passing.left() == 0);
}

TEST_CASE("an unpacker that failed stays so, and says where and why") {
  const tagcache::Bytes bytes = bytes_of("01 A1 61 02");
  tagcache::Unpacker unpacker(bytes);
  int number = 0;
  CHECK(unpacker.read(number));
  CHECK_FALSE(unpacker.read(number));
  CHECK(unpacker.offset() == 1);
  CHECK(unpacker.failure() == "an integer was expected");
  std::string text;
  CHECK_FALSE(unpacker.read(text));
  CHECK_FALSE(unpacker.skip());
  CHECK_FALSE(unpacker.skip_nil());
  CHECK(unpacker.failure() == "an integer was expected");
  CHECK_FALSE(tagcache::decode<int>(bytes_of("01 02")));
}

TEST_CASE("passing over agrees with another implementation on what is a value") {
  sample::Random random(23);
  int values = 0;
  for (int i = 0; i < 200'000; ++i) {
    tagcache::Bytes bytes(1 + sample::below(random, 12));
    for (std::byte& byte : bytes)
      byte = static_cast<std::byte>(sample::below(random, 4) == 0 ? 0x90 + sample::below(random, 80) : random());
    tagcache::Unpacker unpacker(bytes);
    const bool passed = unpacker.skip();
    msgpack::null_visitor visitor;
    std::size_t end = 0;
    const bool theirs = msgpack::parse(reinterpret_cast<const char*>(bytes.data()), bytes.size(), end, visitor);
    CAPTURE(hex(bytes));
    REQUIRE(passed == theirs);
    if (passed) REQUIRE(unpacker.offset() == end);
    values += passed ? 1 : 0;
  }
  CHECK(values > 1000);
}
