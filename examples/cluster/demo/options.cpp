#include "demo/options.hpp"

#include <stdexcept>
#include <string_view>

namespace shop {

Options parse_options(std::span<char* const> arguments) {
  Options options;
  for (std::size_t place = 1; place < arguments.size(); ++place) {
    const std::string_view option = arguments[place];
    if (option == "--quick") {
      options.quick = true;
    } else if (option == "--help") {
      options.help = true;
    } else if (option == "--redis") {
      if (++place == arguments.size()) throw std::invalid_argument("--redis needs a URL");
      options.redis = arguments[place];
    } else {
      throw std::invalid_argument("unknown option '" + std::string(option) + "'");
    }
  }
  return options;
}

}  // namespace shop
