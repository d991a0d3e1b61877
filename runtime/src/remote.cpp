#include <tagcache/remote.hpp>
#include <utility>

namespace tagcache {

Found RemoteStore::find(const Request& request) {
  const Question question{request};
  return ask({&question, 1}).front().found;
}

std::vector<Found> RemoteStore::find_many(std::span<const Request> requests) {
  std::vector<Question> questions;
  questions.reserve(requests.size());
  for (const Request& request : requests) questions.push_back({request});
  std::vector<Found> found;
  found.reserve(requests.size());
  for (Answer& answer : ask(questions)) found.push_back(std::move(answer.found));
  return found;
}

Begun RemoteStore::begin(const Request& request) {
  Departed departed = begin_asked({request});
  return {std::move(departed.load), std::move(departed.answer.found), std::move(departed.lease),
          departed.loads_elsewhere};
}

bool RemoteStore::keep(const Load& load, detail::EntryPointer entry, TimePoint now) {
  return keep_stamped(load, std::move(entry), now).kept;
}

}  // namespace tagcache
