#include "cli/command_line.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "cli/command_table.hpp"

namespace tagcache::generator {
namespace {

const Option& row_of(std::string_view name, const Command& command) {
  const auto options = all_options();
  const auto row = std::find_if(options.begin(), options.end(),
                                [&](const Option& option) { return option.name == name && belongs(option, command); });
  assert(row != options.end() && "the table has no such option for this command");
  return *row;
}

}  // namespace

CommandLine::CommandLine(const Command& command, Values values, std::vector<std::string> operands,
                         std::vector<std::string> behind_dashes)
    : command_(&command),
      values_(std::move(values)),
      operands_(std::move(operands)),
      behind_dashes_(std::move(behind_dashes)) {}

bool CommandLine::has(std::string_view option) const { return values_.contains(row_of(option, *command_).name); }

std::string CommandLine::value(std::string_view option) const {
  const Option& row = row_of(option, *command_);
  const auto given = values_.find(row.name);
  return given == values_.end() ? std::string(row.standard) : given->second;
}

}  // namespace tagcache::generator
