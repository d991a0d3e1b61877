#pragma once

#include <functional>
#include <string>
#include <vector>

#include "table_world.hpp"

/// What a row of the table does, and what that comes to.
struct Row {
  std::string call;
  std::function<std::string(TableWorld&)> cell;
};

/// All rows, in the order of docs/runtime.md.
[[nodiscard]] std::vector<Row> rows();
