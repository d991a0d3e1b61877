#include "slot_search.hpp"

#include <memory>
#include <utility>

#include "errand.hpp"

namespace tagcache::detail::redis {
namespace {

constexpr int asked_at_a_time = 2;

struct SlotSearch : std::enable_shared_from_this<SlotSearch> {
  SlotSearch(boost::asio::io_context& context, const Link::Settings& of_cluster, std::vector<Endpoint> servers,
             FoundSlots to_tell)
      : io(context), settings(of_cluster), whom(std::move(servers)), found(std::move(to_tell)) {}

  void ask_next() {
    if (whom.empty()) return;
    const Endpoint server = whom.back();
    whom.pop_back();
    ++asked;
    Commands commands;
    commands.add("CLUSTER", "SLOTS");
    run_errand(io, settings, server, std::move(commands),
               [self = shared_from_this(), server](const Answer& answer) { self->hear(answer, server); });
  }

  void hear(const Answer& answer, const Endpoint& server) {
    --asked;
    if (!found) return;
    auto map = answer.error ? std::nullopt : SlotMap::read(answer.replies.front(), server.address.host);
    if (!map) {
      error = answer.error;
      ask_next();
    }
    if (map || asked == 0) std::exchange(found, nullptr)(std::move(map), error);
  }

  boost::asio::io_context& io;
  Link::Settings settings;
  std::vector<Endpoint> whom;  ///< to be asked, from the last
  FoundSlots found;            ///< empty when it was told
  int asked = 0;               ///< without an answer so far
  std::exception_ptr error;
};

}  // namespace

void find_slots(boost::asio::io_context& io, const Link::Settings& settings, std::vector<Endpoint> whom,
                FoundSlots found) {
  const auto search = std::make_shared<SlotSearch>(io, settings, std::move(whom), std::move(found));
  for (int i = 0; i < asked_at_a_time; ++i) search->ask_next();
}

}  // namespace tagcache::detail::redis
