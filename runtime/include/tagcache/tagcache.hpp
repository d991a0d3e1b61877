#pragma once

/// Everything but the test kit.
#include <tagcache/clock.hpp>
#include <tagcache/codec/record.hpp>
#include <tagcache/codec/standard.hpp>
#include <tagcache/duration.hpp>
#include <tagcache/entry.hpp>
#include <tagcache/errors.hpp>
#include <tagcache/executor.hpp>
#include <tagcache/generated.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/id.hpp>
#include <tagcache/memory.hpp>
#include <tagcache/miss_cause.hpp>
#include <tagcache/options.hpp>
#include <tagcache/policies.hpp>
#include <tagcache/primitives.hpp>
#include <tagcache/randomness.hpp>
#include <tagcache/stats.hpp>
#include <tagcache/store.hpp>
#include <tagcache/tag.hpp>
#include <tagcache/typed_cache.hpp>
#include <tagcache/typed_tag.hpp>
#include <tagcache/verification.hpp>
#include <tagcache/version.hpp>
