#pragma once

#include <string>
#include <vector>

#include "document/schema_document.hpp"
#include "model/reserved_names.hpp"

namespace tagcache::generator {

/// A name in emitted code that is made of one in the schema.
struct DerivedName {
  std::string name;  ///< `async_get_user`
  std::string what;  ///< `the asynchronous form of 'get_user'`
  Text origin;       ///< the name to change
  NameUse use;       ///< what that is
};

/// All of them that a macro would break: classes of tags, members for ids, methods of events, asynchronous forms. The
/// classes that describe queries are left out, which get other names where these are taken.
[[nodiscard]] std::vector<DerivedName> derived_names(const SchemaDocument& document);

}  // namespace tagcache::generator
