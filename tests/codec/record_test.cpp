// Codecs of structs, written as the generator emits them.
#include "bytes.hpp"

namespace blog {

enum class Role : std::uint8_t { reader = 1, editor = 2 };

struct Named {
  std::string name;
};

struct Link {
  std::string url;
  std::uint8_t digest[4];
};

/// A base class, an enumeration, nested structs, something absent.
struct User : Named {
  std::uint64_t id;
  Role role;
  std::vector<Link> links;
  std::optional<std::string> nick;
};

/// Contains itself.
struct Comment {
  std::string text;
  std::vector<Comment> replies;
};

struct Nothing {};

/// Hides its members; its codec is written by hand.
class Money {
 public:
  Money() = default;
  explicit Money(std::int64_t cents) : cents_(cents) {}
  [[nodiscard]] std::int64_t cents() const { return cents_; }

 private:
  std::int64_t cents_ = 0;
};

/// Its codec may write nil.
template <bool says_so>
struct Maybe {
  int value;
};

struct WithoutFingerprint {};
struct WithoutCodec {};

}  // namespace blog

using tagcache::Codec;
using tagcache::Field;

template <>
struct tagcache::Codec<blog::User>
    : tagcache::RecordCodec<blog::User, tagcache::Field<"name", &blog::User::name>,
                            tagcache::Field<"id", &blog::User::id>, tagcache::Field<"role", &blog::User::role>,
                            tagcache::Field<"links", &blog::User::links>, tagcache::Field<"nick", &blog::User::nick>> {
};
template <>
struct tagcache::Codec<blog::Link> : tagcache::RecordCodec<blog::Link, tagcache::Field<"url", &blog::Link::url>,
                                                           tagcache::Field<"digest", &blog::Link::digest>> {};
template <>
struct tagcache::Codec<blog::Role> : tagcache::EnumCodec<blog::Role, tagcache::Enumerator<"reader", blog::Role::reader>,
                                                         tagcache::Enumerator<"editor", blog::Role::editor>> {};
template <>
struct tagcache::Codec<blog::Comment>
    : tagcache::RecordCodec<blog::Comment, tagcache::Field<"text", &blog::Comment::text>,
                            tagcache::Field<"replies", &blog::Comment::replies>> {
  static constexpr std::uint64_t fingerprint = fingerprint_of("text: std::string, replies: std::vector<blog::Comment>");
};
template <>
struct tagcache::Codec<blog::Nothing> : tagcache::RecordCodec<blog::Nothing> {};

template <>
struct tagcache::Codec<blog::Money> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("blog::Money", 1);
  static void pack(Packer& packer, const blog::Money& money) { packer.write(money.cents()); }
  static bool unpack(Unpacker& unpacker, blog::Money& money) {
    std::int64_t cents = 0;
    if (!unpacker.read(cents)) return false;
    money = blog::Money(cents);
    return true;
  }
};

template <bool says_so>
struct tagcache::Codec<blog::Maybe<says_so>> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("blog::Maybe", 1);
  static constexpr bool may_be_nil = says_so;
  static void pack(Packer& packer, blog::Maybe<says_so> maybe) {
    maybe.value == 0 ? packer.write_nil() : packer.write(maybe.value);
  }
  static bool unpack(Unpacker& unpacker, blog::Maybe<says_so>& maybe) {
    maybe.value = 0;
    return unpacker.skip_nil() || unpacker.read(maybe.value);
  }
};

template <>
struct tagcache::Codec<blog::WithoutFingerprint> {
  static void pack(Packer&, const blog::WithoutFingerprint&) {}
  static bool unpack(Unpacker&, blog::WithoutFingerprint&) { return true; }
};

namespace {

blog::User ann() { return {{"Ann"}, 7, blog::Role::editor, {{"a", {1, 2, 3, 4}}}, std::nullopt}; }

constexpr std::string_view ann_bytes =
    "85 A4 6E 61 6D 65 A3 41 6E 6E A2 69 64 07 A4 72 6F 6C 65 02 A5 6C 69 6E 6B 73 91 "
    "82 A3 75 72 6C A1 61 A6 64 69 67 65 73 74 C4 04 01 02 03 04 A4 6E 69 63 6B C0";

}  // namespace

TEST_CASE("a struct is a map with the names of its fields, those of its bases among them") {
  CHECK(encoded(ann()) == ann_bytes);
  const auto read = decoded<blog::User>(ann_bytes);
  REQUIRE(read);
  CHECK(read->name == "Ann");
  CHECK(read->id == 7);
  CHECK(read->role == blog::Role::editor);
  REQUIRE(read->links.size() == 1);
  CHECK(read->links[0].url == "a");
  CHECK(read->links[0].digest[3] == 4);
  CHECK_FALSE(read->nick);
  CHECK(encoded(blog::Nothing()) == "80");
  CHECK(decoded<blog::Nothing>("80"));
}

TEST_CASE("fields may come in any order, and among unknown ones") {
  const auto read = decoded<blog::Link>("83 A6 64 69 67 65 73 74 C4 04 09 08 07 06 A1 78 92 01 02 A3 75 72 6C A1 62");
  REQUIRE(read);
  CHECK(read->url == "b");
  CHECK(read->digest[0] == 9);
}

TEST_CASE("a field that is missing or there twice is no value") {
  CHECK(trouble<blog::Link>("81 A3 75 72 6C A1 61") == "a field is missing");
  CHECK(trouble<blog::Link>("80") == "a field is missing");
  CHECK(trouble<blog::Link>("82 A3 75 72 6C A1 61 A3 75 72 6C A1 61") == "a field is there twice");
  CHECK(trouble<blog::Link>("82 A3 75 72 6C A1 61 A6 64 69 67 65 73 74 C4 03 01 02 03") ==
        "a byte string has the wrong length");
  CHECK(trouble<blog::Link>("81 01 A1 61") == "a text was expected");
  CHECK(trouble<blog::Link>("90") == "a map was expected");
}

TEST_CASE("a struct may contain itself, and only so deep") {
  blog::Comment comment{"one", {{"two", {}}, {"three", {{"four", {}}}}}};
  const auto bytes = tagcache::encode(comment);
  REQUIRE(bytes);
  const auto read = tagcache::decode<blog::Comment>(*bytes);
  REQUIRE(read);
  CHECK(read->replies[1].replies[0].text == "four");

  blog::Comment deep;
  for (int i = 0; i < 100; ++i) {
    blog::Comment outer;
    outer.replies.push_back(std::move(deep));
    deep = std::move(outer);
  }
  CHECK(tagcache::encode(deep));
  for (int i = 0; i < 100; ++i) {
    blog::Comment outer;
    outer.replies.push_back(std::move(deep));
    deep = std::move(outer);
  }
  CHECK_FALSE(tagcache::encode(deep));
}

TEST_CASE("a codec by hand is a codec, with a fingerprint") {
  CHECK(encoded(std::vector{blog::Money(5), blog::Money(-1)}) == "92 05 FF");
  CHECK(decoded<blog::Money>("CD 01 00")->cents() == 256);
  STATIC_REQUIRE(tagcache::Encodable<blog::Money>);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<blog::WithoutFingerprint>);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<blog::WithoutCodec>);
  STATIC_REQUIRE_FALSE(tagcache::Encodable<std::vector<blog::WithoutCodec>>);
}

TEST_CASE("a codec that writes nil must say so") {
  CHECK(encoded(std::optional(blog::Maybe<false>{3})) == "03");
  CHECK(encoded(std::optional(blog::Maybe<false>{0})) == "not encoded");
  CHECK(encoded(std::optional(blog::Maybe<true>{0})) == "91 C0");
  CHECK(decoded<std::optional<blog::Maybe<true>>>("91 C0").value().value().value == 0);
}

TEST_CASE("the fingerprint changes with names, types, order, and meanings of numbers") {
  using blog::Link;
  using Text = Field<"url", &Link::url>;
  using Digest = Field<"digest", &Link::digest>;
  constexpr std::uint64_t usual = Codec<Link>::fingerprint;
  STATIC_REQUIRE(usual == tagcache::RecordCodec<Link, Text, Digest>::fingerprint);
  STATIC_REQUIRE(usual != tagcache::RecordCodec<Link, Text>::fingerprint);
  STATIC_REQUIRE(usual != tagcache::RecordCodec<Link, Digest, Text>::fingerprint);
  STATIC_REQUIRE(usual != tagcache::RecordCodec<Link, Field<"uri", &Link::url>, Digest>::fingerprint);
  STATIC_REQUIRE(usual != tagcache::RecordCodec<Link, Text, Field<"digest", &Link::url>>::fingerprint);

  using blog::Role;
  using tagcache::Enumerator;
  using Swapped = tagcache::EnumCodec<Role, Enumerator<"reader", Role::editor>, Enumerator<"editor", Role::reader>>;
  STATIC_REQUIRE(Codec<Role>::fingerprint != Swapped::fingerprint);

  STATIC_REQUIRE(Codec<std::vector<int>>::fingerprint == Codec<std::deque<int>>::fingerprint);
  STATIC_REQUIRE(Codec<std::vector<int>>::fingerprint != Codec<std::vector<long>>::fingerprint);
  STATIC_REQUIRE(Codec<std::chrono::seconds>::fingerprint != Codec<std::chrono::milliseconds>::fingerprint);
  STATIC_REQUIRE(Codec<std::optional<int>>::fingerprint != Codec<int>::fingerprint);
  STATIC_REQUIRE(Codec<long>::fingerprint == Codec<std::int64_t>::fingerprint);
}

TEST_CASE("a fingerprint is the same on every machine") {
  STATIC_REQUIRE(tagcache::fingerprint_of("acme::Money", 1) != tagcache::fingerprint_of("acme::Money", 2));
  STATIC_REQUIRE(tagcache::fingerprint_of("ab") != tagcache::fingerprint_of("ba"));
  // What another implementation of the same functions says.
  STATIC_REQUIRE(tagcache::fingerprint_of("") == 0xE9D327596B869820ULL);
  STATIC_REQUIRE(tagcache::fingerprint_of("acme::Money", 1) == 0x530BFE5B3609F282ULL);
  STATIC_REQUIRE(Codec<std::vector<std::int32_t>>::fingerprint == 0x99D6D6E4F4085899ULL);
}
