#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "comparison.hpp"
#include "crowd.hpp"
#include "steps.hpp"

namespace {

constexpr const char* usage = R"(usage: model_test [--steps N] [--seed S] [--threads T]

Does N steps (default 1000000) at random on caches and on a reference that knows docs/runtime.md, and compares. The steps
come in sequences, each with a seed of its own: S (default 1), S + 1, and so on. A sequence on which the two part is made
small, and printed with its seed: `model_test --seed <that> --steps 1` does it again.

With --threads the steps are those of T threads that share caches, in rounds with seeds of their own, and what is checked is what holds
in any order. A seed then says what each thread does, not in which order: `--seed <that>` with many steps does it again.
)";

struct Arguments {
  std::uint64_t steps = 1'000'000;
  std::uint64_t seed = 1;
  std::uint64_t threads = 1;
};

std::optional<std::uint64_t> number(const char* text) {
  std::uint64_t value = 0;
  const char* const end = text + std::strlen(text);
  const auto [stopped, error] = std::from_chars(text, end, value);
  return error == std::errc() && stopped == end ? std::optional(value) : std::nullopt;
}

std::optional<Arguments> arguments(int count, char** texts) {
  Arguments given;
  for (int place = 1; place < count; place += 2) {
    const std::string_view name = texts[place];
    const auto value = place + 1 < count ? number(texts[place + 1]) : std::nullopt;
    if (!value) return std::nullopt;
    if (name == "--steps") {
      given.steps = *value;
    } else if (name == "--seed") {
      given.seed = *value;
    } else if (name == "--threads" && *value > 0) {
      given.threads = *value;
    } else {
      return std::nullopt;
    }
  }
  return given;
}

int report(std::uint64_t seed, const model::Steps& steps) {
  const model::Steps few = model::shrunk(steps);
  std::uint64_t done = 0;
  const auto divergence = model::compare(few, done);
  std::printf("The cache and the reference part in the sequence with the seed %llu. The fewest steps that show it:\n%s",
              static_cast<unsigned long long>(seed), model::text_of(few).c_str());
  std::printf("step %zu: %s\n", divergence->step + 1, divergence->text.c_str());
  std::printf("again: model_test --seed %llu --steps 1\n", static_cast<unsigned long long>(seed));
  return 1;
}

int compare(const Arguments& given) {
  model::Steps steps;
  std::uint64_t done = 0;
  std::uint64_t seed = given.seed;
  for (; done < given.steps; ++seed) {
    model::choose_steps(seed, steps);
    if (model::compare(steps, done)) return report(seed, steps);
  }
  std::printf("%llu steps in %llu sequences\n", static_cast<unsigned long long>(done),
              static_cast<unsigned long long>(seed - given.seed));
  return 0;
}

int watch(const Arguments& given) {
  const std::string broken = model::broken_promise(given.threads, given.steps, given.seed);
  if (broken.empty()) {
    std::printf("%llu steps of %llu threads\n", static_cast<unsigned long long>(given.steps),
                static_cast<unsigned long long>(given.threads));
    return 0;
  }
  std::printf("A promise was broken. %s\n", broken.c_str());
  return 1;
}

}  // namespace

int main(int count, char** texts) {
  const auto given = arguments(count, texts);
  if (!given) {
    std::fputs(usage, stderr);
    return 2;
  }
  return given->threads > 1 ? watch(*given) : compare(*given);
}
