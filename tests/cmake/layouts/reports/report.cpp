#include "report.hpp"

#include "summary_cache.hpp"

int reported();
int reported() { return Report{{7}}.best.value == 7 ? 0 : 1; }
