#include <tagcache/remote.hpp>
#include <utility>

#include "stamped_entry.hpp"

namespace tagcache {
namespace {

Found found_in(Answer answer) {
  answer.found.entry = detail::stamped(std::move(answer.found.entry), answer.stamp);
  return std::move(answer.found);
}

}  // namespace

Found RemoteStore::find(const Request& request) {
  const Question question{request};
  return found_in(std::move(ask({&question, 1}).front()));
}

std::vector<Found> RemoteStore::find_many(std::span<const Request> requests) {
  std::vector<Question> questions;
  questions.reserve(requests.size());
  for (const Request& request : requests) questions.push_back({request});
  std::vector<Found> found;
  found.reserve(requests.size());
  for (Answer& answer : ask(questions)) found.push_back(found_in(std::move(answer)));
  return found;
}

Begun RemoteStore::begin(const Request& request) {
  Departed departed = begin_asked({request});
  return {std::move(departed.load), found_in(std::move(departed.answer)), std::move(departed.lease),
          departed.loads_elsewhere};
}

bool RemoteStore::keep(const Load& load, detail::EntryPointer entry, TimePoint now) {
  return keep_stamped(load, std::move(entry), now).kept;
}

}  // namespace tagcache
