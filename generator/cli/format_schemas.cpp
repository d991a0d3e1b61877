#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/replace_file.hpp"
#include "cli/text_difference.hpp"
#include "document/source_files.hpp"
#include "document/unreadable_schema.hpp"
#include "format/format_schema.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view standard_input = "-";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What reading a schema passes over, and its layout does not have.
bool has_byte_order_mark(const std::string& path) {
  std::string begin(byte_order_mark.size(), '\0');
  return std::ifstream(path, std::ios::binary).read(begin.data(), std::ssize(begin)) && begin == byte_order_mark;
}

/// `tagcache fmt` over all its schemas: one that is refused does not keep the others from being formatted.
class Formatter {
 public:
  explicit Formatter(bool only_checks) : only_checks_(only_checks) {}

  void format(const std::string& path) {
    if (path == standard_input) {
      std::string text = text_of_schema(std::cin);
      const bool is_marked = text.starts_with(byte_order_mark);
      if (is_marked) text.erase(0, byte_order_mark.size());
      return format(*files_.add("<standard input>", std::move(text)), path, is_marked);
    }
    const SourceFile* const file = files_.read(path);
    if (file != nullptr) return format(*file, path, has_byte_order_mark(path));
    fail(unreadable_schema(path), ExitCode::unreadable);
  }

  [[nodiscard]] const Diagnostics& diagnostics() const noexcept { return diagnostics_; }
  [[nodiscard]] const std::string& printed() const noexcept { return printed_; }
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  void format(const SourceFile& file, const std::string& path, bool is_marked) {
    const std::string before = std::string(is_marked ? byte_order_mark : "").append(file.text());
    const std::optional<std::string> text = format_schema(file, diagnostics_);
    if (!text) {
      worsen(ExitCode::refused);
    } else if (only_checks_ && *text != before) {
      printed_ += file.path() + '\n' + text_difference(before, *text);
      fail({"not-formatted",
            {},
            "'" + file.path() + "' is not formatted",
            "the layout of tagcache fmt",
            "tagcache fmt " + path,
            {}},
           ExitCode::refused);
    } else if (!only_checks_ && path == standard_input) {
      printed_ += *text;
    } else if (!only_checks_ && *text != before && !replace_file(path, *text)) {
      fail({"cannot-write", {}, "'" + path + "' cannot be written", "", "tagcache fmt - to print it", {}},
           ExitCode::unreadable);
    }
  }

  void fail(Diagnostic diagnostic, ExitCode code) {
    diagnostics_.report(std::move(diagnostic));
    worsen(code);
  }
  void worsen(ExitCode code) { code_ = std::max(code_, code); }

  bool only_checks_;
  SourceFiles files_;
  Diagnostics diagnostics_;
  std::string printed_;
  ExitCode code_ = ExitCode::ok;
};

}  // namespace

ExitCode format_schemas(const CommandLine& line) {
  const Console console(line);
  Formatter formatter(line.has("--check"));
  for (const std::string& schema : line.operands()) formatter.format(schema);
  const ExitCode shown = console.show(formatter.printed(), {});
  return console.finish(formatter.diagnostics(), std::max(formatter.code(), shown));
}

}  // namespace tagcache::generator
