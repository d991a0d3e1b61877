// Any bytes are replies or no protocol, the same ones however they are cut into pieces; and what is written as a
// command is read as the array of its words. The first byte chooses the pieces.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "resp.hpp"

using namespace tagcache::detail::redis;

namespace {

struct Outcome {
  std::vector<Reply> replies;
  bool refused = false;
};

void must(bool holds) {
  if (!holds) std::abort();
}

Outcome parse(std::string_view bytes, std::size_t piece) {
  ReplyParser parser({.bytes = 2048, .line = 256, .items = 512, .depth = 8});
  Outcome outcome;
  try {
    while (!bytes.empty()) {
      parser.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
      while (auto reply = parser.next()) outcome.replies.push_back(std::move(*reply));
    }
  } catch (const ProtocolError&) {
    outcome.refused = true;
  }
  return outcome;
}

/// Numbers that are none are equal here.
bool same(const Reply& one, const Reply& other) {
  const bool same_real = one.real == other.real || (std::isnan(one.real) && std::isnan(other.real));
  return same_real && one.kind == other.kind && one.integer == other.integer && one.text == other.text &&
         std::ranges::equal(one.items, other.items, same);
}

void there_and_back(std::string_view bytes, std::size_t piece) {
  Commands commands;
  commands.add("SET", bytes, piece);
  commands.add(bytes);
  const Outcome outcome = parse(commands.bytes(), piece);
  if (bytes.size() > 2048) return;
  must(!outcome.refused && outcome.replies.size() == 2);
  must(outcome.replies[0].items.size() == 3 && outcome.replies[0].items[1].text == bytes);
  must(outcome.replies[1].items.at(0).text == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t piece = data[0] % 32 + 1;
  const Outcome whole = parse(bytes, size);
  for (const std::size_t cut : {piece, std::size_t{1}}) {
    const Outcome cut_up = parse(bytes, cut);
    must(cut_up.refused == whole.refused);
    must(std::ranges::equal(cut_up.replies, whole.replies, same));
  }
  there_and_back(bytes, piece);
  return 0;
}
