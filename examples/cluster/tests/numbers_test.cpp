#include <stdexcept>

#include "catch.hpp"
#include "demo/style.hpp"
#include "node/report.hpp"

using namespace shop;
using namespace std::chrono_literals;

TEST_CASE("a report is the same after its way through a pipe", "[cluster]") {
  Report report;
  std::uint64_t number = 0;
  for (Reads& reads : report.reads) {
    for (auto& count : reads.served) count = ++number;
    for (auto* count : {&reads.behind, &reads.broken, &reads.versions}) *count = ++number;
    for (auto* time : {&reads.outdated, &reads.worst}) *time = std::chrono::nanoseconds(++number);
  }
  report.hears = true;
  for (auto* count :
       {&report.heard, &report.distrusted, &report.failures, &report.writes, &report.unheard, &report.undelivered}) {
    *count = ++number;
  }
  const Report read = Report::parse(report.text());
  CHECK(read.text() == report.text());
  CHECK(read.reads[0].served[3] == 4);
  CHECK(read.reads[2].worst == 27ns);
  CHECK(read.undelivered == 33);
  CHECK_THROWS_AS(Report::parse("1 2 3"), std::invalid_argument);
  CHECK_THROWS_AS(Report::parse("SQLite: disk full"), std::invalid_argument);
}

TEST_CASE("numbers of the picture", "[cluster]") {
  CHECK(share(0, 10) == "·");
  CHECK(share(987, 1000) == "98.7 %");
  CHECK(time(0ns) == "·");
  CHECK(time(410us) == "0.41 ms");
  CHECK(time(37ms) == "37 ms");
  CHECK(time(1240ms) == "1.2 s");
  CHECK(grouped(63436) == "63 436");
  CHECK(right("·", 3) == "  ·");
  CHECK(left("ab", 3) == "ab ");
  CHECK(right("abcd", 3) == "abcd");
}
