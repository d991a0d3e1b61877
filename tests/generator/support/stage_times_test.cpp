#include "support/stage_times.hpp"

#include "catch.hpp"

using namespace tagcache::generator;

namespace {

StageTimes::Clock::time_point now_here;

StageTimes::Clock::time_point time_here() { return now_here; }

}  // namespace

TEST_CASE("a report of stages has their times, their shares and the sum") {
  using namespace std::chrono_literals;
  StageTimes times(time_here);
  times.begin("parse");
  now_here += 250us;
  times.begin("inspect");
  now_here += 4ms;
  times.begin("inspect: headers");
  now_here += 90ms;
  times.begin("inspect");
  now_here += 5750us;
  times.end();
  now_here += 1h;  // nothing runs
  times.end();

  CHECK(times.text() ==
        "stage                    ms    share\n"
        "parse                  0.25    0.2 %\n"
        "inspect                9.75    9.8 %\n"
        "inspect: headers      90.00   90.0 %\n"
        "all                  100.00  100.0 %\n");
}

TEST_CASE("a report of stages that took no time has no shares") {
  CHECK(StageTimes(time_here).text() ==
        "stage         ms    share\n"
        "all         0.00    0.0 %\n");
}
