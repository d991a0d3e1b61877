#pragma once

#include <string>

#define DOMAIN 1
#define major(device) ((device) >> 8)
#define minor(device) ((device) & 255)
#define page 7
#define undone 8
#undef undone
#define DeviceTags 9

namespace devices {

struct Device {
  std::string name;
};

}  // namespace devices
