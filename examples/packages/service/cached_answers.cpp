#include "service/cached_answers.hpp"

#include <map>
#include <optional>
#include <type_traits>

#include "service/answer.hpp"

namespace catalogue {
namespace {

/// Null when the cache would have to load.
std::shared_ptr<const void> held(PackagesCache& cache, const Request& request, const Names& names) {
  try {
    return read(cache, request, names,
                [](const auto& handle) -> std::shared_ptr<const void> { return handle.share(); });
  } catch (const LoadRefused&) {
    return nullptr;
  }
}

/// Whether the held answer is what the database says; nullopt when nothing is held.
std::optional<bool> agrees(PackagesCache& cache, Database& database, const Request& request, const Names& names) {
  try {
    return read(cache, request, names, [&](const auto& handle) {
      return read(database, request, names, [&](const auto& current) {
        if constexpr (std::is_same_v<decltype(*handle), decltype(current)>) {
          return *handle == current;
        } else {
          return false;  // answers to different questions; `read` brings no such pair together
        }
      });
    });
  } catch (const LoadRefused&) {
    return std::nullopt;
  }
}

}  // namespace

std::vector<CachedAnswer> cached_answers(PackagesCache& cache, const std::vector<Request>& requests,
                                         const Names& names) {
  const NoLoads no_loads;
  std::vector<CachedAnswer> answers;
  for (const Request& request : requests) {
    if (auto value = held(cache, request, names)) answers.push_back({request, std::move(value)});
  }
  return answers;
}

Difference compare(const std::vector<CachedAnswer>& before, const std::vector<CachedAnswer>& after) {
  std::map<Request, const void*> now;
  for (const CachedAnswer& answer : after) now.emplace(answer.request, answer.value.get());
  Difference difference;
  for (const CachedAnswer& answer : before) {
    const auto found = now.find(answer.request);
    if (found != now.end() && found->second == answer.value.get()) {
      difference.stayed.push_back(answer.request);
    } else {
      difference.went.push_back(answer.request);
      if (found != now.end()) difference.loaded_again.push_back(answer.request);
    }
  }
  return difference;
}

Freshness compare_with_database(PackagesCache& cache, Database& database, const std::vector<Request>& requests,
                                const Names& names, const std::function<void(double)>& progress) {
  const NoLoads no_loads;
  Freshness freshness;
  std::size_t done = 0;
  for (const Request& request : requests) {
    if (const auto same = agrees(cache, database, request, names)) {
      ++freshness.compared;
      if (!*same) freshness.different.push_back(request);
    }
    ++done;
    if (progress) progress(static_cast<double>(done) / static_cast<double>(requests.size()));
  }
  return freshness;
}

}  // namespace catalogue
