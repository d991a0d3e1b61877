#include "demo/options.hpp"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace catalogue {
namespace {

std::size_t positive(std::string_view option, std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0 || number > 1'000) {
    throw std::invalid_argument(std::string(option) + " takes a whole number from 1 to 1000, not '" +
                                std::string(text) + "'");
  }
  return number;
}

void make_quick(Options& options) {
  options.quick = true;
  options.replay = std::chrono::duration<double>(0.4);
  options.concurrent = std::chrono::duration<double>(0.4);
  options.max_packages = 4'000;
  options.max_entries = 3'000;
}

}  // namespace

Options parse_options(std::span<char* const> arguments) {
  Options options;
  for (std::size_t place = 1; place < arguments.size(); ++place) {
    const std::string_view option = arguments[place];
    const auto value = [&]() -> std::string_view {
      if (++place == arguments.size()) throw std::invalid_argument(std::string(option) + " needs a value");
      return arguments[place];
    };
    if (option == "--quick") {
      make_quick(options);
    } else if (option == "--data") {
      options.data = value();
    } else if (option == "--seconds") {
      options.replay = std::chrono::duration<double>(static_cast<double>(positive(option, value())));
    } else if (option == "--threads") {
      options.threads = positive(option, value());
    } else if (option == "--help") {
      options.help = true;
    } else {
      throw std::invalid_argument("unknown option '" + std::string(option) + "'");
    }
  }
  return options;
}

}  // namespace catalogue
