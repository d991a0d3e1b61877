#pragma once

#include <functional>
#include <memory>

#include "client.hpp"
#include "link.hpp"

namespace tagcache::detail::redis {

/// Listens to the channels of `settings`, which are otherwise those of connections for commands. `started` is given the
/// connection, on the thread of the io_context.
[[nodiscard]] std::unique_ptr<Subscription> listen(boost::asio::io_context& io, Link::Settings settings,
                                                   std::shared_ptr<Listener> listener,
                                                   std::function<void(const std::shared_ptr<Link>&)> started);

}  // namespace tagcache::detail::redis
