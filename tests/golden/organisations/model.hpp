#pragma once

#include <string>

namespace organisations {

struct Member {
  std::string id;
  std::string name;
};

struct Settings {
  std::string theme;
};

}  // namespace organisations
