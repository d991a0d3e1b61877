#pragma once

struct Hours {
  int open = 8;
  int close = 18;
};
