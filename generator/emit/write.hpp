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

/// Stage 6. Writes into `directory`, which is made if it is missing. A file whose text is the same already is left
/// alone, so that nothing that depends on it is built again. Readers see the old text or the new one, never a part.
/// Nothing is ever written outside of `directory`. Empty when a file cannot be written, which is then reported.
[[nodiscard]] std::optional<WriteReport> write(std::span<const GeneratedFile> files, const std::string& directory,
                                               Diagnostics& diagnostics);

/// The same without writing: reports each file in `directory` that is missing or has another text.
void check(std::span<const GeneratedFile> files, const std::string& directory, Diagnostics& diagnostics);

/// A depfile for make and ninja: all of `targets` depend on all of `dependencies`.
[[nodiscard]] GeneratedFile dependency_file(const std::string& path, std::span<const std::string> targets,
                                            std::span<const std::string> dependencies);

}  // namespace tagcache::generator
