#include "node/report.hpp"

#include <numeric>
#include <sstream>
#include <stdexcept>

namespace shop {
namespace {

/// Does something with each number of a report, in the order in which they stand in its line.
template <class AnyReport, class Each>
void for_each_number(AnyReport& report, Each each) {
  for (auto& reads : report.reads) {
    for (auto& count : reads.served) each(count);
    for (auto* count : {&reads.behind, &reads.broken, &reads.versions}) each(*count);
    for (auto* time : {&reads.outdated, &reads.worst}) each(*time);
  }
  each(report.hears);
  for (auto* count :
       {&report.heard, &report.distrusted, &report.failures, &report.writes, &report.unheard, &report.undelivered}) {
    each(*count);
  }
}

struct Writing {
  std::ostream& line;
  void operator()(std::uint64_t number) const { line << number << ' '; }
  void operator()(std::chrono::nanoseconds time) const { line << time.count() << ' '; }
};

struct Reading {
  std::istream& line;
  void operator()(auto& number) const { line >> number; }
  void operator()(std::chrono::nanoseconds& time) const {
    std::chrono::nanoseconds::rep count = 0;
    line >> count;
    time = std::chrono::nanoseconds(count);
  }
};

}  // namespace

std::uint64_t Reads::all() const { return std::accumulate(served.begin(), served.end(), std::uint64_t{0}); }

std::string Report::text() const {
  std::ostringstream line;
  for_each_number(*this, Writing{line});
  return line.str();
}

Report Report::parse(std::string_view text) {
  std::istringstream line{std::string(text)};
  Report report;
  for_each_number(report, Reading{line});
  if (!line) throw std::invalid_argument("this is no report of a node: " + std::string(text));
  return report;
}

}  // namespace shop
