#include <tagcache/store.hpp>

namespace tagcache {

std::vector<Found> Store::find_many(std::span<const Request> requests) {
  std::vector<Found> found;
  found.reserve(requests.size());
  for (const Request& request : requests) found.push_back(find(request));
  return found;
}

}  // namespace tagcache
