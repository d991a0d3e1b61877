#pragma once

struct User {
  int number
};
