#pragma once

#include <termios.h>

#include <optional>
#include <string>
#include <vector>

namespace shop {

/// The terminal while a picture is drawn into it again and again, and keys are taken as they are pressed. As before
/// when this ends.
class Terminal {
 public:
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Whether input and output are a terminal.
  [[nodiscard]] static bool is_there();

  void draw(const std::vector<std::string>& lines);
  /// What was pressed since the last call. Does not wait.
  [[nodiscard]] std::string keys();

 private:
  termios before_{};
};

}  // namespace shop
