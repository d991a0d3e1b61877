#include "encryption.hpp"

#include <boost/asio/ssl.hpp>
#include <string>

#include "client.hpp"

namespace tagcache::detail::redis {
namespace ssl = boost::asio::ssl;
namespace {

void check(const boost::system::error_code& error, const std::string& what, const std::string& file) {
  if (!error) return;
  throw ClientError(ClientError::Kind::refused,
                    "TLS to Redis: " + what + " '" + file + "' cannot be used: " + error.message(), false);
}

void present(ssl::context& context, const RedisTls& tls) {
  boost::system::error_code error;
  if (!tls.certificate_file.empty()) {
    context.use_certificate_chain_file(tls.certificate_file, error);
    check(error, "the certificate", tls.certificate_file);
  }
  if (!tls.key_file.empty()) {
    context.use_private_key_file(tls.key_file, ssl::context::pem, error);
    check(error, "the key", tls.key_file);
  }
}

}  // namespace

std::shared_ptr<ssl::context> encryption(const RedisTls& tls) {
  if (!tls.on) return nullptr;
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  boost::system::error_code error;
  if (!tls.ca_file.empty()) {
    context->load_verify_file(tls.ca_file, error);
    check(error, "the certificates to trust in", tls.ca_file);
  } else {
    context->set_default_verify_paths(error);
    check(error, "the certificates to trust in", "of the system");
  }
  context->set_verify_mode(tls.verify ? ssl::verify_peer : ssl::verify_none);
  present(*context, tls);
  return context;
}

}  // namespace tagcache::detail::redis
