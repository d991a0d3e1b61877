#pragma once

#include <memory>

#include "link.hpp"

namespace tagcache::detail::redis {

/// Asks one server once, on a connection made for it, within half of the time for connecting. To be called on the
/// thread of the io_context, as `done` is.
void run_errand(boost::asio::io_context& io, Link::Settings settings, const Endpoint& endpoint, Commands commands,
                Callback done);

}  // namespace tagcache::detail::redis
