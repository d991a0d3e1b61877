#pragma once

#include "items_cache.hpp"

struct Report {
  ItemId best;
};
