#pragma once

enum class Order { newest, oldest };

struct Box {
  int width;
};
