#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "cases.hpp"

namespace {

constexpr std::string_view usage =
    R"(redis_benchmarks HOST PORT            measures what standard input asks for, a line each:
                                        CASE CALLERS SECONDS [KEY ...]
                                      and answers with a line of JSON; KEYs are what floors ask for
redis_benchmarks HOST PORT CASE CALLS [KEY ...]
                                      so many calls by one caller, for tools that count what they take
)";

/// Cases are made once, so that rounds find them as they were.
class Cases {
 public:
  explicit Cases(trips::Place place) : place_(std::move(place)) {}

  /// Null when there is none.
  trips::Case* named(const std::string& name, std::vector<std::string> keys) {
    auto& found = made_[name];
    if (!found) {
      place_.keys = std::move(keys);
      found = trips::tagcache_case(name, place_);
      if (!found) found = trips::hiredis_case(name, place_);
    }
    return found.get();
  }

 private:
  trips::Place place_;
  std::map<std::string, std::unique_ptr<trips::Case>> made_;
};

void print(const trips::Done& done) {
  std::cout << R"({"calls": )" << done.calls << R"(, "unmeasured": )" << done.unmeasured << R"(, "wall": )" << done.wall
            << R"(, "processor": )" << done.processor << R"(, "switches": )" << done.switches << R"(, "allocations": )"
            << done.allocations << '}' << std::endl;
}

void answer(Cases& cases, const std::string& line) {
  std::istringstream words(line);
  std::string name;
  int callers = 0;
  double seconds = 0;
  words >> name >> callers >> seconds;
  std::vector<std::string> keys;
  for (std::string key; words >> key;) keys.push_back(key);
  trips::Case* const wanted = cases.named(name, std::move(keys));
  if (wanted != nullptr) {
    print(trips::run_for(*wanted, callers, seconds));
  } else {
    std::cout << "{}" << std::endl;
  }
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 3 && count < 5) {
    std::cerr << usage;
    return 2;
  }
  std::cout.precision(12);
  const std::string host = arguments[1];
  const std::string url =
      "redis://" + host + ':' + arguments[2] + "?timeout=20s&connect_timeout=20s";  // tools that count are slow
  Cases cases({url, host, std::atoi(arguments[2]), {}, count == 3 ? 200U : 50U});
  if (count == 3) {
    for (std::string line; std::getline(std::cin, line);) answer(cases, line);
    return 0;
  }
  trips::Case* const wanted = cases.named(arguments[3], {arguments + 5, arguments + count});
  if (wanted == nullptr) throw std::runtime_error("there is no such case");
  print(trips::run_times(*wanted, std::atoi(arguments[4])));
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
