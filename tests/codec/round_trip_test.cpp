// What holds for every value of every type: it comes back equal, equal values have equal bytes, and other languages
// read it. msgpack-cxx is the other implementation here.
#include <algorithm>
#include <msgpack.hpp>

#include "bytes.hpp"
#include "random_values.hpp"

namespace {

constexpr int values_each = 150;

/// `check(value, bytes)` for many values of every type.
template <class Check>
void for_many_values(const Check& check) {
  sample::Random random(20260101);
  sample::Types::for_each([&]<class T>(const T*) {
    for (int i = 0; i < values_each; ++i) {
      const T value = sample::make<T>(random);
      const auto bytes = tagcache::encode(value);
      REQUIRE(bytes);
      check(value, *bytes);
    }
  });
}

msgpack::object_handle parsed(const tagcache::Bytes& bytes) {
  return msgpack::unpack(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

/// The other implementation writes floats that are whole numbers as integers.
bool has_float(const msgpack::object& object) {
  using msgpack::type::object_type;
  if (object.type == object_type::ARRAY) {
    return std::any_of(object.via.array.ptr, object.via.array.ptr + object.via.array.size, has_float);
  }
  if (object.type == object_type::MAP) {
    return std::any_of(object.via.map.ptr, object.via.map.ptr + object.via.map.size,
                       [](const auto& pair) { return has_float(pair.key) || has_float(pair.val); });
  }
  return object.type == object_type::FLOAT32 || object.type == object_type::FLOAT64;
}

template <class T>
tagcache::Bytes packed_by_other(const T& value) {
  msgpack::sbuffer buffer;
  msgpack::pack(buffer, value);
  const auto bytes = std::as_bytes(std::span(buffer.data(), buffer.size()));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("every value comes back, and writes the same bytes again") {
  for_many_values([]<class T>(const T& value, const tagcache::Bytes& bytes) {
    const auto read = tagcache::decode<T>(bytes);
    REQUIRE(read);
    REQUIRE(sample::same(*read, value));
    REQUIRE(tagcache::encode(*read) == bytes);
  });
}

TEST_CASE("a value that is read into one that was there replaces it") {
  sample::Random random(7);
  sample::Types::for_each([&]<class T>(const T*) {
    T value = sample::make<T>(random);
    for (int i = 0; i < 20; ++i) {
      const T next = sample::make<T>(random);
      const auto bytes = tagcache::encode(next);
      REQUIRE(bytes);
      tagcache::Unpacker unpacker(*bytes);
      REQUIRE(unpacker.read(value));
      REQUIRE(sample::same(value, next));
    }
  });
}

TEST_CASE("different values of a type have different bytes") {
  sample::Random random(11);
  sample::Types::for_each([&]<class T>(const T*) {
    for (int i = 0; i < values_each; ++i) {
      const T one = sample::make<T>(random);
      const T other = sample::make<T>(random);
      if (!sample::same(one, other)) REQUIRE(tagcache::encode(one) != tagcache::encode(other));
    }
  });
}

TEST_CASE("passing over a value ends where reading it ends") {
  for_many_values([](const auto&, const tagcache::Bytes& bytes) {
    tagcache::Unpacker unpacker(bytes);
    REQUIRE(unpacker.skip());
    REQUIRE(unpacker.left() == 0);
  });
}

TEST_CASE("another implementation reads every value and writes the same bytes") {
  for_many_values([]<class T>(const T& value, const tagcache::Bytes& bytes) {
    const msgpack::object_handle read = parsed(bytes);
    const tagcache::Bytes theirs = packed_by_other(read.get());
    REQUIRE((theirs == bytes || has_float(read.get())));
    const auto back = tagcache::decode<T>(theirs);
    REQUIRE(back);
    REQUIRE(sample::same(*back, value));
  });
}

TEST_CASE("what another implementation writes is read, byte for byte the same") {
  using Shared = sample::TypeList<bool, std::int8_t, std::int32_t, std::int64_t, std::uint16_t, std::uint64_t, float,
                                  double, std::string, std::vector<int>, std::vector<std::string>, std::vector<bool>,
                                  std::deque<std::pair<std::string, bool>>, std::list<std::optional<std::string>>,
                                  std::map<std::string, std::vector<int>>, std::set<std::pair<int, std::string>>,
                                  std::tuple<bool, std::tuple<std::string>, double>, std::optional<int>>;
  sample::Random random(13);
  Shared::for_each([&]<class T>(const T*) {
    for (int i = 0; i < values_each; ++i) {
      const T value = sample::make<T>(random);
      const tagcache::Bytes theirs = packed_by_other(value);
      REQUIRE((tagcache::encode(value) == theirs || has_float(parsed(*tagcache::encode(value)).get())));
      const auto read = tagcache::decode<T>(theirs);
      REQUIRE(read.has_value());
      REQUIRE(*read == value);
      REQUIRE(parsed(theirs).get().as<T>() == value);
    }
  });
}

TEST_CASE("another implementation finds the fields of a struct by name") {
  const auto bytes = tagcache::encode(sample::Tree{"top", {{"leaf", {}}}});
  REQUIRE(bytes);
  const msgpack::object_handle read = parsed(*bytes);
  const auto fields = read.get().as<std::map<std::string, msgpack::object>>();
  CHECK(fields.at("label").as<std::string>() == "top");
  CHECK(fields.at("below")
            .as<std::vector<std::map<std::string, msgpack::object>>>()
            .at(0)
            .at("label")
            .as<std::string>() == "leaf");
}
