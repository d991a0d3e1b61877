#pragma once

#include <istream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/source_file.hpp"

namespace tagcache::generator {

/// All that `stream` has. Of what is larger than a schema may be, and may have no end, the begin that shows it.
[[nodiscard]] std::string text_of_schema(std::istream& stream);

/// Owns the files that were read, so that ranges stay valid through all stages. Not thread-safe.
class SourceFiles {
 public:
  /// Reads `path`; null when it cannot be read. A file asked for twice, also by another spelling of its path, is read
  /// once and keeps the path of the first time. What is returned lives as long as this object.
  const SourceFile* read(const std::string& path);

  /// Adds a file that exists only in memory (tests, standard input); `read` finds it by its path.
  const SourceFile* add(std::string path, std::string text);

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
  std::map<std::string, const SourceFile*> by_identity_;
};

}  // namespace tagcache::generator
