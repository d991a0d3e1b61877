#include "wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace tagcache::detail::redis {
namespace asio = boost::asio;
using Error = boost::system::error_code;
using Kind = ClientError::Kind;
namespace {

constexpr std::size_t read_at_least = 16 * 1024;
constexpr std::size_t room_kept = std::size_t{1} << 20;  // after larger commands

}  // namespace

Wire::Wire(asio::io_context& io, Endpoint endpoint, Encryption encryption, std::weak_ptr<Owner> owner)
    : io_(io),
      endpoint_(std::move(endpoint)),
      encryption_(std::move(encryption)),
      owner_(std::move(owner)),
      resolver_(io),
      connecting_(io),
      socket_(io) {}

void Wire::open() {
  if (!endpoint_.unix_path.empty()) {
    auto local = std::make_shared<asio::local::stream_protocol::socket>(io_);
    if (endpoint_.unix_path.size() > 100) return fail(Kind::down, "a path of a socket has at most 100 bytes");
    local->async_connect(endpoint_.unix_path, [self = shared_from_this(), local](const Error& error) {
      if (error) return self->fail(Kind::down, error.message());
      self->connected(std::move(*local));
    });
    return;
  }
  resolver_.async_resolve(endpoint_.address.host, std::to_string(endpoint_.address.port),
                          [self = shared_from_this()](const Error& error, const auto& found) {
                            if (error) return self->fail(Kind::down, "the name is not known: " + error.message());
                            self->connect_to(found);
                          });
}

void Wire::connect_to(const asio::ip::tcp::resolver::results_type& found) {
  if (is_closed_) return;
  asio::async_connect(connecting_, found, [self = shared_from_this()](const Error& error, const auto&) {
    if (error) return self->fail(Kind::down, error.message());
    Error ignored;  // a connection without these options still works
    self->connecting_.set_option(asio::ip::tcp::no_delay(true), ignored);
    self->connecting_.set_option(asio::socket_base::keep_alive(true), ignored);
    self->connected(std::move(self->connecting_));
  });
}

void Wire::connected(Socket socket) {
  if (is_closed_) return;
  socket_ = std::move(socket);
  if (encryption_.context) return encrypt();
  is_open();
}

void Wire::encrypt() {
  encrypted_.emplace(socket_, *encryption_.context);
  const std::string& name = encryption_.server_name;
  Error is_number;
  asio::ip::make_address(name, is_number);
  // Numbers are no names that a server could choose a certificate by.
  if (is_number) SSL_set_tlsext_host_name(encrypted_->native_handle(), name.c_str());
  if (encryption_.verify) encrypted_->set_verify_callback(asio::ssl::host_name_verification(name));
  encrypted_->async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](const Error& error) {
    if (error) return self->fail(Kind::refused, self->why_not_trusted(error));
    self->is_open();
  });
}

std::string Wire::why_not_trusted(const Error& error) {
  const long verdict = SSL_get_verify_result(encrypted_->native_handle());
  if (verdict == X509_V_OK) return "TLS: " + error.message();
  if (verdict == X509_V_ERR_UNSPECIFIED || verdict == X509_V_ERR_HOSTNAME_MISMATCH) {
    return "TLS: the server's certificate is not for '" + encryption_.server_name + "'";
  }
  return std::string("TLS: the server's certificate is not trusted: ") + X509_verify_cert_error_string(verdict);
}

void Wire::is_open() {
  if (is_closed_) return;
  is_open_ = true;
  read();
  if (const auto owner = owner_.lock()) owner->opened();
}

void Wire::send(std::string_view bytes) {
  if (is_closed_) return;
  waiting_ += bytes;
  if (is_open_ && leaving_.empty()) write();
}

void Wire::write() {
  if (waiting_.empty()) return;
  leaving_.swap(waiting_);
  const auto sent = [self = shared_from_this()](const Error& error, std::size_t) {
    if (error) return self->fail(Kind::lost, error.message());
    self->leaving_.clear();
    if (self->leaving_.capacity() > room_kept) self->leaving_ = {};
    if (!self->is_closed_) self->write();
  };
  if (encrypted_) {
    asio::async_write(*encrypted_, asio::buffer(leaving_), sent);
  } else {
    asio::async_write(socket_, asio::buffer(leaving_), sent);
  }
}

void Wire::read() {
  if (is_closed_) return;
  const auto room = parser_.room(read_at_least);
  const auto came = [self = shared_from_this()](const Error& error, std::size_t size) {
    if (error) return self->fail(Kind::lost, error == asio::error::eof ? "the server ended it" : error.message());
    self->take(size);
  };
  if (encrypted_) {
    encrypted_->async_read_some(asio::buffer(room.data(), room.size()), came);
  } else {
    socket_.async_read_some(asio::buffer(room.data(), room.size()), came);
  }
}

void Wire::take(std::size_t size) {
  parser_.filled(size);
  try {
    while (!is_closed_) {
      auto reply = parser_.next();
      if (!reply) break;
      if (const auto owner = owner_.lock()) owner->said(std::move(*reply));
    }
  } catch (const ProtocolError& error) {
    return fail(Kind::protocol, std::string("not the protocol of Redis: ") + error.what());
  } catch (const std::exception& error) {  // memory that ran out
    return fail(Kind::lost, error.what());
  }
  read();
}

void Wire::fail(Kind kind, const std::string& why) {
  if (is_closed_) return;
  close();
  if (const auto owner = owner_.lock()) owner->broke(kind, why);
}

void Wire::close() {
  if (is_closed_) return;
  is_closed_ = true;
  resolver_.cancel();
  Error ignored;  // there is nothing to do about it
  connecting_.close(ignored);
  socket_.close(ignored);
}

}  // namespace tagcache::detail::redis
