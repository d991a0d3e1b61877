#include "document/schema_key_groups.hpp"

namespace tagcache::generator {

std::vector<SchemaKey> tag_keys() {
  return {
      {.name = "text",
       .kind = ValueKind::any_text,
       .value = {"the text of a segment", "new"},
       .description = "What the last segment of the tag is in the store, in logs and in metrics.",
       .absent = "its name"},
      doc_key("What the tag is about; a comment of its class."),
  };
}

}  // namespace tagcache::generator
