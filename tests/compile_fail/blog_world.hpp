#pragma once

#include "blog_cache.hpp"
#include "deep_nesting_cache.hpp"

/// Declared and never defined: the tests in this folder only compile.
blog::BlogCache& cache();
forum::ForumCache& other_cache();
