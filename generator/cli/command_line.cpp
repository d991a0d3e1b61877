#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

namespace tagcache::generator {
namespace {

constexpr const char* footer =
    "Exit codes: 0 done; 1 errors in the schema, or stale files with --check; 2 wrong command line; "
    "3 a file cannot be read or written.\n"
    "Example: tagcache generate blog.yaml --out generated -- -std=c++20 -Iinclude";

const std::map<std::string, GenerateCommand::Dump> dumps = {{"document", GenerateCommand::Dump::document},
                                                            {"catalog", GenerateCommand::Dump::catalog},
                                                            {"model", GenerateCommand::Dump::model},
                                                            {"unit", GenerateCommand::Dump::unit}};

/// What stands behind `--` is for the C++ compiler and not for us.
std::vector<std::string> words_before_dashes(int count, const char* const* words, std::vector<std::string>& behind) {
  const std::vector<std::string> all(words + 1, words + count);
  const auto dashes = std::find(all.begin(), all.end(), "--");
  if (dashes != all.end()) behind.assign(dashes + 1, all.end());
  // CLI11 takes the words from the last to the first.
  return {std::make_reverse_iterator(dashes), all.rend()};
}

/// The folder of the schema comes last: what the target says about include directories wins.
void add_schema_folder(GenerateCommand& command) {
  const std::filesystem::path folder = std::filesystem::path(command.schema).parent_path();
  command.flags.push_back("-I" + (folder.empty() ? "." : folder.string()));
}

void declare(CLI::App& generate, GenerateCommand& command) {
  generate.add_option("schema", command.schema, "The schema, a YAML file")->required();
  generate.add_option("--out", command.output_directory, "Folder for the generated files; not needed with --dump");
  generate.add_flag("--check", command.check, "Write nothing; fail when the files are not what the schema gives");
  generate.add_option("--depfile", command.depfile, "Write all files that were read here, for make or ninja");
  generate.add_option("--stamp", command.stamp, "Touch this file when done; the depfile is then about it");
  generate.add_option("--dump", command.dump, "Print the result of a stage (document, catalog, model, unit) and stop")
      ->transform(CLI::CheckedTransformer(dumps).description(""))
      ->type_name("STAGE");
  generate.add_flag("--print-outputs", command.print_outputs, "Print the paths of the generated files and stop");
  generate.add_option("--resource-dir", command.resource_directory, "Folder of Clang's own headers; found by itself");
  generate.add_option("--flags-file", command.flags_file, "File with C++ flags, one a line, beside those behind --");
}

}  // namespace

std::variant<GenerateCommand, ExitCode> read_command_line(int count, const char* const* words) {
  GenerateCommand command;
  CLI::App app("tagcache makes typed C++ caches from YAML schemas.", "tagcache");
  app.set_version_flag("--version", "tagcache " TAGCACHE_VERSION);
  app.require_subcommand(1);
  app.footer(footer);
  CLI::App* const generate =
      app.add_subcommand("generate", "Write the cache of a schema: [options] SCHEMA -- C++ flags");
  generate->footer(footer);
  declare(*generate, command);
  try {
    generate->callback([&command] {
      if (command.output_directory.empty() && command.dump == GenerateCommand::Dump::none)
        throw CLI::RequiredError("--out");
    });
    app.parse(words_before_dashes(count, words, command.flags));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitCode::ok : ExitCode::usage;
  }
  add_schema_folder(command);
  return command;
}

}  // namespace tagcache::generator
