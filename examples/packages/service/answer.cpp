#include "service/answer.hpp"

#include <algorithm>
#include <cctype>

namespace catalogue {

std::string next_rebuild(const std::string& version) {
  const auto mark = version.rfind("+b");
  if (mark != std::string::npos && mark + 2 < version.size()) {
    const std::string number = version.substr(mark + 2);
    if (number.size() < 9 &&
        std::all_of(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c); })) {
      return version.substr(0, mark + 2) + std::to_string(std::stoul(number) + 1);
    }
  }
  return version + "+b1";
}

}  // namespace catalogue
