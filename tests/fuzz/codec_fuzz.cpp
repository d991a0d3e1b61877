// Bytes from a store are read as one of many types, which the first byte chooses. What can be read can be written, and
// is the same when it is read again; passing over it ends where reading it ended.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "codec/sample_types.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

template <class T>
void read_as(std::span<const std::byte> bytes) {
  tagcache::Unpacker unpacker(bytes);
  T value{};
  const bool read = unpacker.read(value);
  must(read == unpacker.ok());
  must(unpacker.offset() <= bytes.size());
  if (!read) return;

  const auto written = tagcache::encode(value);
  must(written.has_value());
  const auto again = tagcache::decode<T>(*written);
  must(again.has_value());
  must(tagcache::encode(*again) == written);

  tagcache::Unpacker passing(bytes);
  must(passing.skip());
  must(passing.offset() == unpacker.offset());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t chosen = data[0] % sample::Types::size;
  const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
  std::size_t number = 0;
  sample::Types::for_each([&]<class T>(const T*) {
    if (number++ == chosen) read_as<T>(bytes);
  });
  tagcache::Unpacker passing(bytes);
  must(passing.skip() == passing.ok());
  return 0;
}
