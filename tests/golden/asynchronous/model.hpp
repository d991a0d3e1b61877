#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace desk {

enum class NoteId : std::uint32_t {};

struct Note {
  std::string text;
  std::vector<NoteId> linked;
  bool published = true;
};

/// What a write gives back, which cannot be made from nothing.
class Receipt {
 public:
  explicit Receipt(int number) : number_(number) {}
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// Called like what asynchronous code often calls something else.
struct Token {
  std::string text;
};

}  // namespace desk
