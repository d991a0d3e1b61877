#include "store/connection.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tagcache/hash.hpp>
#include <thread>

#include "slots.hpp"
#include "store/bytes.hpp"

namespace tagcache::detail::redis {
namespace {

std::uint64_t whole_number(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::uint64_t time_of(const Reply& reply) {
  if (reply.items.size() != 2) throw StoreError("Redis: TIME gave something else");
  return whole_number(reply.items[0].text) * 1'000'000 + whole_number(reply.items[1].text);
}

/// Only the code: what follows may repeat what was sent.
[[noreturn]] void refused(const Reply& error) {
  const std::string_view code = error.error_code();
  const auto says = [&](std::string_view part) { return error.text.find(part) != std::string::npos; };
  std::string text = error.items.empty() ? "Redis" : "Redis at " + error.items.front().text;
  text += ": refused: " + std::string(code);
  // Redis 7 says so of what scripts do.
  const bool is_forbidden = code == "NOPERM" || says("The user executing the script can't");
  if (is_forbidden)
    text +=
        " (the user of the URL needs the keys and the channel of the name space, and the commands of docs/redis.md)";
  if (code == "OOM") text += " (maxmemory is reached and nothing may be evicted)";
  if (code == "READONLY") text += " (it is a replica)";
  if (error.text.starts_with("ERR unknown command") || says("Unknown Redis command"))
    text += " (it does not know a command that the store needs, or not by this name: docs/redis.md has them all)";
  if (code == "TRYAGAIN")
    text +=
        " (the slot of the name space is on its way to another server, and of the keys some are here and some there;"
        " this ends when all have moved)";
  throw StoreError(text);
}

/// Says on each connection whose data we take these for.
std::shared_ptr<const Introduction> introduction_of(const std::string& key, const std::shared_ptr<FreshBytes>& fresh) {
  return std::make_shared<Introduction>(Introduction{key, [key, fresh] {
                                                       Commands commands;
                                                       greet_script().add_to(
                                                           commands, std::array<std::string_view, 1>{key},
                                                           std::array<std::string_view, 1>{fresh->next()}, true);
                                                       return commands;
                                                     }});
}

}  // namespace

std::string FreshBytes::next() {
  const auto seed = ByteReader(seed_).number<std::uint64_t>();
  return number_bytes(mix(seed, given_.fetch_add(1, std::memory_order_relaxed)));
}

std::string random_bytes() {
  std::string bytes(8, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
    throw StoreError("OpenSSL has no random bytes");
  }
  return bytes;
}

Connection::Connection(std::shared_ptr<Client> client, const RedisOptions& options, const KeyLayout& layout,
                       StatCounters& counters)
    : layout_(layout),
      counters_(counters),
      slot_(slot_of(layout.incarnation())),
      command_timeout_(client->command_timeout()),
      replicas_(options.replicas),
      replica_timeout_(options.replica_timeout),
      longest_wait_(options.replica_timeout * options.partitions),
      introduction_(introduction_of(layout.incarnation(), fresh_)),
      client_(std::move(client)) {}

std::shared_ptr<Client> Connection::client() const {
  const std::lock_guard lock(mutex_);
  if (!client_) throw StoreError("Redis: the store was disconnected");
  return client_;
}

void Connection::close() {
  std::shared_ptr<Client> last;
  const std::lock_guard lock(mutex_);
  last.swap(client_);
}

redis::Call Connection::how() const {
  return {.slot = slot_, .repeatable = true, .timeout = command_timeout_, .introduction = introduction_};
}

Connection::Sent Connection::send(Commands commands, const redis::Call& how) {
  Sent sent{commands.size(), client(), {}};
  sent.underway = sent.client->send(std::move(commands), how);
  return sent;
}

std::vector<Reply> Connection::replies(Sent& sent) {
  std::vector<Reply> replies = sent.underway.replies();
  if (replies.size() != sent.commands) throw StoreError("Redis: another number of replies than of commands");
  return replies;
}

void Connection::send(Running& running) {
  const std::string incarnation = layout_.incarnation();
  std::vector<std::string_view> keys{incarnation};
  keys.insert(keys.end(), running.call.keys.begin(), running.call.keys.end());
  std::vector<std::string_view> arguments{running.fresh};
  arguments.insert(arguments.end(), running.call.arguments.begin(), running.call.arguments.end());
  Commands commands;
  running.call.script.get().add_to(commands, keys, arguments, running.is_whole);
  commands.append(running.more);
  if (!running.more.empty()) commands.add("TIME");
  running.sent = send(std::move(commands), running.how);
}

Connection::Running Connection::begin(Call call, Commands more, const redis::Call& how) {
  Running running{.call = std::move(call), .more = std::move(more), .how = how, .fresh = fresh_->next(), .sent = {}};
  send(running);
  return running;
}

Connection::Running Connection::begin_and_replicate(Call call, bool repeatable) {
  redis::Call how = this->how();
  how.repeatable = repeatable;
  Commands wait;
  if (replicas_ > 0) {
    how.waits = true;
    how.timeout = command_timeout_ + longest_wait_;
    wait.add("WAIT", replicas_, replica_timeout_.count());
  }
  return begin(std::move(call), std::move(wait), how);
}

std::optional<Connection::Told> Connection::hear(Running& running) {
  std::vector<Reply> replies = Connection::replies(running.sent);
  if (!running.is_whole && replies.front().error_code() == "NOSCRIPT") {
    ++counters_.scripts_sent;
    running.is_whole = true;
    send(running);
    return std::nullopt;
  }
  for (const Reply& reply : replies) {
    if (reply.is_error()) refused(reply);
  }
  Told told{std::move(replies.front()), {}, 0};
  if (running.more.empty()) return told;
  told.time = time_of(replies.back());
  told.more.assign(std::make_move_iterator(replies.begin() + 1), std::make_move_iterator(replies.end() - 1));
  if (running.how.waits && told.more.front().integer < replicas_) {
    throw StoreError("Redis: " + std::to_string(told.more.front().integer) + " of " + std::to_string(replicas_) +
                     " replicas have it, and the others did not say so in time");
  }
  return told;
}

Connection::Told Connection::finish(Running running) {
  for (;;) {
    if (auto told = hear(running)) return *std::move(told);
  }
}

Connection::Told Connection::run(Call call, Commands more, const redis::Call& how) {
  return finish(begin(std::move(call), std::move(more), how));
}

Reply Connection::run_and_replicate(Call call, bool repeatable) {
  return finish(begin_and_replicate(std::move(call), repeatable)).reply;
}

void Connection::wait_until_ready(Duration patience) {
  constexpr Duration pause = std::chrono::milliseconds(20);  // the client has pauses of its own, and says no at once
  const TimePoint end = later(std::chrono::steady_clock::now(), patience);
  Commands hit;
  hit.add("MGET", layout_.incarnation());
  std::string said;
  for (;;) {
    static_cast<void>(client());  // one that was closed is never ready
    const auto left = std::chrono::ceil<Duration>(end - std::chrono::steady_clock::now());
    try {
      redis::Call in_time = how();
      in_time.timeout = std::min(left, command_timeout_);
      static_cast<void>(run({greet_script(), {}, {}}, hit, in_time));
      return;
    } catch (const StoreError& error) {
      const auto* const ours = dynamic_cast<const ClientError*>(&error);
      const bool had_no_time = ours != nullptr && ours->kind() == ClientError::Kind::timeout && left < command_timeout_;
      if (said.empty() || !had_no_time) said = error.what();
      if (std::chrono::steady_clock::now() >= end) throw StoreError(said);
    }
    std::this_thread::sleep_for(std::min(left, pause));
  }
}

Connection::Sent Connection::begin_look(Commands commands) {
  commands.add("TIME");
  return send(std::move(commands), how());
}

Connection::Looked Connection::hear(Sent& look) {
  std::vector<Reply> replies = Connection::replies(look);
  for (const Reply& reply : replies) {
    if (reply.is_error()) refused(reply);
  }
  const std::uint64_t time = time_of(replies.back());
  replies.pop_back();
  return {std::move(replies), time};
}

Standing Connection::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

bool Connection::is_not_older(const Standing& seen_before, const Standing& now) {
  const bool went_back = now.incarnation == seen_before.incarnation && now.sequence < seen_before.sequence;
  if (!went_back) return is_genuine(seen_before, now);
  ++counters_.set_back;
  std::string old;
  append_number(old, now.incarnation);
  greet({old});
  return false;
}

/// Other data than before may be those that a server was given while it was a replica, and has the last of not. Whether
/// it made them itself it is asked on each new connection; but it may have been a replica while nobody asked anything.
bool Connection::is_genuine(const Standing& seen_before, const Standing& now) {
  if (seen_before.incarnation != 0 && now.incarnation != seen_before.incarnation) {
    return greet({}).incarnation == now.incarnation;
  }
  saw(now);
  return true;
}

Standing Connection::greet(std::vector<std::string_view> no_longer) {
  const auto standing = standing_of(run({greet_script(), {}, std::move(no_longer)}).reply);
  if (!standing) throw StoreError("Redis: a script gave something else");
  saw(*standing);
  return *standing;
}

bool Connection::saw(const Standing& seen_before, std::string_view numbers) {
  ByteReader reader(numbers);
  Standing standing;
  standing.incarnation = reader.number<std::uint64_t>();
  standing.sequence = reader.number<std::uint64_t>();
  if (!reader.ok()) throw StoreError("Redis: a script gave no number");
  return is_not_older(seen_before, standing);
}

void Connection::saw(const Standing& standing) {
  const std::lock_guard lock(mutex_);
  if (seen_.incarnation != standing.incarnation || seen_.sequence < standing.sequence) seen_ = standing;
}

}  // namespace tagcache::detail::redis
