#include <algorithm>
#include <boost/asio/post.hpp>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "pool.hpp"
#include "slot_search.hpp"
#include "topology.hpp"
#include "waiting_requests.hpp"

namespace tagcache::detail::redis {
namespace asio = boost::asio;
using Kind = ClientError::Kind;
namespace {

constexpr int redirections_most = 5;
constexpr int asked_at_a_time = 2;                                  // one that hangs holds up nobody
constexpr Duration between_looks = std::chrono::milliseconds(200);  // at a cluster that has trouble

/// Whether a command is about the server that does what stands before it: its clock, or its replicas.
bool has_no_keys(std::string_view command) {
  const std::string_view word = command.substr(command.find("\r\n") + 2);
  return word.starts_with("$4\r\nTIME\r\n") || word.starts_with("$4\r\nWAIT\r\n");
}

/// Commands of one request that were sent elsewhere, until all have their answers.
struct Detour {
  std::shared_ptr<Request> request;
  std::vector<Reply> replies;
  std::exception_ptr error;
  std::size_t missing = 0;
};

class Cluster : public Topology, public std::enable_shared_from_this<Cluster> {
 public:
  Cluster(asio::io_context& io, Link::Settings settings) : io_(io), settings_(std::move(settings)) {
    settings_.peer = Peer::cluster_node;
    for (const auto& address : settings_.server.addresses) seeds_.push_back({address, {}});
  }

  void start() override { look(); }
  void close() override;
  void send(const std::shared_ptr<Request>& request) override;
  bool redirect(const std::shared_ptr<Request>& request, Answer& answer) override;
  [[nodiscard]] Link::Settings listening() const override;
  [[nodiscard]] bool is_up() const noexcept override;

 private:
  using Group = std::pair<std::vector<std::size_t>, Redirection>;  ///< commands that go the same way

  void look();
  void learn(SlotMap map);
  void looked_in_vain(const std::exception_ptr& error);
  void look_soon();
  [[nodiscard]] std::shared_ptr<Pool> pool_of(const Endpoint& server);
  [[nodiscard]] std::shared_ptr<Pool> pool_for(const std::optional<std::uint16_t>& slot) const;
  void send_elsewhere(const std::shared_ptr<Detour>& detour, const Group& group);
  [[nodiscard]] Link::Settings settings_for(const Endpoint& server) const;

  asio::io_context& io_;
  Link::Settings settings_;
  std::vector<Endpoint> seeds_;
  bool is_looking_ = false;  ///< these two on the thread of io_ alone
  bool is_closed_ = false;
  /// For the first look.
  const std::shared_ptr<WaitingRequests> waiting_ = std::make_shared<WaitingRequests>(io_);
  mutable std::mutex mutex_;  ///< guards what follows
  bool is_known_ = false;     ///< or was looked for in vain: nobody waits for it any more
  SlotMap map_;
  std::vector<std::shared_ptr<Pool>> owners_;           ///< those of map_.servers()
  std::map<std::string, std::shared_ptr<Pool>> pools_;  ///< by Endpoint::shown
  std::optional<Trouble> trouble_;
  TimePoint looked_;
};

Link::Settings Cluster::settings_for(const Endpoint& server) const {
  Link::Settings settings = settings_;
  settings.locate = [server](const Link::Located& located) { located(nullptr, server); };
  return settings;
}

void Cluster::look() {
  if (is_looking_ || is_closed_) return;
  is_looking_ = true;
  std::vector<Endpoint> whom = seeds_;
  {
    const std::lock_guard lock(mutex_);
    looked_ = std::chrono::steady_clock::now();
    // Who had slots last is asked last, as one takes from the end; so who hangs is not asked first each time.
    for (const auto& server : map_.servers()) {
      if (std::ranges::find(whom, server) == whom.end()) whom.push_back(server);
    }
  }
  std::ranges::rotate(seeds_, seeds_.begin() + 1);
  find_slots(io_, settings_, std::move(whom), [weak = weak_from_this()](auto map, const std::exception_ptr& error) {
    const auto self = weak.lock();
    if (!self || self->is_closed_) return;
    map ? self->learn(std::move(*map)) : self->looked_in_vain(error);
  });
}

void Cluster::learn(SlotMap map) {
  is_looking_ = false;
  std::vector<std::shared_ptr<Pool>> left;
  std::vector<std::shared_ptr<Request>> waiting;
  for (const auto& server : map.servers()) static_cast<void>(pool_of(server));
  {
    const std::lock_guard lock(mutex_);
    map_ = std::move(map);
    owners_.clear();
    for (const auto& server : map_.servers()) owners_.push_back(pools_[server.shown()]);
    is_known_ = true;
    trouble_.reset();
    waiting = waiting_->take();
    std::erase_if(pools_, [&](auto& pool) {
      const auto is_it = [&](const Endpoint& server) { return server.shown() == pool.first; };
      if (std::ranges::any_of(map_.servers(), is_it)) return false;
      left.push_back(std::move(pool.second));
      return true;
    });
  }
  for (const auto& pool : left) pool->leave();
  for (const auto& request : waiting) {
    try {
      send(request);
    } catch (const ClientError& error) {
      request->finished(request, {{}, error.for_another_thread()});
    }
  }
}

void Cluster::looked_in_vain(const std::exception_ptr& error) {
  is_looking_ = false;
  const auto nothing =
      std::make_exception_ptr(ClientError(Kind::down, "Redis: no server tells what slots the cluster has", false));
  std::vector<std::shared_ptr<Request>> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting = waiting_->take();
    is_known_ = true;
    try {
      std::rethrow_exception(error ? error : nothing);
    } catch (const ClientError& trouble) {
      trouble_ = Trouble{Kind::down, trouble.what()};
    }
  }
  for (const auto& request : waiting) request->finished(request, {{}, error ? error : nothing});
}

std::shared_ptr<Pool> Cluster::pool_of(const Endpoint& server) {
  const std::lock_guard lock(mutex_);
  auto& pool = pools_[server.shown()];
  if (!pool) {
    pool = std::make_shared<Pool>(io_, settings_for(server));
    pool->start();
  }
  return pool;
}

std::shared_ptr<Pool> Cluster::pool_for(const std::optional<std::uint16_t>& slot) const {
  if (!slot) {
    const auto found = std::ranges::find_if(pools_, [](const auto& pool) { return pool.second->is_up(); });
    if (found != pools_.end()) return found->second;
    return pools_.empty() ? nullptr : pools_.begin()->second;
  }
  const Endpoint* const server = map_.server_of(*slot);
  if (server == nullptr) return nullptr;
  return owners_[static_cast<std::size_t>(server - map_.servers().data())];
}

void Cluster::send(const std::shared_ptr<Request>& request) {
  std::shared_ptr<Pool> pool;
  std::optional<Trouble> trouble;
  {
    const std::lock_guard lock(mutex_);
    if (!is_known_) return waiting_->add(request);
    pool = pool_for(request->call.slot);
    trouble = trouble_;
  }
  try {
    if (pool) return pool->choose(request->call)->send(request);
  } catch (const ClientError&) {
    look_soon();  // another server may have its slots by now
    throw;
  }
  look_soon();
  throw trouble ? trouble->error()
                : ClientError(Kind::down, "Redis: no server of the cluster has the slot of the keys", false);
}

/// Looks who has which slots now, unless that was looked at just before.
void Cluster::look_soon() {
  const TimePoint now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (now - looked_ < between_looks) return;
    looked_ = now;
  }
  asio::post(io_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->look();
  });
}

bool Cluster::redirect(const std::shared_ptr<Request>& request, Answer& answer) {
  if (answer.error || request->redirections >= redirections_most) return false;
  std::vector<Group> groups;
  for (std::size_t i = 0; i < answer.replies.size(); ++i) {
    if (answer.replies[i].error_code() == "CLUSTERDOWN") look_soon();
    auto where = redirection(answer.replies[i], request->answered_by);
    if (!where && !groups.empty() && has_no_keys(request->commands.bytes(i))) where = groups.back().second;
    if (!where) continue;
    const auto same_way = [&](const Group& group) {
      return group.second.server == where->server && group.second.ask == where->ask;
    };
    auto group = std::ranges::find_if(groups, same_way);
    if (group == groups.end()) group = groups.insert(group, {{}, *where});
    group->first.push_back(i);
  }
  if (groups.empty()) return false;
  auto detour = std::make_shared<Detour>();
  detour->request = request;
  detour->replies = std::move(answer.replies);
  detour->missing = groups.size();
  for (const auto& group : groups) send_elsewhere(detour, group);
  return true;
}

void Cluster::send_elsewhere(const std::shared_ptr<Detour>& detour, const Group& group) {
  const auto& [indices, where] = group;
  const auto pool = pool_of(where.server);
  if (!where.ask) {
    const std::lock_guard lock(mutex_);
    map_.assign(where.slot, where.slot, where.server);
    if (owners_.size() < map_.servers().size()) owners_.push_back(pool);
  }
  if (!where.ask) look_soon();
  auto request = std::make_shared<Request>();
  for (const std::size_t index : indices) {
    if (where.ask) request->commands.add("ASKING");
    request->commands.add_bytes(detour->request->commands.bytes(index));
  }
  request->expected = request->commands.size();
  request->call = detour->request->call;
  if (where.ask) request->call.introduction = nullptr;  // the data are still those of who sent us there
  request->deadline = detour->request->deadline;
  request->first_since = std::chrono::steady_clock::now();
  request->redirections = detour->request->redirections + 1;
  request->finished = [self = shared_from_this(), detour, indices, ask = where.ask](const auto& same, Answer answer) {
    if (!ask && self->redirect(same, answer)) return;
    if (answer.error) detour->error = answer.error;
    for (std::size_t i = 0; i < indices.size() && !answer.error; ++i) {
      detour->replies[indices[i]] = std::move(answer.replies[ask ? 2 * i + 1 : i]);
    }
    if (--detour->missing > 0) return;
    detour->request->redirections = redirections_most;
    detour->request->finished(detour->request, {std::move(detour->replies), detour->error});
  };
  try {
    pool->choose(request->call)->send(request);
  } catch (const ClientError& error) {
    request->finished(request, {{}, error.for_another_thread()});
  }
}

void Cluster::close() {
  is_closed_ = true;
  std::map<std::string, std::shared_ptr<Pool>> pools;
  std::vector<std::shared_ptr<Request>> waiting;
  {
    const std::lock_guard lock(mutex_);
    pools.swap(pools_);
    waiting = waiting_->take();
    trouble_ = Trouble{Kind::closed, "Redis: the client was disconnected"};
    map_ = SlotMap();
    owners_.clear();
    is_known_ = true;
  }
  const auto closed = std::make_exception_ptr(ClientError(Kind::closed, "Redis: the client was disconnected", false));
  for (const auto& request : waiting) request->finished(request, {{}, closed});
  for (const auto& [name, pool] : pools) pool->close();
}

/// At any server that is there: all of them hear what is published at one.
Link::Settings Cluster::listening() const {
  Link::Settings settings = settings_;
  settings.locate = [weak = weak_from_this(), next = std::size_t{0}](const Link::Located& located) mutable {
    const auto self = weak.lock();
    if (!self) return;
    std::vector<Endpoint> servers = self->seeds_;
    {
      const std::lock_guard lock(self->mutex_);
      if (!self->map_.servers().empty()) servers = self->map_.servers();
    }
    located(nullptr, servers[next++ % servers.size()]);
  };
  return settings;
}

bool Cluster::is_up() const noexcept {
  const std::lock_guard lock(mutex_);
  return !pools_.empty() && std::ranges::all_of(pools_, [](const auto& pool) { return pool.second->is_up(); });
}

}  // namespace

std::shared_ptr<Topology> cluster(asio::io_context& io, Link::Settings settings) {
  return std::make_shared<Cluster>(io, std::move(settings));
}

}  // namespace tagcache::detail::redis
