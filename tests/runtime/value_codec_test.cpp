#include <array>
#include <catch2/catch.hpp>
#include <tagcache/typed_cache.hpp>

#include "forwarding_store.hpp"
#include "world.hpp"

namespace {

using tagcache::Request;
using tagcache::detail::codec_of;
using tagcache::detail::codec_of_query;
using tagcache::detail::ValueCodec;

/// A type that cannot leave memory.
struct Opaque {
  explicit Opaque(int given) : number(given) {}
  int number;
};

/// Notes by which codec each call could reach another machine.
class Codecs final : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;

  tagcache::Found find(const Request& request) override {
    found_by = request.codec;
    return ForwardingStore::find(request);
  }
  std::vector<tagcache::Found> find_many(std::span<const Request> requests) override {
    for (const Request& request : requests) found_by = request.codec;
    return ForwardingStore::find_many(requests);
  }
  tagcache::Begun begin(const Request& request) override {
    begun_by = request.codec;
    return ForwardingStore::begin(request);
  }
  void set(const Request& request, tagcache::detail::EntryPointer entry) override {
    set_by = request.codec;
    ForwardingStore::set(request, std::move(entry));
  }

  const ValueCodec* found_by = nullptr;
  const ValueCodec* begun_by = nullptr;
  const ValueCodec* set_by = nullptr;
};

struct Remote {
  World world;
  std::shared_ptr<Codecs> store = std::make_shared<Codecs>(tagcache::memory());
  tagcache::Primitives cache{store, world.options()};
  const std::vector<std::string> keys{"a", "b"};
};

struct Source {
  int loads = 0;
};
struct NoTags {};

/// As the generator describes a query.
struct GetNumber {
  using Value = int;
  using Arguments = std::tuple<int>;
  static constexpr std::string_view name = "get_number";
  static constexpr unsigned number = 1;
  static constexpr std::uint64_t fingerprint =
      tagcache::fingerprint_of("get_number", 7, tagcache::Codec<Value>::fingerprint);
  static inline const tagcache::QueryOptions options{};
  static constexpr std::size_t varying = 0;
  static auto key(int argument) { return tagcache::key(argument); }
  static tagcache::TagSet tags(int) { return {}; }
  static int load(Source& source, int argument) { return argument + 0 * ++source.loads; }
  static std::vector<int> load_many(Source&, std::span<const int> arguments) {
    return {arguments.begin(), arguments.end()};
  }
};

class Numbers : public tagcache::TypedCache<NoTags, Source> {
 public:
  Numbers(Source& source, std::shared_ptr<tagcache::Store> store, tagcache::CacheOptions options)
      : TypedCache(source, std::move(store), std::move(options), {}, names) {}

  auto get(int argument) { return query<GetNumber>(argument); }
  auto get(const tagcache::PerCall& call, int argument) { return query<GetNumber>(call, argument); }
  auto get(tagcache::IfPresent, int argument) { return query<GetNumber>(tagcache::if_present, argument); }
  auto get_many(std::span<const int> arguments) { return query_many<GetNumber>(tagcache::PerCall(), arguments); }
  auto look_many(std::span<const int> arguments) { return query_many<GetNumber>(tagcache::if_present, arguments); }
  void warm_up(int argument) { warm<GetNumber>(argument); }

 private:
  static constexpr std::array<std::string_view, 1> names{"get_number"};
};

}  // namespace

TEST_CASE("a codec makes bytes of a value, and an entry of the bytes") {
  const ValueCodec* codec = codec_of<std::optional<std::string>>();
  REQUIRE(codec != nullptr);
  const std::optional<std::string> some("text");
  const auto bytes = codec->encode(&some);
  REQUIRE(bytes.has_value());
  const auto entry = codec->decode(*bytes, 0);
  REQUIRE(entry != nullptr);
  CHECK(&entry->type() == &tagcache::detail::value_type<std::optional<std::string>>);
  CHECK(*static_cast<const std::optional<std::string>*>(entry->value()) == some);
  CHECK_FALSE(entry->is_absent);
  const std::optional<std::string> none;
  CHECK(entry->take_room(8) == nullptr);
  CHECK(codec->decode(*bytes, 160)->take_room(160) != nullptr);
  const auto absent = codec->decode(codec->encode(&none).value(), 0);
  REQUIRE(absent != nullptr);
  CHECK(absent->is_absent);
  CHECK(codec->decode({}, 0) == nullptr);
  CHECK(codec_of<int>()->decode(*bytes, 0) == nullptr);
}

TEST_CASE("values without a codec have none on their way to a store") {
  CHECK(codec_of<Opaque>() == nullptr);
  Remote remote;
  CHECK(remote.cache.query<Opaque>("k", {}, [] { return Opaque(1); })->number == 1);
  CHECK(remote.store->found_by == nullptr);
  CHECK(remote.store->begun_by == nullptr);
}

TEST_CASE("each call by hand brings the codec of its type to the store") {
  Remote remote;
  const ValueCodec* codec = codec_of<int>();
  const auto load = [] { return 1; };
  static_cast<void>(remote.cache.query<int>("k", {}, load));
  CHECK(remote.store->found_by == codec);
  CHECK(remote.store->begun_by == codec);
  remote.store->found_by = nullptr;
  SECTION("get") { CHECK(remote.cache.get<int>("k").has_value()); }
  SECTION("has") { CHECK(remote.cache.has<int>("k")); }
  SECTION("query, if present") { CHECK(remote.cache.query<int>(tagcache::if_present, "k", {}).has_value()); }
  SECTION("get_many") { CHECK(remote.cache.get_many<int>(remote.keys).size() == 2); }
  const auto no_tags = [](std::string_view) { return tagcache::TagSet(); };
  SECTION("query_many, if present") {
    CHECK(remote.cache.query_many<int>(tagcache::if_present, remote.keys, no_tags).size() == 2);
  }
  SECTION("query_many") {
    remote.store->begun_by = nullptr;
    const auto load_many = [](std::span<const std::string> missing) { return std::vector<int>(missing.size(), 1); };
    CHECK(remote.cache.query_many<int>(remote.keys, no_tags, load_many).size() == 2);
    CHECK(remote.store->begun_by == codec);
  }
  CHECK(remote.store->found_by == codec);
  remote.cache.set("k", 2, {});
  CHECK(remote.store->set_by == codec);
}

TEST_CASE("each query of a schema brings its own fingerprint to the store") {
  Remote remote;
  Source source;
  Numbers numbers(source, remote.store, remote.world.options("numbers"));
  const ValueCodec* codec = codec_of_query<GetNumber>();
  REQUIRE(codec != codec_of<int>());
  CHECK(codec->fingerprint == GetNumber::fingerprint);
  const std::array arguments{4, 5};
  SECTION("a load") {
    CHECK(*numbers.get(3) == 3);
    CHECK(remote.store->begun_by == codec);
  }
  SECTION("options of a call") {
    CHECK(*numbers.get(tagcache::PerCall({.ttl = 1s}), 3) == 3);
    CHECK(remote.store->begun_by == codec);
  }
  SECTION("if present") { CHECK_FALSE(numbers.get(tagcache::if_present, 3).has_value()); }
  SECTION("several") {
    CHECK(numbers.get_many(arguments).size() == 2);
    CHECK(remote.store->begun_by == codec);
  }
  SECTION("several, if present") { CHECK(numbers.look_many(arguments).size() == 2); }
  SECTION("warming") {
    numbers.warm_up(3);
    remote.world.executor->run_all();
    CHECK(source.loads == 1);
    CHECK(remote.store->begun_by == codec);
    remote.store->found_by = codec;
  }
  CHECK(remote.store->found_by == codec);
}
