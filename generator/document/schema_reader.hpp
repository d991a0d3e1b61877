#pragma once

#include <string>
#include <vector>

#include "document/schema_document.hpp"
#include "document/schema_keys.hpp"
#include "document/source_files.hpp"
#include "document/yaml_tree.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads schema files, one inside the other as `include` asks, into one document.
class SchemaReader {
 public:
  SchemaReader(SourceFiles& files, Diagnostics& diagnostics, SchemaDocument& document);

  /// Reads the main schema and all that it includes.
  void read_main(const SourceFile& file);

  /// False when the main schema could not be read at all. Of one that it includes the document says so.
  [[nodiscard]] bool is_readable() const noexcept { return is_readable_; }

 private:
  /// A schema that is being read, and the place that included it (no place for the main one).
  struct Opened {
    const SourceFile* file;
    SourceRange place;
  };

  void read(const SourceFile& file);
  void leave_out();
  void read_keys_of_schema(const YamlNode& root);
  void refuse_missing_cache(const YamlNode& root);
  void refuse_key_of_main(const YamlEntry& entry);
  void read_include(const SchemaKey& key, const YamlNode& node);
  void include(const Text& path);
  void include_header(const Text& path);
  void include_schema(const Text& path);
  void refuse_cycle(const SourceFile& file, const Text& path);
  [[nodiscard]] bool is_being_read(const SourceFile& file) const;

  SourceFiles& files_;
  Diagnostics& diagnostics_;
  SchemaDocument& document_;
  std::vector<Opened> opened_;
  std::vector<const SourceFile*> finished_;
  bool is_readable_ = true;
};

}  // namespace tagcache::generator
