#pragma once

#include "cli/command_line.hpp"

/// What runs for each command of the table, a file each.
namespace tagcache::generator {

ExitCode generate(const CommandLine& line);
ExitCode check_schema(const CommandLine& line);
ExitCode explain_schema(const CommandLine& line);
ExitCode diff_schemas(const CommandLine& line);
ExitCode format_schemas(const CommandLine& line);
ExitCode init_project(const CommandLine& line);
ExitCode print_completion(const CommandLine& line);
ExitCode print_json_schema(const CommandLine& line);
ExitCode print_man_page(const CommandLine& line);

}  // namespace tagcache::generator
