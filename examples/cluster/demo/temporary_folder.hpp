#pragma once

#include <filesystem>

namespace shop {

/// A new folder of its own in the system's place for temporary files, removed with all that is in it at the end.
class TemporaryFolder {
 public:
  /// Throws std::filesystem::filesystem_error when none can be made.
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace shop
