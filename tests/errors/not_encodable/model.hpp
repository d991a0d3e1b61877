#pragma once

#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <complex>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shop {

struct Person;

struct Address {
  std::string street;
  Person* owner = nullptr;
};

struct User {
  std::string name;
  Address address;
  std::optional<Address> second_address;
};

class Account {
 public:
  int number = 0;

 private:
  int balance_ = 0;
};

struct Shape {
  virtual ~Shape() = default;
};

union Number {
  int whole;
  float real;
};

struct Built {
  explicit Built(int count_) : count(count_) {}
  int count;
};

struct Base {
  int id = 0;
};

struct Named : Base {
  std::string id;
};

class Hidden : Base {};

struct Names : std::vector<std::string> {};

struct Mixture {
  std::string_view title;
  std::vector<std::span<const int>> views;
  std::function<int()> price;
  std::any anything;
  std::mutex mutex;
  std::atomic<int> count;
  std::filesystem::path path;
  std::unique_ptr<int[]> numbers;
  std::weak_ptr<int> watched;
  std::chrono::steady_clock::time_point started;
  std::wstring wide;
  std::pair<const int, int> fixed;
  long double precise = 0;
  const int version = 1;
  volatile int port = 0;
  unsigned flags : 4;
  union {
    int whole;
    float real;
  };
  struct {
    int x = 0;
  } corner;
  std::unique_ptr<Person> person;
  int Base::*member = nullptr;
};

struct Referring {
  explicit Referring(int& number_) : number(number_) {}
  int& number;
};

struct Parts {
  std::map<std::string, std::vector<Account>> accounts;
  std::variant<int, std::shared_ptr<Shape>> shape;
  std::array<Number, 2> pair;
  Built built{1};
  Named named;
  Hidden hidden;
  Names names;
};

/// In memory, anything will do.
struct Handle {
  void* pointer = nullptr;
};

/// Has no default constructor because of its members: these are what has to change.
struct Pointing {
  int& number;
  const char* text;
  std::string name;
};

}  // namespace shop
