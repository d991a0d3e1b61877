#pragma once

#include <string>

#ifdef __aarch64__
struct SensorId {
  int bus;
  int address;
};
#endif

static_assert(static_cast<char>(-1) > 0, "char has no sign on the machine that this is for");
static_assert(__LDBL_MANT_DIG__ == 113, "long double is wider there");
