#include "inspect/compile_flags.hpp"

#include <clang/Basic/LangStandard.h>
#include <clang/Driver/Options.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Option/Option.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/StringSaver.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace tagcache::generator {
namespace {

namespace options = clang::driver::options;

constexpr int deepest_response_file = 8;

/// The table also knows the options of clang-cl; unless they are left out, `-O1` is read as its `/O1`. Values that are
/// missing at the end count in `missing`.
llvm::opt::InputArgList parse_driver_options(const std::vector<const char*>& words, unsigned& missing) {
  const llvm::opt::OptTable& table = clang::driver::getDriverOptTable();
  unsigned missing_index = 0;
#if LLVM_VERSION_MAJOR >= 18
  return table.ParseArgs(words, missing_index, missing, llvm::opt::Visibility(options::ClangOption));
#else
  return table.ParseArgs(words, missing_index, missing, 0, options::CLOption | options::CLDXCOption);
#endif
}

/// A file that cannot be read is left as it is, and then dropped as an input.
void expand(const std::string& word, int depth, std::vector<std::string>& expanded) {
  const bool names_file = word.size() > 1 && word.front() == '@' && depth < deepest_response_file;
  const auto file = names_file ? llvm::MemoryBuffer::getFile(word.substr(1))
                               : std::make_error_code(std::errc::no_such_file_or_directory);
  if (!file) {
    expanded.push_back(word);
    return;
  }
  llvm::BumpPtrAllocator allocator;
  llvm::StringSaver saver(allocator);
  llvm::SmallVector<const char*, 32> words;
  llvm::cl::TokenizeGNUCommandLine((*file)->getBuffer(), saver, words);
  for (const char* const inner : words) expand(inner, depth + 1, expanded);
}

/// Where headers are found and what is defined are groups in Clang's table; of the rest, those flags that change what a
/// declaration means. Everything else says how to compile (optimisation, sanitizers, warnings, debugging), would read
/// what another compiler wrote (precompiled headers, modules, profiles), or would write files.
constexpr std::array<std::string_view, 37> kept_by_name = {"-D",
                                                           "-U",
                                                           "-std=",
                                                           "-ansi",
                                                           "-stdlib=",
                                                           "-nostdinc",
                                                           "-nostdinc++",
                                                           "-nostdlibinc",
                                                           "--sysroot=",
                                                           "--sysroot",
                                                           "--target=",
                                                           "-target",
                                                           "--gcc-toolchain=",
                                                           "--gcc-install-dir=",
                                                           "-m16",
                                                           "-m32",
                                                           "-m64",
                                                           "-mx32",
                                                           "-mabi=",
                                                           "-mfloat-abi=",
                                                           "-mlong-double-64",
                                                           "-mlong-double-80",
                                                           "-mlong-double-128",
                                                           "-pthread",
                                                           "-fexceptions",
                                                           "-fno-exceptions",
                                                           "-frtti",
                                                           "-fno-rtti",
                                                           "-fsigned-char",
                                                           "-funsigned-char",
                                                           "-fshort-enums",
                                                           "-fshort-wchar",
                                                           "-fpack-struct=",
                                                           "-fms-extensions",
                                                           "-fchar8_t",
                                                           "-fno-char8_t",
                                                           "-ffreestanding"};

bool says_what_headers_mean(const llvm::opt::Option& option) {
  if (option.matches(options::OPT_include_pch) || option.matches(options::OPT_ivfsoverlay)) return false;
  for (const auto group : {options::OPT_I_Group, options::OPT_clang_i_Group, options::OPT_O_Group}) {
    if (option.matches(group)) return true;
  }
  const auto name = option.getPrefixedName();
  return std::find(kept_by_name.begin(), kept_by_name.end(), std::string_view(name.data(), name.size())) !=
         kept_by_name.end();
}

/// A standard that this Clang is too old to know becomes the newest that all of them know.
std::string known_standard(const std::string& flag) {
  constexpr std::string_view prefix = "-std=";
  if (!flag.starts_with(prefix)) return flag;
  const std::string standard = flag.substr(prefix.size());
  if (clang::LangStandard::getLangKind(standard) != clang::LangStandard::lang_unspecified) return flag;
  return std::string(prefix) + (standard.starts_with("gnu") ? "gnu++2b" : "c++2b");
}

std::vector<std::string> expanded(const std::vector<std::string>& flags) {
  std::vector<std::string> words;
  for (const std::string& flag : flags) expand(flag, 0, words);
  return words;
}

std::vector<const char*> pointers(const std::vector<std::string>& words) {
  std::vector<const char*> pointers;
  pointers.reserve(words.size());
  for (const std::string& word : words) pointers.push_back(word.c_str());
  return pointers;
}

/// Whether `word` is a flag that says what headers mean; its value, if it needs one, may be missing.
bool is_kept(const std::string& word) {
  unsigned missing = 0;
  const llvm::opt::InputArgList arguments = parse_driver_options({word.c_str(), "value"}, missing);
  return says_what_headers_mean((*arguments.begin())->getOption());
}

/// The flag that an unknown one was most likely meant to be, if that would be kept. Others may belong to another
/// compiler, and would be dropped anyhow.
std::optional<std::string> likely_flag(const std::string& unknown) {
  if (is_kept(unknown + "=x")) return unknown + "=<value>";
  constexpr unsigned shortest = 4;
  constexpr unsigned most_edits = 2;
  const llvm::opt::OptTable& table = clang::driver::getDriverOptTable();
  std::string found;
#if LLVM_VERSION_MAJOR >= 18
  const unsigned edits =
      table.findNearest(unknown, found, llvm::opt::Visibility(options::ClangOption), shortest, most_edits);
#else
  const unsigned edits =
      table.findNearest(unknown, found, 0U, options::CLOption | options::CLDXCOption, shortest, most_edits);
#endif
  if (edits > most_edits || !is_kept(found)) return std::nullopt;
  return found;
}

/// The flag that `word` is when its dash is forgotten, as in `std=c++20`. What looks like a file is none.
std::optional<std::string> flag_without_dash(const std::string& word) {
  if (word.find('.') != std::string::npos || word.find('=') == std::string::npos) return std::nullopt;
  for (const std::string dashes : {"-", "--"}) {
    if (is_kept(dashes + word)) return dashes + word;
  }
  return std::nullopt;
}

/// A standard that Clang knows, or one that it may know some day: `c++29`, `gnu++3a`.
bool is_cpp_standard(std::string_view standard) {
  const clang::LangStandard::Kind kind = clang::LangStandard::getLangKind(standard);
  if (kind != clang::LangStandard::lang_unspecified)
    return clang::LangStandard::getLangStandardForKind(kind).isCPlusPlus();
  if (standard.starts_with("gnu")) standard.remove_prefix(2);
  const bool has_prefix = standard.starts_with("c++") || standard.starts_with("u++");
  const auto is_sign = [](char sign) { return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z'); };
  return has_prefix && standard.size() >= 5 && standard[3] >= '2' && standard[3] <= '9' &&
         std::all_of(standard.begin() + 4, standard.end(), is_sign);
}

bool is_too_old(std::string_view standard) {
  const clang::LangStandard::Kind kind = clang::LangStandard::getLangKind(standard);
  return kind != clang::LangStandard::lang_unspecified &&
         !clang::LangStandard::getLangStandardForKind(kind).isCPlusPlus20();
}

Diagnostic mistake(std::string message, std::string expected, std::string cure) {
  return {"wrong-flag", {}, std::move(message), std::move(expected), std::move(cure), {}};
}

/// The last standard of a command line is the one that counts.
void find_wrong_standards(const llvm::opt::InputArgList& arguments, Diagnostics& mistakes) {
  const std::vector<std::string> standards = arguments.getAllArgValues(options::OPT_std_EQ);
  for (const std::string& standard : standards) {
    const bool is_wrong = !is_cpp_standard(standard);
    if (!is_wrong && (&standard != &standards.back() || !is_too_old(standard))) continue;
    mistakes.report(mistake(
        "'-std=" + standard + "' " + (is_wrong ? "names no standard of C++" : "is older than the generated code"),
        "C++20 or newer", standard.starts_with("gnu") ? "-std=gnu++20" : "-std=c++20"));
  }
}

void find_wrong_word(const std::string& word, bool is_input, Diagnostics& mistakes) {
  if (is_input && word.starts_with('@')) {
    mistakes.report(mistake("the file of flags '" + word.substr(1) + "' cannot be read", "a text file with C++ flags",
                            "the flags themselves, or --flags-file FILE"));
    return;
  }
  const std::optional<std::string> meant = is_input ? flag_without_dash(word) : likely_flag(word);
  if (meant)
    mistakes.report(
        mistake("'" + word + "' is no C++ flag; did you mean '" + *meant + "'?", "a flag of the compiler", *meant));
}

}  // namespace

std::vector<std::string> header_reading_flags(const std::vector<std::string>& flags) {
  const std::vector<std::string> words = expanded(flags);
  unsigned missing = 0;
  const llvm::opt::InputArgList arguments = parse_driver_options(pointers(words), missing);
  llvm::opt::ArgStringList kept;
  for (const llvm::opt::Arg* const argument : arguments) {
    if (says_what_headers_mean(argument->getOption())) argument->render(arguments, kept);
  }
  std::vector<std::string> result(kept.begin(), kept.end());
  std::transform(result.begin(), result.end(), result.begin(), known_standard);
  const auto names_standard = [](const std::string& flag) { return flag.starts_with("-std="); };
  if (std::none_of(result.begin(), result.end(), names_standard)) result.emplace_back("-std=c++20");
  return result;
}

bool report_wrong_flags(const std::vector<std::string>& flags, Diagnostics& diagnostics) {
  const std::vector<std::string> words = expanded(flags);
  unsigned missing = 0;
  const llvm::opt::InputArgList arguments = parse_driver_options(pointers(words), missing);
  Diagnostics mistakes;
  for (const llvm::opt::Arg* const argument : arguments) {
    const llvm::opt::Option& option = argument->getOption();
    const bool is_input = option.matches(options::OPT_INPUT);
    if (is_input || option.matches(options::OPT_UNKNOWN))
      find_wrong_word(argument->getAsString(arguments), is_input, mistakes);
  }
  find_wrong_standards(arguments, mistakes);
  if (missing != 0)
    mistakes.report(mistake("'" + words.back() + "' has no value", "its value behind it", words.back() + " <value>"));
  diagnostics.report(mistakes);
  return mistakes.empty();
}

}  // namespace tagcache::generator
