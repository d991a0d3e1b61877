#pragma once

#include "link.hpp"

namespace tagcache::detail::redis {

/// Asks sentinels, one after the other, where their primary is. `settings` are those of connections to the primary.
[[nodiscard]] Link::Locate ask_sentinels(boost::asio::io_context& io, const Link::Settings& settings);

}  // namespace tagcache::detail::redis
