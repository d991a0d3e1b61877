#pragma once

#include <atomic>
#include <filesystem>
#include <thread>

namespace catalogue {

/// Removes a folder when somebody ends the program from outside (SIGINT, SIGTERM, SIGHUP), and then lets the signal end
/// it as it would have. To be made before all other threads: they are not to take these signals. One in a program.
class RemovalOnInterrupt {
 public:
  explicit RemovalOnInterrupt(std::filesystem::path folder);
  RemovalOnInterrupt(const RemovalOnInterrupt&) = delete;
  RemovalOnInterrupt& operator=(const RemovalOnInterrupt&) = delete;
  /// Signals do from now on what they did before.
  ~RemovalOnInterrupt();

 private:
  void wait_for_signal(const std::filesystem::path& folder) const;

  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace catalogue
