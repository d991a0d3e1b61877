#include "sentinel.hpp"

#include <charconv>
#include <memory>
#include <string>
#include <utility>

#include "errand.hpp"

namespace tagcache::detail::redis {
namespace {

using Kind = ClientError::Kind;

/// Where the primary is, by the answer of a sentinel; none when it does not know.
std::optional<Endpoint> primary_in(const Answer& answer) {
  if (answer.error || answer.replies.front().items.size() != 2) return std::nullopt;
  const auto& items = answer.replies.front().items;
  Endpoint endpoint;
  endpoint.address.host = items[0].text;
  const std::string& digits = items[1].text;
  std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.address.port);
  if (endpoint.address.host.empty() || endpoint.address.port == 0) return std::nullopt;
  return endpoint;
}

struct Sentinels : std::enable_shared_from_this<Sentinels> {
  Sentinels(boost::asio::io_context& context, const Link::Settings& of_primary) : io(context), settings(of_primary) {
    settings.peer = Peer::sentinel;
    settings.server.login = of_primary.server.sentinel_login;
    settings.server.database = 0;
  }

  void ask(std::size_t tried, Link::Located located, const std::string& why = {}) {
    const auto& addresses = settings.server.addresses;
    if (tried == addresses.size()) return located(std::make_exception_ptr(nobody(why)), {});
    const Endpoint sentinel{addresses[next % addresses.size()], {}};
    Commands commands;
    commands.add("SENTINEL", "GET-MASTER-ADDR-BY-NAME", settings.server.primary);
    const auto told = [self = shared_from_this(), tried, located = std::move(located)](const Answer& answer) {
      if (const auto primary = primary_in(answer)) return located(nullptr, *primary);
      ++self->next;
      self->ask(tried + 1, located, reason(answer));
    };
    run_errand(io, settings, sentinel, std::move(commands), told);
  }

  /// Why the last one did not tell.
  [[nodiscard]] static std::string reason(const Answer& answer) {
    if (!answer.error) return "it does not know this name";
    try {
      std::rethrow_exception(answer.error);
    } catch (const ClientError& error) {
      return error.what();
    }
  }
  [[nodiscard]] ClientError nobody(const std::string& why) const {
    const std::string text =
        "Redis: no sentinel tells where the primary '" + settings.server.primary + "' is; the last: ";
    return ClientError(Kind::down, text + why, false);
  }

  boost::asio::io_context& io;
  Link::Settings settings;
  std::size_t next = 0;  ///< to be asked; the last one that knew
};

}  // namespace

Link::Locate ask_sentinels(boost::asio::io_context& io, const Link::Settings& settings) {
  const auto sentinels = std::make_shared<Sentinels>(io, settings);
  return [sentinels](Link::Located located) { sentinels->ask(0, std::move(located)); };
}

}  // namespace tagcache::detail::redis
