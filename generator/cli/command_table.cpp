#include "cli/command_table.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/commands.hpp"

namespace tagcache::generator {

namespace {

const std::vector<Command> commands = {
    {"generate",
     "Write the C++ cache of a schema",
     "Reads a schema and the C++ headers that it names, and writes a header and a source file. A file whose text is "
     "the same already is left alone. C++ flags stand behind --; the folder of the schema is an include directory.",
     {"tagcache generate blog.yaml --out generated -- -std=c++20 -Iinclude",
      "tagcache generate blog.yaml --out generated --check -- -std=c++20 -Iinclude"},
     {{"SCHEMA", "the schema, a YAML file", Takes::schema}},
     true,
     generate},
    {"check",
     "Find what is allowed in a schema and hardly meant",
     "Lint, with advice: queries that nothing invalidates, invalidations that reach nothing or too much, tags that "
     "nothing carries. A key allow in the schema silences a rule. Findings are warnings; with --strict they are "
     "errors. C++ flags stand behind --, as for generate.",
     {"tagcache check blog.yaml", "tagcache check blog.yaml --strict --format json -- -std=c++20 -Iinclude"},
     {{"SCHEMA", "the schema, a YAML file", Takes::schema}},
     true,
     check_schema},
    {"explain",
     "Show which queries an invalidation reaches",
     "Shows the tag tree with the queries that carry each tag and the mutations that invalidate it. With a topic, "
     "what that tag reaches, what that query depends on, or what that mutation does. Headers are read only when the "
     "schema alone is not enough.",
     {"tagcache explain blog.yaml", "tagcache explain blog.yaml 'users(user)'",
      "tagcache explain blog.yaml --format svg > tags.svg"},
     {{"SCHEMA", "the schema, a YAML file", Takes::schema},
      {"TOPIC", "a tag, a query, a mutation or an event of it", Takes::text, {}, 0, 1}},
     true,
     explain_schema},
    {"diff",
     "Show what a change of a schema breaks",
     "Compares two versions of a schema: which entries turn cold, which calls stop compiling, which functions of the "
     "source are to be written, and what only behaves otherwise. The exit code is 1 when something breaks. With "
     "the headers of both versions what is in the values is compared too.",
     {"git show main:blog.yaml > old.yaml; tagcache diff old.yaml blog.yaml"},
     {{"OLD", "the schema as it was", Takes::schema}, {"NEW", "the schema as it is", Takes::schema}},
     true,
     diff_schemas},
    {"fmt",
     "Lay schemas out in their one format",
     "Writes each schema anew where its layout is not the one: two blanks a level, at most one empty line, blanks "
     "inside of brackets as in [a, b] and { a: b }, brackets only where they fit into 120 columns and have no comment "
     "inside, double quotes. "
     "Comments, the order of keys and the meaning stay as they are; a schema for which that cannot be promised is "
     "left alone.",
     {"tagcache fmt schemas/*.yaml", "tagcache fmt --check schemas/*.yaml", "tagcache fmt - < blog.yaml"},
     {{"SCHEMA",
       "schemas; - reads the standard input and writes to the standard output",
       Takes::schema,
       {},
       1,
       any_number}},
     false,
     format_schemas},
    {"init",
     "Begin a project: a schema, its types, a program and its build",
     "Writes a small project that builds and runs, as a place to start from. Nothing is ever overwritten: when a file "
     "is in the way, it is named and nothing is written.",
     {"tagcache init bookshop --name BookCache --namespace bookshop"},
     {{"FOLDER", "where to; made if it is missing. Without it, the current folder", Takes::folder, {}, 0, 1}},
     false,
     init_project},
    {"schema",
     "Print the JSON schema of schemas, for editors",
     "An installed tagcache brings it: share/tagcache/tagcache.schema.json. The first line of a schema tells editors "
     "where it is: # yaml-language-server: $schema=tagcache.schema.json.",
     {"tagcache schema > tagcache.schema.json"},
     {},
     false,
     print_json_schema},
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

}  // namespace

std::span<const Command> all_commands() { return commands; }

namespace {

std::vector<Option> options_of_stages() {
  return {
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
       {"document", "expanded", "catalog", "model", "unit"},
       {},
       {"generate"}},
      {"--print-outputs", {}, Takes::nothing, "Print the paths of the generated files and stop", {}, {}, {"generate"}},
      {"--time-report",
       {},
       Takes::nothing,
       "Print how long each stage took, to the standard error output",
       {},
       {},
       {"generate"}},
      {"--resource-dir",
       "FOLDER",
       Takes::folder,
       "Folder of Clang's own headers; found by itself",
       {},
       {},
       {"generate", "check", "explain", "diff"}},
      {"--without-clang",
       {},
       Takes::nothing,
       "Take types as declared; read no headers",
       {},
       {},
       {"generate", "check", "explain", "diff"}},
      {"--flags-file",
       "FILE",
       Takes::file,
       "File with C++ flags, one a line, beside those behind --",
       {},
       {},
       {"generate", "check", "explain", "diff"}},
  };
}

std::vector<Option> options_of_answers() {
  return {
      {"--format",
       "FORMAT",
       Takes::word,
       "How messages are written: text to the standard error output, or one JSON document to the standard output",
       {"text", "json"},
       "text",
       {"generate", "check"}},
      {"--format",
       "FORMAT",
       Takes::word,
       "How the answer is written, to the standard output",
       {"text", "json"},
       "text",
       {"diff"}},
      {"--format",
       "FORMAT",
       Takes::word,
       "How the answer is written, to the standard output; svg is a picture for documents",
       {"text", "json", "svg"},
       "text",
       {"explain"}},
      {"--check",
       {},
       Takes::nothing,
       "Write nothing; list what would change, and fail when there is something",
       {},
       {},
       {"fmt"}},
      {"--name", "NAME", Takes::text, "Name of the class", {}, "BookCache", {"init"}},
      {"--namespace", "NAME", Takes::text, "Namespace of the class and of its types", {}, "bookshop", {"init"}},
      {"--strict", {}, Takes::nothing, "Findings are errors: exit code 1 when there is one", {}, {}, {"check"}},
      {"--color",
       "WHEN",
       Takes::word,
       "Colours in messages; auto: on a terminal, unless NO_COLOR is set",
       {"auto", "always", "never"},
       "auto"},
      {"--help", {}, Takes::nothing, "Print help and stop", {}, {}, {}, "-h"},
      {"--version", {}, Takes::nothing, "Print the version and what is built in, and stop"},
  };
}

}  // namespace

std::span<const Option> all_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> all = options_of_stages();
    for (Option& option : options_of_answers()) all.push_back(std::move(option));
    return all;
  }();
  return options;
}

std::span<const MeaningOfExitCode> all_exit_codes() {
  static const std::vector<MeaningOfExitCode> codes = {
      {ExitCode::ok, "done"},
      {ExitCode::refused,
       "refused: errors in the schema, findings of --check or --strict, or a diff that breaks something"},
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
