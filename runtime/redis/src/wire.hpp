#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client.hpp"
#include "endpoint.hpp"
#include "resp.hpp"

namespace tagcache::detail::redis {

/// One connection, from its first packet to its last: TCP, TLS or a socket of this machine. Commands go in as bytes,
/// replies come out. Used on the thread of its io_context alone.
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  /// Who is told. Of a wire that was closed nothing is told.
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void opened() = 0;
    virtual void said(Reply reply) = 0;
    /// The last call.
    virtual void broke(ClientError::Kind kind, const std::string& why) = 0;
  };

  struct Encryption {
    std::shared_ptr<boost::asio::ssl::context> context;  ///< null: none
    std::string server_name;
    bool verify = true;
  };

  Wire(boost::asio::io_context& io, Endpoint endpoint, Encryption encryption, std::weak_ptr<Owner> owner);

  void open();
  /// Sends `bytes` after all that was sent before. What is sent while a packet is on its way goes out as one.
  void send(std::string_view bytes);
  void close();

 private:
  using Socket = boost::asio::generic::stream_protocol::socket;

  void connect_to(const boost::asio::ip::tcp::resolver::results_type& found);
  void connected(Socket socket);
  void encrypt();
  void is_open();
  void write();
  void read();
  void take(std::size_t size);
  void fail(ClientError::Kind kind, const std::string& why);
  [[nodiscard]] std::string why_not_trusted(const boost::system::error_code& error);

  boost::asio::io_context& io_;
  Endpoint endpoint_;
  Encryption encryption_;
  std::weak_ptr<Owner> owner_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::ip::tcp::socket connecting_;
  Socket socket_;
  std::optional<boost::asio::ssl::stream<Socket&>> encrypted_;
  ReplyParser parser_;
  std::string waiting_;  ///< to be sent
  std::string leaving_;  ///< being sent
  bool is_open_ = false;
  bool is_closed_ = false;
};

}  // namespace tagcache::detail::redis
