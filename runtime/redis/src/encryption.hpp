#pragma once

#include <boost/asio/ssl.hpp>
#include <memory>
#include <tagcache/redis_server.hpp>

namespace tagcache::detail::redis {

/// What TLS connections are made with: whom to trust, and who we are. Null when TLS is off. Throws ClientError that
/// names the file that cannot be used.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> encryption(const RedisTls& tls);

}  // namespace tagcache::detail::redis
