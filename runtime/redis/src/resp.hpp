#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// The protocol of Redis, RESP3 and what it takes over from RESP2: bytes to replies, words to bytes. Pure: knows of no
// connection. https://redis.io/docs/latest/develop/reference/protocol-spec/
namespace tagcache::detail::redis {

/// What a server said. Strings are bytes.
struct Reply {
  enum class Kind {
    nil,
    integer,
    real,
    boolean,  ///< in `integer`, as 0 or 1
    text,     ///< bulk and simple strings, verbatim ones without their format, numbers too big for `integer`
    error,    ///< in `text`, with its code in front: "WRONGTYPE Operation …"; of an answer `items` has who said it
    array,    ///< in `items`, as sets are
    map,      ///< in `items`: key, value, key, value
    push,     ///< in `items`: no answer, but said by the server unasked, its kind first
  };

  Kind kind = Kind::nil;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  std::vector<Reply> items;

  [[nodiscard]] bool is_nil() const noexcept { return kind == Kind::nil; }
  [[nodiscard]] bool is_error() const noexcept { return kind == Kind::error; }
  [[nodiscard]] bool is_text() const noexcept { return kind == Kind::text; }
  [[nodiscard]] bool is_integer() const noexcept { return kind == Kind::integer; }

  /// The code of an error, its first word; empty for all else.
  [[nodiscard]] std::string_view error_code() const noexcept;

  /// The value under a key of a map, or of an array of keys and values, as RESP2 has them; null when there is none.
  [[nodiscard]] const Reply* find(std::string_view key) const noexcept;

  bool operator==(const Reply&) const = default;
};

/// Before Redis 7 the reason why a script ended stands behind words about the script: "ERR Error running script (call
/// to f_…): @user_script:1: -OOM command …". Has the code first, as Redis 7 does.
void unwrap(Reply& error);

/// Bytes that no server of Redis sends. What comes after them has no meaning: the connection is to be closed.
class ProtocolError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What is more than this is a ProtocolError, so that a few bytes cannot ask for all memory or all of the stack.
struct ReplyLimits {
  std::size_t bytes = std::size_t{512} << 20;  ///< of one string; what Redis itself allows
  std::size_t line = std::size_t{64} << 10;    ///< of one that ends with its line: numbers, errors
  std::size_t items = std::size_t{1} << 24;    ///< of one array, map, set or push
  std::size_t depth = 32;                      ///< of arrays in arrays
};

/// Bytes as they come, in pieces of any size, to replies. Memory grows with bytes that have come, not with what they
/// announce. Not thread-safe.
class ReplyParser {
 public:
  explicit ReplyParser(ReplyLimits limits = {}) : limits_(limits) {}

  /// Room for at least `size` bytes to read into; `filled` says how many came. Invalidated by all other calls.
  [[nodiscard]] std::span<char> room(std::size_t size);
  void filled(std::size_t size) noexcept;

  void feed(std::string_view bytes);

  /// The next reply, or none until more bytes come. Throws ProtocolError.
  [[nodiscard]] std::optional<Reply> next();

 private:
  struct Open {
    Reply reply;
    std::size_t missing = 0;
    bool is_attribute = false;  ///< about the reply that follows, and passed over
  };

  [[nodiscard]] std::optional<std::string_view> line();
  [[nodiscard]] std::optional<std::string_view> blob(std::size_t length);
  [[nodiscard]] std::int64_t number(std::string_view digits) const;
  [[nodiscard]] double real(std::string_view digits) const;
  [[nodiscard]] std::size_t length_of(std::string_view digits, std::size_t most) const;
  [[nodiscard]] bool step(std::optional<Reply>& whole);
  void begin_text(char mark, std::string_view digits);
  void begin_items(char mark, std::string_view digits);
  [[nodiscard]] Reply scalar(char mark, std::string_view rest) const;
  void ended(Reply&& reply, std::optional<Reply>& whole);

  ReplyLimits limits_;
  std::string buffer_;
  std::size_t begin_ = 0;            ///< what was parsed of the buffer
  std::size_t end_ = 0;              ///< what was filled of the buffer
  std::size_t seen_ = 0;             ///< in which there is no end of a line, from `begin_`
  std::optional<std::size_t> text_;  ///< the length of a string whose bytes are still to come
  char text_mark_ = 0;
  std::vector<Open> open_;
};

/// Commands, as they go over the wire, one after the other. Words are bytes.
class Commands {
 public:
  Commands() = default;

  /// One command: words are strings or integers.
  template <class... Words>
  Commands& add(const Words&... words) {
    begin(sizeof...(Words));
    (word(words), ...);
    return *this;
  }

  /// One command of `words` words, each of which is then added with `word`.
  void begin(std::size_t words);
  void word(std::string_view bytes);
  void word(std::integral auto value) {
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    word(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }

  /// Adds the commands of `others`.
  void append(const Commands& others);

  [[nodiscard]] std::size_t size() const noexcept { return begins_.size(); }
  [[nodiscard]] bool empty() const noexcept { return begins_.empty(); }
  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }
  /// Those of one command.
  [[nodiscard]] std::string_view bytes(std::size_t index) const noexcept;
  /// Adds a command whose bytes stand somewhere else already.
  void add_bytes(std::string_view bytes);

 private:
  void line(char mark, std::size_t number);

  std::string bytes_;
  std::vector<std::size_t> begins_;
};

}  // namespace tagcache::detail::redis
