#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace notes {

struct Note {
  int id = 0;
  std::string text;
};

enum class Order { newest, oldest };

/// Larger than what is passed by value.
struct Draft {
  std::string text;
  std::string author;
};

}  // namespace notes
