#pragma once

#include <string>
#include <vector>

struct User {
  std::string name;
};
