#pragma once

namespace app {

struct Book {
  int number;
};

struct BookTags {};

class BookDataCache;  // what is only announced may be what is generated

inline int BookDataSource();

}  // namespace app
