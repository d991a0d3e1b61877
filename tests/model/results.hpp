#pragma once

#include <string>
#include <tagcache/primitives.hpp>

#include "reference.hpp"

namespace model {

/// What a handle says, in the words of the reference.
[[nodiscard]] Result result_of(const tagcache::Handle<Value>& handle);
[[nodiscard]] Counts counts_of(const tagcache::Stats& stats);

/// For people.
[[nodiscard]] std::string text_of(Value value);
[[nodiscard]] std::string text_of(const Result& result);
[[nodiscard]] std::string text_of(const Results& results);
[[nodiscard]] std::string text_of(const Counts& counts);

}  // namespace model
