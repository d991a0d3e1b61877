#pragma once

#include <string>

namespace clashes {

/// Has the name that a class for the tag `users` would like to have.
struct Users {
  int value;
};

/// The same for the description of the query `user`.
struct User {
  std::string name;
};

/// The same for an argument of this type.
struct ticket {
  int number;
};

/// The same for the description of the query `search`, which does not name it.
struct Search;

/// The same for the runtime.
namespace tagcache {
struct Tag;
}

}  // namespace clashes
