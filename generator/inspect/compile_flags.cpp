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
#include <string_view>

namespace tagcache::generator {
namespace {

namespace options = clang::driver::options;

constexpr int deepest_response_file = 8;

/// The table also knows the options of clang-cl; unless they are left out, `-O1` is read as its `/O1`.
llvm::opt::InputArgList parse_driver_options(const std::vector<const char*>& words) {
  const llvm::opt::OptTable& table = clang::driver::getDriverOptTable();
  unsigned missing_index = 0;
  unsigned missing_count = 0;
#if LLVM_VERSION_MAJOR >= 18
  return table.ParseArgs(words, missing_index, missing_count, llvm::opt::Visibility(options::ClangOption));
#else
  return table.ParseArgs(words, missing_index, missing_count, 0, options::CLOption | options::CLDXCOption);
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

}  // namespace

std::vector<std::string> header_reading_flags(const std::vector<std::string>& flags) {
  std::vector<std::string> expanded;
  for (const std::string& flag : flags) expand(flag, 0, expanded);
  std::vector<const char*> words;
  for (const std::string& word : expanded) words.push_back(word.c_str());

  const llvm::opt::InputArgList arguments = parse_driver_options(words);
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

}  // namespace tagcache::generator
