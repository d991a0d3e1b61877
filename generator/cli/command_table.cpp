#include "cli/command_table.hpp"

#include <algorithm>

#include "cli/commands.hpp"

namespace tagcache::generator {

std::span<const Command> all_commands() {
  static const std::vector<Command> commands = {
      {"generate",
       "Write the C++ cache of a schema",
       "Reads a schema and the C++ headers that it names, and writes a header and a source file. A file whose text is "
       "the same already is left alone. C++ flags stand behind --; the folder of the schema is an include directory.",
       {"tagcache generate blog.yaml --out generated -- -std=c++20 -Iinclude",
        "tagcache generate blog.yaml --out generated --check -- -std=c++20 -Iinclude"},
       {{"SCHEMA", "the schema, a YAML file", Takes::schema}},
       true,
       generate},
      {"completion",
       "Print the completion script of a shell",
       "An installed tagcache brings these scripts to where the shells look for them. From any other one, source the "
       "script in the start-up file of the shell.",
       {"source <(tagcache completion bash)", "tagcache completion fish > ~/.config/fish/completions/tagcache.fish"},
       {{"SHELL", "the shell", Takes::word, {"bash", "zsh", "fish"}}},
       false,
       print_completion},
      {"man",
       "Print the manual page, in roff",
       "An installed tagcache brings the page: man tagcache.",
       {"tagcache man | man -l -"},
       {},
       false,
       print_man_page},
  };
  return commands;
}

std::span<const Option> all_options() {
  static const std::vector<Option> options = {
      {"--out",
       "FOLDER",
       Takes::folder,
       "Folder for the generated files; not needed with --dump",
       {},
       {},
       {"generate"}},
      {"--check",
       {},
       Takes::nothing,
       "Write nothing; fail when the files are not what the schema gives",
       {},
       {},
       {"generate"}},
      {"--depfile",
       "FILE",
       Takes::file,
       "Write all files that were read here, for make or ninja",
       {},
       {},
       {"generate"}},
      {"--stamp", "FILE", Takes::file, "Touch this file when done; the depfile is then about it", {}, {}, {"generate"}},
      {"--dump",
       "STAGE",
       Takes::word,
       "Print the result of a stage and stop",
       {"document", "catalog", "model", "unit"},
       {},
       {"generate"}},
      {"--print-outputs", {}, Takes::nothing, "Print the paths of the generated files and stop", {}, {}, {"generate"}},
      {"--resource-dir",
       "FOLDER",
       Takes::folder,
       "Folder of Clang's own headers; found by itself",
       {},
       {},
       {"generate"}},
      {"--without-clang",
       {},
       Takes::nothing,
       "Take types as the schema declares them, and read no headers",
       {},
       {},
       {"generate"}},
      {"--flags-file",
       "FILE",
       Takes::file,
       "File with C++ flags, one a line, beside those behind --",
       {},
       {},
       {"generate"}},
      {"--format",
       "FORMAT",
       Takes::word,
       "How messages are written: text to the standard error output, or one JSON document to the standard output",
       {"text", "json"},
       "text",
       {"generate"}},
      {"--color",
       "WHEN",
       Takes::word,
       "Colours in messages; auto: on a terminal, unless NO_COLOR is set",
       {"auto", "always", "never"},
       "auto"},
      {"--help", {}, Takes::nothing, "Print help and stop", {}, {}, {}, "-h"},
      {"--version", {}, Takes::nothing, "Print the version and what is built in, and stop"},
  };
  return options;
}

std::span<const MeaningOfExitCode> all_exit_codes() {
  static const std::vector<MeaningOfExitCode> codes = {
      {ExitCode::ok, "done"},
      {ExitCode::refused, "refused: errors in the schema, or --check found what is not as it should be"},
      {ExitCode::usage, "the command line is wrong"},
      {ExitCode::unreadable, "a file cannot be read or written"},
  };
  return codes;
}

bool belongs(const Option& option, const Command& command) {
  return option.commands.empty() ||
         std::find(option.commands.begin(), option.commands.end(), command.name) != option.commands.end();
}

std::vector<const Option*> own_options(const Command& command) {
  std::vector<const Option*> own;
  for (const Option& option : all_options()) {
    if (!option.commands.empty() && belongs(option, command)) own.push_back(&option);
  }
  return own;
}

std::vector<const Option*> shared_options() {
  std::vector<const Option*> shared;
  for (const Option& option : all_options()) {
    if (option.commands.empty()) shared.push_back(&option);
  }
  return shared;
}

}  // namespace tagcache::generator
