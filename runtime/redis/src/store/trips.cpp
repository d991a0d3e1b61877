// What a store begins and hears later, so that several stores are asked and told side by side.
#include <utility>

#include "store/announcement.hpp"
#include "store/bytes.hpp"
#include "store/redis_engine.hpp"

namespace tagcache::detail::redis {

bool RedisEngine::hear(Reading& reading, Reply reply, std::uint64_t time, const Standing& seen) {
  reading.hear(std::move(reply), time);
  return !reading.standing() || connection_.is_not_older(seen, *reading.standing());
}

bool RedisEngine::send(Asking& asking) {
  Commands commands;
  asking.sent.clear();
  for (Reading& reading : asking.readings) {
    if (!reading.wants_to_ask()) continue;
    reading.ask(commands);
    asking.sent.push_back(&reading);
  }
  if (asking.sent.empty()) return false;
  asking.seen = connection_.seen();
  asking.look = connection_.begin_look(std::move(commands));
  return true;
}

RedisEngine::Asking RedisEngine::begin_ask(std::span<const Question> questions) {
  Asking asking;
  asking.readings.reserve(questions.size());
  for (const Question& question : questions) {
    asking.readings.emplace_back(layout_, wrapping_, *counters_, hints_, question);
  }
  send(asking);
  return asking;
}

bool RedisEngine::hear(Asking& asking) {
  if (asking.sent.empty()) return false;
  Connection::Looked looked = Connection::hear(asking.look);
  for (std::size_t i = 0; i < asking.sent.size(); ++i) {
    Reading& reading = *asking.sent[i];
    if (!hear(reading, std::move(looked.replies[i]), looked.time, asking.seen)) reading.give_up();
  }
  return send(asking);
}

std::vector<tagcache::Answer> RedisEngine::ask(std::span<const Question> questions) {
  Asking asking = begin_ask(questions);
  while (hear(asking)) continue;
  return asking.answers();
}

std::vector<tagcache::Answer> RedisEngine::Asking::answers() {
  std::vector<tagcache::Answer> answers;
  answers.reserve(readings.size());
  for (Reading& reading : readings) answers.push_back(reading.answer());
  return answers;
}

RedisEngine::Telling RedisEngine::begin_invalidate(std::span<const Invalidation> invalidations) {
  std::vector<std::string> keys;
  std::string moves;
  for (const Invalidation& each : invalidations) {
    const Moving kind = each.reach == Reach::exact ? Moving::exact : Moving::prefix;
    keys.push_back(layout_.tag(each.tag.bytes()));
    append_number(moves, static_cast<std::uint16_t>(move_slot(kind, each.tag.bytes())));
    append_number(moves, which_number(each));
  }
  return begin_telling(std::move(keys), std::move(moves), announcement_bytes(invalidations));
}

RedisEngine::Telling RedisEngine::begin_clear(std::string_view prefix) {
  std::string moves;
  append_number(moves, static_cast<std::uint16_t>(move_slot(Moving::scope, prefix)));
  append_number(moves, std::uint8_t{0});
  return begin_telling({layout_.scope(prefix)}, std::move(moves), announcement_of_prefix(prefix));
}

RedisEngine::Telling RedisEngine::begin_telling(std::vector<std::string> keys, std::string moves, std::string what) {
  std::vector<std::string> words = std::move(keys);
  words.push_back(std::move(moves));
  words.push_back(std::move(what));
  std::vector<std::string_view> named{moves_};
  named.insert(named.end(), words.begin(), words.end() - 2);
  const std::string_view its_moves = words[words.size() - 2];
  const Standing seen = connection_.seen();
  Connection::Running running = connection_.begin_and_replicate(
      {move_script(), std::move(named), {channel_, author_, words.back(), its_moves}}, true);
  return {std::move(words), seen, std::move(running)};
}

bool RedisEngine::hear(Telling& telling) {
  const auto told = connection_.hear(telling.running);
  if (told) static_cast<void>(connection_.saw(telling.seen, told->reply.text));
  return !told;
}

void RedisEngine::invalidate(std::span<const Invalidation> invalidations) {
  if (invalidations.empty()) return;
  Telling telling = begin_invalidate(invalidations);
  while (hear(telling)) continue;
}

void RedisEngine::clear(std::string_view prefix) {
  Telling telling = begin_clear(prefix);
  while (hear(telling)) continue;
}

}  // namespace tagcache::detail::redis
