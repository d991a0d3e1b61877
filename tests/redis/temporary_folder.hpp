#pragma once

#include <filesystem>

namespace redis_test {

/// A folder of its own, which is removed with all that is in it; also when the process was killed, by the next one that
/// makes one.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int descriptor_;  ///< of the folder, locked as long as there is an owner
};

}  // namespace redis_test
