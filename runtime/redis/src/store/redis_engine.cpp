#include "store/redis_engine.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tagcache/value_codec.hpp>
#include <utility>

#include "store/announcement.hpp"
#include "store/bytes.hpp"
#include "store/compression.hpp"
#include "store/hearing.hpp"
#include "store/partitions.hpp"

namespace tagcache::detail::redis {
namespace {

Wrapping wrapping_of(const RedisOptions& options) {
  if (options.compress_from > 0 && !can_compress()) {
    throw std::invalid_argument("RedisOptions::compress_from: this library was built without zstd (libzstd-dev)");
  }
  return {options.compress_from, options.signing_key, options.former_signing_keys};
}

/// With these bounds no sum or product of times overflows.
void check_options(const RedisOptions& options) {
  const auto must = [](bool holds, const std::string& otherwise) {
    if (!holds) throw std::invalid_argument("RedisOptions::" + otherwise + " was expected");
  };
  must(options.partitions >= 1 && options.partitions <= most_partitions,
       "partitions: a number from 1 to " + std::to_string(most_partitions));
  must(options.replicas >= 0, "replicas: a number that is not negative");
  // WAIT takes 0 for no end at all.
  must(options.replica_timeout >= Duration(1) && options.replica_timeout <= std::chrono::hours(24),
       "replica_timeout: a time of 1ms to 24h");
}

/// How long an entry is kept: to the end of its grace, but not for ever, since markers outlive it.
std::int64_t lifetime(const EntryNode& entry, TimePoint now) noexcept {
  constexpr Duration longest = std::chrono::hours(24 * 3650);
  const TimePoint end = std::max(entry.grace_until, entry.expires_at);
  if (end <= now) return 0;
  const auto room = TimePoint::max() - std::max(now, TimePoint());
  const Duration left = end == TimePoint::max() ? longest : std::chrono::ceil<Duration>(std::min(end - now, room));
  return std::clamp<std::int64_t>(left.count(), 1, longest.count());
}

/// Redis refuses what would overflow; nobody loads for a day.
constexpr Duration longest_lease = std::chrono::hours(24);

std::vector<std::string_view> views_of(const std::string& first, const std::string& second, const Marks& marks) {
  std::vector<std::string_view> keys{first, second};
  for (const Mark& mark : marks.all()) keys.push_back(mark.key);
  return keys;
}

Stamp stamp_of(std::string_view numbers) {
  ByteReader reader(numbers);
  const auto incarnation = reader.number<std::uint64_t>();
  return {{incarnation, 0}, reader.number<std::uint64_t>()};
}

}  // namespace

struct RedisEngine::RedisLoad final : Load {
  std::string numbers;  ///< its incarnation and number
  std::string prefix;
  std::string text;
  TagSet tags;
  Layers layers = Layers::all;
  const ValueCodec* codec = nullptr;
};

RedisEngine::RedisEngine(std::shared_ptr<Client> client, const RedisOptions& options, KeyLayout layout)
    : layout_(std::move(layout)),
      wrapping_(wrapping_of(options)),
      author_(random_bytes()),
      channel_(layout_.channel(client->database())),
      moves_(layout_.moves()),
      connection_(std::move(client), options, layout_, *counters_) {}

RedisEngine::~RedisEngine() = default;

Departed RedisEngine::begin_asked(const Question& question) {
  const Request& request = question.request;
  const auto load = std::make_shared<RedisLoad>();
  load->prefix = std::string(request.key.prefix());
  load->text = request.key.text();
  load->tags = request.tags();
  load->layers = request.layers;
  load->codec = request.codec;
  Asking asking;
  Reading& reading = asking.readings.emplace_back(layout_, wrapping_, *counters_, hints_, question);
  Commands look;
  if (reading.wants_to_ask()) reading.ask(look);
  const Standing seen = connection_.seen();
  const bool wants_lease = request.lease > Duration::zero() && !look.empty();
  Connection::Told told = wants_lease ? ask_for_lease(*load, request.lease, std::move(look))
                                      : connection_.run({begin_script(), {}, {}}, std::move(look));
  load->numbers = told.reply.text.substr(0, 16);
  const bool is_genuine = connection_.saw(seen, load->numbers);
  Departed departed{load, {}};
  departed.loads_elsewhere = wants_lease && told.reply.text.ends_with('1');
  if (wants_lease && !departed.loads_elsewhere) departed.lease = lease_of(*load);
  if (!told.more.empty()) {
    if (!is_genuine || !hear(reading, std::move(told.more.front()), told.time, seen)) reading.give_up();
    send(asking);
    while (hear(asking)) continue;
  }
  departed.answer = reading.answer();
  return departed;
}

Connection::Told RedisEngine::ask_for_lease(const RedisLoad& load, Duration lease, Commands look) {
  const Marks marks(layout_, load.prefix, load.tags);
  const std::string entry = layout_.entry(load.text);
  const std::string its_key = layout_.lease(load.text);
  const std::string slot = std::to_string(move_slot(Moving::key, load.text));
  const std::string lasts = std::to_string(std::min<Duration::rep>(lease.count(), longest_lease.count()));
  const std::string watched = marks.watch_bytes();
  std::vector<std::string_view> keys = views_of(moves_, entry, marks);
  keys.emplace_back(its_key);
  return connection_.run({lease_script(), std::move(keys), {lasts, slot, watched}}, std::move(look));
}

/// Nobody waits until the server has heard of its end: if it does not, the lease ends by itself.
std::shared_ptr<const void> RedisEngine::lease_of(const RedisLoad& load) const {
  Commands commands;
  commands.add("EVAL", end_of_lease, 1, layout_.lease(load.text), load.numbers);
  const auto end = [commands = std::move(commands), client = std::weak_ptr(connection_.client()),
                    how = connection_.how()](const void*) {
    try {
      if (const auto its = client.lock()) its->ask_async(commands, how, [](const redis::Answer&) {});
    } catch (...) {  // NOLINT(bugprone-empty-catch): it ends by itself
    }
  };
  return {&load, end};
}

RedisEngine::Parcel RedisEngine::parcel(const ValueCodec* codec, Layers layers, std::string_view key,
                                        const EntryNode& entry, TimePoint now) {
  Parcel parcel;
  const std::int64_t left = layers == Layers::memory ? 0 : lifetime(entry, now);
  if (left == 0) return parcel;
  const auto bytes = codec != nullptr ? codec->encode(entry.value()) : std::nullopt;
  if (!bytes) {
    ++counters_->not_encoded;
    return parcel;
  }
  RecordBody body{.fingerprint = codec->fingerprint,
                  .times = times_at(entry, now),
                  .weight = entry.weight,
                  .result_tags = entry.result_tags,
                  .key = key,
                  .tags = {},
                  .validator = entry.validator(),
                  .payload = {reinterpret_cast<const char*>(bytes->data()), bytes->size()}};
  for (const Tag& tag : entry.tags) body.tags.push_back(tag.bytes());
  SealedRecord record = sealed(body, wrapping_);
  return {std::move(record.mark), std::move(record.body), std::to_string(left)};
}

Kept RedisEngine::keep_stamped(const Load& load, EntryPointer entry, TimePoint now) {
  const auto& begun = static_cast<const RedisLoad&>(load);
  const Parcel parcel = this->parcel(begun.codec, begun.layers, begun.text, *entry, now);
  const Marks marks(layout_, begun.prefix, entry->tags);
  const std::string key = layout_.entry(begun.text);
  const std::string slot = std::to_string(move_slot(Moving::key, begun.text));
  const std::string watched = marks.watch_bytes();
  const std::string_view task = parcel.body.empty() ? "drop" : "keep";
  const Reply reply = connection_
                          .run({keep_script(),
                                views_of(moves_, key, marks),
                                {begun.numbers, task, slot, parcel.mark, parcel.body, parcel.lifetime, watched}})
                          .reply;
  // What was only to be dropped may be in memory.
  if (reply.integer != 1) return {.kept = false, .stamp = {}, .refused = !parcel.body.empty()};
  return {true, stamp_of(begun.numbers)};
}

bool RedisEngine::is_current(const Load& load, std::span<const Tag> result_tags) {
  const auto& begun = static_cast<const RedisLoad&>(load);
  TagSet tags = begun.tags;
  tags.insert(tags.end(), result_tags.begin(), result_tags.end());
  const Marks marks(layout_, begun.prefix, tags);
  const std::string key = layout_.entry(begun.text);
  const std::string slot = std::to_string(move_slot(Moving::key, begun.text));
  const std::string watched = marks.watch_bytes();
  const Reply reply =
      connection_
          .run({keep_script(), views_of(moves_, key, marks), {begun.numbers, "look", slot, "", "", "0", watched}})
          .reply;
  return reply.integer == 1;
}

void RedisEngine::set(const Request& request, EntryPointer entry) {
  const std::string text = request.key.text();
  const Parcel parcel = this->parcel(request.codec, request.layers, text, *entry, request.now);
  const Marks marks(layout_, request.key.prefix(), entry->tags);
  const std::string key = layout_.entry(text);
  const std::string slot = std::to_string(move_slot(Moving::key, text));
  const std::string what = announcement_of_key(text, Becomes::invalidated);
  const std::string watched = marks.watch_bytes();
  constexpr int tries = 100;  // each loses against who writes at the same time
  for (int i = 0; i < tries; ++i) {
    const Standing seen = connection_.seen();
    const std::string known = number_bytes(seen.incarnation) + number_bytes(seen.sequence);
    const Reply reply = connection_.run_and_replicate(
        {set_script(),
         views_of(moves_, key, marks),
         {slot, parcel.mark, parcel.body, parcel.lifetime, channel_, author_, what, known, watched}},
        false);
    if (reply.items.size() != 2) throw StoreError("Redis: a script gave something else");
    static_cast<void>(connection_.saw(seen, reply.items[1].text));
    if (reply.items[0].integer == 1) return;
  }
  throw StoreError("Redis: the value was not stored, since its tags are invalidated all the time");
}

void RedisEngine::erase(const KeyView& key) { forget(key, Becomes::invalidated); }
void RedisEngine::expire(const KeyView& key) { forget(key, Becomes::expired); }

void RedisEngine::forget(const KeyView& key, Becomes becomes) {
  const std::string text = key.text();
  const std::string entry = layout_.entry(text);
  const std::string slot = std::to_string(move_slot(Moving::key, text));
  const std::string what = announcement_of_key(text, becomes);
  const std::string_view task = becomes == Becomes::expired ? "expire" : "erase";
  const Standing seen = connection_.seen();
  const Reply reply =
      connection_.run_and_replicate({forget_script(), {moves_, entry}, {slot, task, channel_, author_, what}}, true);
  static_cast<void>(connection_.saw(seen, reply.text));
}

std::shared_ptr<void> RedisEngine::listen(std::shared_ptr<tagcache::Listener> listener, Duration heartbeat) {
  const std::lock_guard lock(listener_mutex_);
  if (!hearing_.expired()) throw std::logic_error("this Redis store has a layer in front already");
  ByteReader author(author_);
  const auto hearing = std::make_shared<Hearing>(
      connection_.client(), std::move(listener),
      Hearing::Channel{channel_, layout_.incarnation(), author.number<std::uint64_t>(), connection_.how()}, heartbeat,
      counters_);
  hearing->start();
  hearing_ = hearing;
  return std::shared_ptr<void>(hearing.get(), [hearing](void*) { hearing->stop(); });
}

void RedisEngine::disconnect() { connection_.close(); }

RedisStats RedisEngine::stats() const {
  return {.unreadable = counters_->unreadable,
          .other_shapes = counters_->other_shapes,
          .not_encoded = counters_->not_encoded,
          .scripts_sent = counters_->scripts_sent,
          .set_back = counters_->set_back};
}

}  // namespace tagcache::detail::redis

namespace tagcache {

std::shared_ptr<RedisStore> redis(std::shared_ptr<RedisClient> client, RedisOptions options) {
  if (!client) throw std::invalid_argument("a Redis store without a client");
  detail::redis::check_options(options);
  // There are no other ones: their constructor is private.
  auto its = std::static_pointer_cast<detail::redis::Client>(std::move(client));
  if (options.partitions > 1) return std::make_shared<detail::redis::Partitions>(its, options);
  detail::redis::KeyLayout layout(options.name_space);
  return std::make_shared<detail::redis::RedisEngine>(std::move(its), options, std::move(layout));
}

std::shared_ptr<RedisStore> redis(const RedisServer& server, RedisOptions options) {
  return redis(redis_client(server), std::move(options));
}

std::shared_ptr<RedisStore> redis(std::string_view url, RedisOptions options) {
  return redis(redis_server(url), std::move(options));
}

}  // namespace tagcache
