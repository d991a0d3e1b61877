#pragma once

#include <optional>

namespace shop {

/// SIGINT, SIGTERM and SIGHUP, taken when the demo asks for them, so that it ends what it has started. To be made
/// before there are threads.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// To be polled.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// The signal that came, if one did. Does not wait.
  [[nodiscard]] std::optional<int> take() const;

 private:
  int descriptor_;
};

}  // namespace shop
