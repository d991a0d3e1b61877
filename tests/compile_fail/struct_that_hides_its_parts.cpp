// What a class hides cannot be compared, so the compiler refuses it where the generator did not look.
// g++: this type cannot be part of a key
// clang++: this type cannot be part of a key
#include <tagcache/key.hpp>

class Secret {
 public:
  explicit Secret(int value) : value_(value) {}
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

void test() {
  static_cast<void>(tagcache::key(Secret(1).value()));
#ifdef WITH_BAD_LINE
  static_cast<void>(tagcache::key(Secret(1)));
#endif
}
