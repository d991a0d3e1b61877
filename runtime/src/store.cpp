#include <memory>
#include <tagcache/store.hpp>

#include "undelivered.hpp"

namespace tagcache {

Store::Store() : undelivered_(std::make_shared<detail::Undelivered>()) {}

Store::~Store() = default;

std::vector<Found> Store::find_many(std::span<const Request> requests) {
  std::vector<Found> found;
  found.reserve(requests.size());
  for (const Request& request : requests) found.push_back(find(request));
  return found;
}

}  // namespace tagcache
