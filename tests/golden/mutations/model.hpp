#pragma once

#include <memory>
#include <string>

namespace notes {

struct Note {
  int id = 0;
  std::string text;
};

/// Larger than what is passed by value.
struct Draft {
  std::string text;
  std::string author;
};

}  // namespace notes
