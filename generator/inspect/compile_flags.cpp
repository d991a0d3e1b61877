#include "inspect/compile_flags.hpp"

#include <clang/Driver/Options.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Option/Option.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/StringSaver.h>

#include <algorithm>
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

/// Flags that say how to compile and not what the headers mean; some of them would read or load further files.
bool is_foreign(const llvm::opt::Arg& argument) {
  const llvm::opt::Option& option = argument.getOption();
  for (const auto dropped : {options::OPT_INPUT, options::OPT_UNKNOWN, options::OPT_o, options::OPT_c, options::OPT_S,
                             options::OPT_E, options::OPT_x, options::OPT_W_Group, options::OPT_M_Group,
                             options::OPT_resource_dir, options::OPT_fplugin_EQ, options::OPT_include_pch}) {
    if (option.matches(dropped)) return true;
  }
  const std::string_view name(option.getPrefixedName().data(), option.getPrefixedName().size());
  return name.starts_with("-fprofile") || name.starts_with("-save-temps");
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
    if (!is_foreign(*argument)) argument->render(arguments, kept);
  }
  std::vector<std::string> result(kept.begin(), kept.end());
  const auto names_standard = [](const std::string& flag) { return flag.starts_with("-std="); };
  if (std::none_of(result.begin(), result.end(), names_standard)) result.emplace_back("-std=c++20");
  return result;
}

}  // namespace tagcache::generator
