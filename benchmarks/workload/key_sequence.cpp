#include "key_sequence.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>

namespace workload {
namespace {

constexpr double skew = 0.99;
constexpr std::uint64_t seed = 20'260'101;

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

struct Ended {
  int (*end)(std::FILE*);
  void operator()(std::FILE* file) const { end(file); }
};
using Stream = std::unique_ptr<std::FILE, Ended>;

Stream opened(const std::string& path) {
  if (!path.ends_with(".xz")) return Stream(std::fopen(path.c_str(), "rb"), Ended{std::fclose});
  if (path.find('\'') != std::string::npos) throw std::runtime_error(path + ": a quote in the name of a file");
  return Stream(popen(("xz -dc '" + path + "'").c_str(), "r"), Ended{pclose});
}

}  // namespace

std::size_t sequence_length(std::size_t keys) { return std::bit_ceil(std::max<std::size_t>(keys / 2, 1U << 20U)); }

KeySequence zipf_sequence(std::size_t keys, std::size_t length) {
  std::vector<double> reached(keys);  // how probable it is that a key is this popular or more
  double sum = 0;
  for (std::size_t i = 0; i < keys; ++i) reached[i] = sum += std::pow(static_cast<double>(i + 1), -skew);
  std::mt19937_64 random(seed);
  std::vector<std::uint64_t> key_of(keys);
  std::iota(key_of.begin(), key_of.end(), std::uint64_t{0});
  std::shuffle(key_of.begin(), key_of.end(), random);
  KeySequence sequence(length);
  std::uniform_real_distribution<double> chance(0, sum);
  for (std::uint64_t& key : sequence) {
    const auto place = std::lower_bound(reached.begin(), reached.end() - 1, chance(random));
    key = key_of[static_cast<std::size_t>(place - reached.begin())];
  }
  return sequence;
}

KeySequence read_sequence(const std::string& path) {
  const Stream file = opened(path);
  if (!file) throw std::runtime_error(path + " cannot be read");
  KeySequence sequence;
  constexpr std::size_t piece = 1U << 19U;
  std::size_t bytes = 0;
  for (std::size_t read = piece; read == piece; bytes += read) {
    sequence.resize((bytes + piece) / sizeof(std::uint64_t));
    read = std::fread(reinterpret_cast<char*>(sequence.data()) + bytes, 1, piece, file.get());
  }
  sequence.resize(bytes / sizeof(std::uint64_t));
  if (bytes % sizeof(std::uint64_t) != 0)
    throw std::runtime_error(path + " ends within a key: it is cut off, or no trace");
  if (sequence.empty()) throw std::runtime_error(path + " holds no keys");
  return sequence;
}

void write_sequence(const KeySequence& sequence, const std::string& path) {
  const Stream file(std::fopen(path.c_str(), "wb"), Ended{std::fclose});
  if (!file || std::fwrite(sequence.data(), sizeof(std::uint64_t), sequence.size(), file.get()) != sequence.size()) {
    throw std::runtime_error(path + " cannot be written");
  }
}

}  // namespace workload
