#pragma once

struct Key {
  int value;
};
