#pragma once

#include <string>

#include "document/schema_document.hpp"
#include "emit/cpp_unit.hpp"
#include "inspect/type_catalog.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// The result of a stage as text for people: one fact a line, what belongs to a thing indented below it.
[[nodiscard]] std::string dump(const SchemaDocument& document);
[[nodiscard]] std::string dump(const TypeCatalog& catalog);
[[nodiscard]] std::string dump(const CacheModel& model);
[[nodiscard]] std::string dump(const CppUnit& unit);

}  // namespace tagcache::generator
