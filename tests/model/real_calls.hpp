#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <tagcache/primitives.hpp>
#include <vector>

#include "reference.hpp"
#include "steps.hpp"

/// What the steps do on a real cache, with what came of it in the words of the reference.
namespace model::real {

/// What is stored for each key that is loaded, and what the load gives.
using Shown = std::span<const tagcache::Previous<Value>>;
using Values = std::vector<tagcache::Loaded<Value>>;
using Loader = std::function<Values(Shown)>;

/// What a load throws when its step says so.
struct LoadFailed {
  std::uint64_t number;
};

[[nodiscard]] tagcache::KeyView view_of(const tagcache::Primitives& cache,
                                        const decltype(tagcache::key(std::string_view()))& parts);

/// `told` hears of the refresh that the query starts.
[[nodiscard]] Results query(tagcache::Primitives& cache, const Step& step, const Loader& load, std::vector<Told>& told);
[[nodiscard]] Results present(tagcache::Primitives& cache, const Step& step);
void warm(tagcache::Primitives& cache, const Step& step, const Loader& load);
[[nodiscard]] Results get(tagcache::Primitives& cache, const Step& step);
/// Set, del, expire, invalidate, clear.
[[nodiscard]] Results write(tagcache::Primitives& cache, const Step& step, std::uint64_t number);

}  // namespace model::real
