#include "document/json_schema.hpp"

#include "cli/commands.hpp"
#include "cli/console.hpp"

namespace tagcache::generator {

ExitCode print_json_schema(const CommandLine& line) { return Console(line).show(json_schema(), {}); }

}  // namespace tagcache::generator
