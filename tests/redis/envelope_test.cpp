#include "store/envelope.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <tagcache/value_codec.hpp>

#include "store/announcement.hpp"
#include "store/bytes.hpp"
#include "store/compression.hpp"
#include "store/key_layout.hpp"
#include "store/marks.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using namespace std::chrono_literals;

namespace {

const Tag user("users", wild("42"));
const Tag post("posts", wild(std::string(300, 'p')));

RecordBody body_of(std::string_view payload) {
  return {.fingerprint = 0x0102030405060708,
          .times = {.created = -5, .loaded = -3, .expires = 30'000'000'000, .grace = 60, .memory = 7, .idle = 9},
          .weight = 11,
          .result_tags = 1,
          .key = "app:get(1)",
          .tags = {user.bytes(), post.bytes()},
          .validator = "etag",
          .payload = payload};
}

/// As the server puts a record together.
std::string record(const SealedRecord& sealed) {
  std::string bytes = sealed.mark;
  for (const std::uint64_t number : {0xAAU, 7U, 0U, 1000U}) append_number(bytes, std::uint64_t{number});
  return bytes + sealed.body;
}

void check_same(const OpenedRecord& opened, std::string_view payload) {
  const RecordBody wanted = body_of(payload);
  CHECK(opened.head.incarnation == 0xAA);
  CHECK(opened.head.number == 7);
  CHECK(opened.head.expired == 0);
  CHECK(opened.head.stored == 1000);
  CHECK(opened.body.fingerprint == wanted.fingerprint);
  CHECK(opened.body.times == wanted.times);
  CHECK(opened.body.weight == wanted.weight);
  CHECK(opened.body.result_tags == wanted.result_tags);
  CHECK(opened.body.key == wanted.key);
  CHECK(opened.body.tags == wanted.tags);
  CHECK(opened.body.validator == wanted.validator);
  CHECK(opened.body.payload == payload);
}

}  // namespace

TEST_CASE("a record is read as it was written, plain, compressed and signed") {
  const std::string large(10'000, 'v');
  for (const std::string& payload : {std::string(), std::string("v"), large}) {
    for (const std::size_t from : {std::size_t{0}, std::size_t{100}}) {
      for (const std::string key : {"", "secret"}) {
        const Wrapping wrapping{from, key, {}};
        const std::string bytes = record(sealed(body_of(payload), wrapping));
        const auto result = opened(bytes, wrapping);
        REQUIRE(result.has_value());
        check_same(*result, payload);
        if (from > 0 && payload.size() >= from) CHECK(bytes.size() < 1'000);
      }
    }
  }
}

TEST_CASE("the bytes of a record are these, on every machine") {
  const RecordBody body{.fingerprint = 1, .key = "k", .tags = {user.bytes()}, .payload = "v"};
  std::string hex;
  for (const char byte : record(sealed(body, {}))) {
    constexpr std::string_view digits = "0123456789abcdef";
    hex.push_back(digits[static_cast<unsigned char>(byte) >> 4U]);
    hex.push_back(digits[static_cast<unsigned char>(byte) & 0xFU]);
  }
  CHECK(hex ==
        "54430100"  // TC, version, flags
        "00000000000000aa"
        "0000000000000007"
        "0000000000000000"
        "00000000000003e8"  // what the server writes
        "0000000000000001"  // fingerprint
        "0000000000000000"
        "0000000000000000"
        "0000000000000000"
        "0000000000000000"  // times
        "7fffffffffffffff"
        "0000000000000000"
        "0000000000000000"
        "00000000"  // weight, result tags
        "00000001"
        "6b"  // key
        "00000001"
        "0000000b"
        "6605757365727377023432"  // tags: fusers, w42
        "00000000"                // validator
        "00000001"
        "00000001"
        "76");  // payload
}

TEST_CASE("no damaged record is read as if it were whole") {
  const Wrapping wrapping{0, "secret", {}};
  const std::string whole = record(sealed(body_of("payload"), wrapping));
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(opened(whole.substr(0, size), wrapping));
  CHECK_FALSE(opened(whole + "x", wrapping).has_value());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const bool is_of_the_server = at >= 4 && at < RecordHead::size;
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    CHECK(opened(damaged, wrapping).has_value() == is_of_the_server);
  }
}

TEST_CASE("no short or longer record is read without a signature either") {
  const std::string whole = record(sealed(body_of("payload"), {}));
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(opened(whole.substr(0, size), {}).has_value());
  CHECK_FALSE(opened(whole + "x", {}).has_value());
}

TEST_CASE("signatures are by the key of now or one of before") {
  const std::string old = record(sealed(body_of("v"), {0, "old", {}}));
  CHECK(opened(old, {0, "old", {}}).has_value());
  CHECK(opened(old, {0, "new", {"older", "old"}}).has_value());
  CHECK_FALSE(opened(old, {0, "new", {}}).has_value());
  CHECK(opened(old, {}).has_value());  // who has no key does not check
  CHECK_FALSE(opened(record(sealed(body_of("v"), {})), {0, "new", {}}).has_value());
}

TEST_CASE("what announces too many bytes gets no room for them") {
  std::string bytes = compressed("some text that is not long").value();
  CHECK(decompressed(bytes, 26).has_value());
  CHECK_FALSE(decompressed(bytes, 25).has_value());
  CHECK_FALSE(decompressed(bytes, std::size_t{1} << 40U).has_value());
  CHECK_FALSE(decompressed("rubbish", 7).has_value());
}

TEST_CASE("only the bytes of tags are tags") {
  const auto read = [](std::string_view bytes) { return tags_of(std::array{bytes}); };
  CHECK(read(user.bytes()) == TagSet{user});
  CHECK(read(post.bytes()) == TagSet{post});
  for (const std::string bytes : {"", "x\1a", "f", "f\5abc", "f\x80", "w\x83\x80\x80\x80\x80\x80\x80", "f\x81\x01"}) {
    CHECK_FALSE(read(bytes).has_value());
  }
}

TEST_CASE("times go over as distances") {
  detail::EntryNodeOf<int> entry(1);
  const TimePoint here(1000h);
  entry.created_at = here - 3s;
  entry.loaded_at = here - 1s;
  entry.expires_at = here + 30s;
  entry.grace_until = here + 90s;
  entry.set_memory_until(here + 9s);
  entry.set_idle_ttl(5s);
  detail::EntryNodeOf<int> other(1);
  const TimePoint there(5h);
  set_times(other, times_at(entry, here), there, 2s);
  CHECK(other.created_at == there - 5s);
  CHECK(other.loaded_at == there - 3s);
  CHECK(other.expires_at == there + 28s);
  CHECK(other.grace_until == there + 88s);
  CHECK(other.memory_until() == there + 10s);
  CHECK(other.idle_ttl() == 5s);
  entry.expires_at = entry.grace_until = TimePoint::max();
  entry.set_memory_until(TimePoint::max());
  set_times(other, times_at(entry, here), there, 2s);
  CHECK(other.expires_at == TimePoint::max());
  CHECK(other.grace_until == TimePoint::max());
  CHECK(other.memory_until() == TimePoint::max());
}

TEST_CASE("keys of all kinds are told apart, and long ones are hashed [A-011] [A-012] [A-033] [AX-03] [AX-16]") {
  const KeyLayout layout("blog");
  CHECK(layout.entry("app:\"k\"") == "{blog}:e:app:\"k\"");
  CHECK(layout.tag(user.bytes()) == "{blog}:t:" + std::string(user.bytes()));
  CHECK(layout.scope("app") == "{blog}:s:app");
  CHECK(layout.tag(Tag("a:b").bytes()) != layout.tag(Tag("a", "b").bytes()));
  CHECK(layout.tag(Tag("users", wild("1")).bytes()) != layout.tag(Tag("users", "1").bytes()));
  const std::string long_text(97, 'x');
  CHECK(layout.entry(long_text) == "{blog}:e#" + lasting_hash(long_text));
  CHECK(layout.entry(lasting_hash(long_text)) != layout.entry(long_text));
  // Of `sha256sum`.
  CHECK(lasting_hash("") == "e3b0c44298fc1c149afbf4c8996fb924");
  CHECK(lasting_hash("abc") == "ba7816bf8f01cfea414140de5dae2223");
  // Part of the format: nodes of all versions agree.
  CHECK(move_slot(Moving::prefix, user.bytes()) == move_slot(Moving::prefix, Tag("users", wild("42")).bytes()));
  CHECK(move_slot(Moving::prefix, user.bytes()) != move_slot(Moving::exact, user.bytes()));
}

TEST_CASE("an entry watches its tags and all above them, each once") {
  const KeyLayout layout("blog");
  const Tag above("users");
  const TagSet tags{user, above, Tag("users", wild("42"), "posts")};
  const Marks marks(layout, "app", tags);
  REQUIRE(marks.all().size() == 4);
  CHECK(marks.all()[0].key == layout.scope("app"));
  CHECK_FALSE(marks.all()[0].is_tag);
  for (const std::size_t i : {1U, 2U, 3U}) CHECK(marks.all()[i].is_tag);
  CHECK(marks.watch_bytes().size() == 20);
  const Mark tag{"", "", true};
  const Mark prefix{"", "", false};
  CHECK(judged(tag, Marker{.exactly_invalidated = 5}, 4) == Validity::invalidated);
  CHECK(judged(tag, Marker{.exactly_invalidated = 5}, 5) == Validity::valid);
  CHECK(judged(prefix, Marker{.exactly_invalidated = 5}, 4) == Validity::valid);
  CHECK(judged(prefix, Marker{.invalidated = 5}, 4) == Validity::invalidated);
  CHECK(judged(prefix, Marker{.expired = 5}, 4) == Validity::expired);
  CHECK(judged(prefix, Marker{.exactly_expired = 5}, 4) == Validity::valid);
  CHECK(judged(tag, std::nullopt, 4) == Validity::invalidated);
}

TEST_CASE("announcements are read as they were written") {
  const auto heard = [](const std::string& what) {
    std::string bytes;
    for (const std::uint64_t number : {1U, 2U, 3U}) append_number(bytes, std::uint64_t{number});
    return message_of(bytes + what);
  };
  const std::vector<Invalidation> several{{user}, {post, Reach::exact, Becomes::expired}};
  const auto tags = heard(announcement_bytes(several));
  REQUIRE(tags.has_value());
  CHECK(tags->incarnation == 1);
  CHECK(tags->number == 2);
  CHECK(tags->author == 3);
  CHECK(std::get<std::vector<Invalidation>>(tags->what) == several);
  const auto key = heard(announcement_of_key("app:get(1)", Becomes::expired));
  REQUIRE(key.has_value());
  CHECK(std::get<KeyMoved>(key->what).key == "app:get(1)");
  CHECK(std::get<KeyMoved>(key->what).becomes == Becomes::expired);
  const auto prefix = heard(announcement_of_prefix("app"));
  REQUIRE(prefix.has_value());
  CHECK(std::get<PrefixCleared>(prefix->what).prefix == "app");
  CHECK_FALSE(heard("").has_value());
  CHECK_FALSE(heard("x").has_value());
  CHECK_FALSE(heard("t\4").has_value());
  CHECK_FALSE(heard(announcement_bytes(several) + "x").has_value());
  CHECK_FALSE(message_of("short").has_value());
}
