#pragma once

#include <set>
#include <string>

#include "document/schema_document.hpp"
#include "inspect/type_shape.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reports what in the values of queries cannot be written as bytes: each member once, for the first query that has it.
class ValueCheck {
 public:
  ValueCheck(const TypeShapes& shapes, Diagnostics& diagnostics) : shapes_(shapes), diagnostics_(diagnostics) {}

  /// `type` is the canonical name of what the query returns.
  void check(const WrittenQuery& query, const std::string& type);

 private:
  /// How a type was come to: `path` as people say it, and the member that has it.
  struct Way {
    std::string path;
    const ShapeMember* member = nullptr;  ///< null: the result itself, or what it holds
    std::string owner;                    ///< canonical name of the record that has the member
  };

  void check_type(const std::string& type, const Way& way);
  [[nodiscard]] bool refuse_pointer(const std::string& type, const TypeShape& pointer, const Way& way);
  void check_record(const std::string& type, const TypeShape& record, const Way& way);
  void check_bases(const TypeShape& record, const Way& way);
  void check_names(const TypeShape& record, const Way& way);
  void report(const Way& way, const std::string& problem, const std::string& codec_of, const SourceRange& definition);

  const TypeShapes& shapes_;
  Diagnostics& diagnostics_;
  const WrittenQuery* query_ = nullptr;
  std::set<std::string> checked_;
};

}  // namespace tagcache::generator
