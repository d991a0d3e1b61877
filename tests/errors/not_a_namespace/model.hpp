#pragma once

namespace app {

struct Book {
  int pages = 0;
};

}  // namespace app
