#include "resp.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace tagcache::detail::redis {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t room_kept = std::size_t{1} << 20;  // after a larger reply

/// How an unexpected byte is shown: as text only when it is plain text.
std::string shown(char byte) {
  if (byte >= 0x20 && byte < 0x7f) return std::string("'") + byte + "'";
  return "byte " + std::to_string(static_cast<unsigned char>(byte));
}

}  // namespace

std::string_view Reply::error_code() const noexcept {
  if (!is_error()) return {};
  return std::string_view(text).substr(0, text.find(' '));
}

const Reply* Reply::find(std::string_view key) const noexcept {
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].is_text() && items[i].text == key) return &items[i + 1];
  }
  return nullptr;
}

void unwrap(Reply& error) {
  if (!error.text.starts_with("ERR Error running script")) return;
  for (const std::string_view code : {"READONLY", "OOM", "MISCONF"}) {
    const auto place = error.text.find(": -" + std::string(code) + ' ');
    if (place != std::string::npos) return void(error.text.erase(0, place + 3));
  }
}

std::span<char> ReplyParser::room(std::size_t size) {
  if (begin_ == end_) {
    begin_ = end_ = seen_ = 0;
    if (buffer_.size() > room_kept) buffer_ = {};
  }
  if (buffer_.size() - end_ < size) {
    // What was parsed is given up first. It is at least half of what is moved, so that no byte is moved often.
    if (begin_ > end_ / 2) {
      buffer_.erase(0, begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (buffer_.size() - end_ < size) buffer_.resize(std::max(end_ + size, buffer_.size() * 2));
  }
  return std::span(buffer_).subspan(end_);
}

void ReplyParser::filled(std::size_t size) noexcept { end_ += size; }

void ReplyParser::feed(std::string_view bytes) {
  if (bytes.empty()) return;
  std::ranges::copy(bytes, room(bytes.size()).begin());
  filled(bytes.size());
}

std::optional<Reply> ReplyParser::next() {
  std::optional<Reply> whole;
  while (step(whole)) {
    if (whole) return whole;
  }
  return std::nullopt;
}

/// Takes the next line or string, if it is there. True when it was.
bool ReplyParser::step(std::optional<Reply>& whole) {
  if (text_) {
    const auto bytes = blob(*text_);
    if (!bytes) return false;
    Reply reply{text_mark_ == '!' ? Reply::Kind::error : Reply::Kind::text, 0, 0, {}, {}};
    // A verbatim string begins with its format: "txt:".
    const bool is_verbatim = text_mark_ == '=' && bytes->size() >= 4;
    reply.text = is_verbatim ? bytes->substr(4) : *bytes;
    text_.reset();
    ended(std::move(reply), whole);
    return true;
  }
  const auto found = line();
  if (!found) return false;
  if (found->empty()) throw ProtocolError("an empty line, where the kind of a reply was expected");
  const char mark = found->front();
  const std::string_view rest = found->substr(1);
  const bool is_absent = rest == "-1" && (mark == '$' || mark == '*');
  if (is_absent) {
    ended(Reply{}, whole);
  } else if (mark == '$' || mark == '!' || mark == '=') {
    begin_text(mark, rest);
  } else if (mark == '*' || mark == '%' || mark == '~' || mark == '>' || mark == '|') {
    begin_items(mark, rest);
    if (open_.back().missing > 0) return true;
    Open empty = std::move(open_.back());
    open_.pop_back();
    if (!empty.is_attribute) ended(std::move(empty.reply), whole);
  } else {
    ended(scalar(mark, rest), whole);
  }
  return true;
}

void ReplyParser::begin_text(char mark, std::string_view digits) {
  text_ = length_of(digits, limits_.bytes);
  text_mark_ = mark;
}

void ReplyParser::begin_items(char mark, std::string_view digits) {
  if (open_.size() >= limits_.depth)
    throw ProtocolError("more than " + std::to_string(limits_.depth) + " arrays in each other");
  const bool in_pairs = mark == '%' || mark == '|';
  const std::size_t count = length_of(digits, limits_.items) * (in_pairs ? 2 : 1);
  Open open;
  open.missing = count;
  open.is_attribute = mark == '|';
  open.reply.kind = mark == '%' ? Reply::Kind::map : mark == '>' ? Reply::Kind::push : Reply::Kind::array;
  open.reply.items.reserve(std::min<std::size_t>(count, 64));
  open_.push_back(std::move(open));
}

Reply ReplyParser::scalar(char mark, std::string_view rest) const {
  Reply reply;
  switch (mark) {
    case '+':
    case '(':  // an integer of any size, as it is written
      reply.kind = Reply::Kind::text;
      reply.text = rest;
      return reply;
    case '-':
      reply.kind = Reply::Kind::error;
      reply.text = rest;
      return reply;
    case ':':
      reply.kind = Reply::Kind::integer;
      reply.integer = number(rest);
      return reply;
    case ',':
      reply.kind = Reply::Kind::real;
      reply.real = real(rest);
      return reply;
    case '#':
      if (rest != "t" && rest != "f") throw ProtocolError("a boolean that is neither t nor f");
      reply.kind = Reply::Kind::boolean;
      reply.integer = rest == "t" ? 1 : 0;
      return reply;
    case '_':
      if (!rest.empty()) throw ProtocolError("a nil with something behind it");
      return reply;
    default:
      throw ProtocolError(shown(mark) + ", where the kind of a reply was expected");
  }
}

/// Puts a reply where it belongs, and ends what it was the last item of.
void ReplyParser::ended(Reply&& reply, std::optional<Reply>& whole) {
  while (!open_.empty()) {
    Open& around = open_.back();
    if (!around.is_attribute) around.reply.items.push_back(std::move(reply));
    if (--around.missing > 0) return;
    reply = std::move(around.reply);
    const bool is_attribute = around.is_attribute;
    open_.pop_back();
    if (is_attribute) return;
  }
  whole = std::move(reply);
}

std::optional<std::string_view> ReplyParser::line() {
  const std::string_view bytes = std::string_view(buffer_).substr(begin_, end_ - begin_);
  const std::size_t place = bytes.find(line_end, seen_);
  // Its last byte may be half of the end.
  const std::size_t begun = bytes.ends_with(line_end.front()) ? bytes.size() - 1 : bytes.size();
  const std::size_t length = place == std::string_view::npos ? begun : place;
  if (length > limits_.line) throw ProtocolError("a line of more than " + std::to_string(limits_.line) + " bytes");
  if (place == std::string_view::npos) {
    seen_ = begun;
    return std::nullopt;
  }
  begin_ += place + line_end.size();
  seen_ = 0;
  return bytes.substr(0, place);
}

std::optional<std::string_view> ReplyParser::blob(std::size_t length) {
  const std::string_view bytes = std::string_view(buffer_).substr(begin_, end_ - begin_);
  if (bytes.size() < length + line_end.size()) return std::nullopt;
  if (bytes.substr(length, line_end.size()) != line_end) throw ProtocolError("a string that is longer than it said");
  begin_ += length + line_end.size();
  return bytes.substr(0, length);
}

std::int64_t ReplyParser::number(std::string_view digits) const {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    throw ProtocolError("a number that is none");
  }
  return value;
}

double ReplyParser::real(std::string_view digits) const {
  if (digits == "inf") return std::numeric_limits<double>::infinity();
  if (digits == "-inf") return -std::numeric_limits<double>::infinity();
  if (digits == "nan") return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error == std::errc::invalid_argument || end != digits.data() + digits.size()) {
    throw ProtocolError("a number that is none");
  }
  return value;
}

std::size_t ReplyParser::length_of(std::string_view digits, std::size_t most) const {
  const std::int64_t length = number(digits);
  if (length < 0) throw ProtocolError("a length below nothing");
  if (static_cast<std::uint64_t>(length) > most) {
    throw ProtocolError("a length of " + std::to_string(length) + ", where " + std::to_string(most) + " is the most");
  }
  return static_cast<std::size_t>(length);
}

void Commands::begin(std::size_t words) {
  begins_.push_back(bytes_.size());
  bytes_.reserve(bytes_.size() + 48 * words);  // or a little more
  line('*', words);
}

void Commands::word(std::string_view bytes) {
  line('$', bytes.size());
  bytes_ += bytes;
  bytes_ += line_end;
}

void Commands::line(char mark, std::size_t number) {
  std::array<char, 24> text{mark};
  char* end = std::to_chars(text.data() + 1, text.data() + text.size(), number).ptr;
  end = std::ranges::copy(line_end, end).out;
  bytes_.append(text.data(), end);
}

void Commands::append(const Commands& others) {
  begins_.reserve(begins_.size() + others.begins_.size());
  for (const std::size_t begin : others.begins_) begins_.push_back(bytes_.size() + begin);
  bytes_ += others.bytes_;
}

std::string_view Commands::bytes(std::size_t index) const noexcept {
  const std::size_t end = index + 1 < begins_.size() ? begins_[index + 1] : bytes_.size();
  return std::string_view(bytes_).substr(begins_[index], end - begins_[index]);
}

void Commands::add_bytes(std::string_view bytes) {
  begins_.push_back(bytes_.size());
  bytes_ += bytes;
}

}  // namespace tagcache::detail::redis
