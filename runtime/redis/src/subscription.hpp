#pragma once

#include <memory>

#include "client.hpp"
#include "link.hpp"

namespace tagcache::detail::redis {

/// Listens to the channels of `settings`, which are otherwise those of connections for commands.
[[nodiscard]] std::unique_ptr<Subscription> listen(boost::asio::io_context& io, Link::Settings settings,
                                                   std::shared_ptr<Listener> listener);

}  // namespace tagcache::detail::redis
