// The codecs stand in the generated source file; this program reaches them by being one with it.
#include <cstring>

#include "catch.hpp"
#include "scene_cache.cpp"

namespace {

/// Fills the bytes of a struct of numbers with small ones, so that no two members are alike.
template <class Number, class T>
T counted() {
  static_assert(sizeof(T) % sizeof(Number) == 0 && std::is_trivially_copyable_v<T>);
  T value{};
  Number number = 0;
  for (std::size_t at = 0; at < sizeof(T); at += sizeof(Number)) {
    number += Number(1.5);
    std::memcpy(reinterpret_cast<char*>(&value) + at, &number, sizeof(number));
  }
  return value;
}

template <class T>
bool same_bits(const T& left, const T& right) {
  return std::memcmp(&left, &right, sizeof(T)) == 0;
}

/// Whether the value comes back bit by bit.
template <class Number, class T>
bool comes_back() {
  const T value = counted<Number, T>();
  const auto bytes = tagcache::encode(value);
  if (!bytes) return false;
  const auto back = tagcache::decode<T>(*bytes);
  return back && same_bits(*back, value) && tagcache::encode(*back) == bytes;
}

}  // namespace

TEST_CASE("real headers: structs of Box2D come back") {
  CHECK(comes_back<float, b2Vec2>());
  CHECK(comes_back<float, b2Rot>());
  CHECK(comes_back<float, b2Transform>());
  CHECK(comes_back<float, b2Sweep>());
  CHECK(comes_back<float, b2AABB>());
  CHECK(comes_back<float, b2MassData>());
  CHECK(comes_back<float, b2RayCastInput>());
  CHECK(comes_back<std::uint16_t, b2Filter>());
  CHECK(comes_back<float, b2Color>());
  CHECK(comes_back<float, b2Profile>());
  CHECK(comes_back<float, b2WorldManifold>());
}

TEST_CASE("real headers: structs of Assimp come back") {
  CHECK(comes_back<float, aiVector2D>());
  CHECK(comes_back<float, aiVector3D>());
  CHECK(comes_back<float, aiQuaternion>());
  CHECK(comes_back<float, aiColor4D>());
  CHECK(comes_back<float, aiMatrix3x3>());
  CHECK(comes_back<float, aiMatrix4x4>());
  CHECK(comes_back<float, aiAABB>());
  CHECK(comes_back<unsigned, aiMemoryInfo>());
  const auto plane = tagcache::decode<aiPlane>(tagcache::encode(aiPlane(1, 2, 3, 4)).value());
  REQUIRE(plane.has_value());
  CHECK(plane->a == 1);
  CHECK(plane->d == 4);
}

TEST_CASE("real headers: containers of them come back, and enumerations") {
  const std::map<std::string, b2RayCastInput> rays{{"down", counted<float, b2RayCastInput>()}};
  const auto back = tagcache::decode<std::map<std::string, b2RayCastInput>>(tagcache::encode(rays).value());
  REQUIRE(back.has_value());
  CHECK(same_bits(back->at("down"), rays.at("down")));
  const std::vector<aiVectorKey> keys{aiVectorKey(1.5, aiVector3D(1, 2, 3)), aiVectorKey(2.5, aiVector3D(4, 5, 6))};
  CHECK(tagcache::decode<std::vector<aiVectorKey>>(tagcache::encode(keys).value()) == keys);
  CHECK(tagcache::decode<b2BodyType>(tagcache::encode(b2_dynamicBody).value()) == b2_dynamicBody);
  CHECK(tagcache::decode<aiLightSourceType>(tagcache::encode(aiLightSource_SPOT).value()) == aiLightSource_SPOT);
}
