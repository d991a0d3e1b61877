#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emit/generated_file.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// What became of the files, by path as written.
struct WriteReport {
  std::vector<std::string> written;
  std::vector<std::string> unchanged;
};

/// What belongs into one folder. The files are not owned.
struct FolderOfFiles {
  std::string directory;
  std::span<const GeneratedFile> files;
};

/// Stage 6. Writes into folders, which are made if they are missing. A file whose text is the same already is left
/// alone, so that nothing that depends on it is built again. Readers see the old text or the new one, never a part. All
/// texts are on the disk before the first file is replaced: what cannot be written leaves all files as they were.
/// Nothing is ever written outside of the folders. Empty when a file cannot be written, which is then reported.
[[nodiscard]] std::optional<WriteReport> write(std::span<const FolderOfFiles> folders, Diagnostics& diagnostics);

/// The same for one folder.
[[nodiscard]] std::optional<WriteReport> write(std::span<const GeneratedFile> files, const std::string& directory,
                                               Diagnostics& diagnostics);

/// Without writing: reports each file in `directory` that is missing or has another text.
void check(std::span<const GeneratedFile> files, const std::string& directory, Diagnostics& diagnostics);

/// A depfile for make and ninja: all of `targets` depend on all of `dependencies`.
[[nodiscard]] GeneratedFile dependency_file(const std::string& path, std::span<const std::string> targets,
                                            std::span<const std::string> dependencies);

}  // namespace tagcache::generator
