#pragma once

#include <string>

namespace tagcache::generator {

/// The table of keys as a JSON schema, draft 7, for editors: what may stand where, with the descriptions of all keys.
/// It refuses what is wrong by its shape, key or spelling; what names mean is left to the generator. A file without the
/// key `cache` counts as a schema that others include.
[[nodiscard]] std::string json_schema();

}  // namespace tagcache::generator
