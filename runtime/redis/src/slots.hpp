#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "endpoint.hpp"
#include "resp.hpp"

// How a cluster shares keys out: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/
namespace tagcache::detail::redis {

inline constexpr std::uint16_t slot_count = 16384;

/// The slot of a key: CRC16 of what stands in its first braces, or of all of it.
[[nodiscard]] std::uint16_t slot_of(std::string_view key) noexcept;

/// Which server has which slots.
class SlotMap {
 public:
  SlotMap();

  /// From the answer to CLUSTER SLOTS of the server at `host`, which may leave its own name out. None when that is no
  /// such answer, or names no server.
  [[nodiscard]] static std::optional<SlotMap> read(const Reply& slots, const std::string& host);

  /// Null when nobody has it.
  [[nodiscard]] const Endpoint* server_of(std::uint16_t slot) const noexcept;
  [[nodiscard]] const std::vector<Endpoint>& servers() const noexcept { return servers_; }

  void assign(std::uint16_t first, std::uint16_t last, const Endpoint& server);

 private:
  static constexpr std::uint16_t nobody = 0xffff;

  std::vector<Endpoint> servers_;
  std::vector<std::uint16_t> owner_;  ///< of each slot: an index of servers_
};

/// What a server says that does not have a slot: "MOVED 3999 127.0.0.1:6381", or "ASK …" while the slot is on its way.
struct Redirection {
  std::uint16_t slot = 0;
  Endpoint server;
  bool ask = false;  ///< for this command alone
};

/// None when `reply` is no redirection. `host` is that of who said it.
[[nodiscard]] std::optional<Redirection> redirection(const Reply& reply, const std::string& host);

}  // namespace tagcache::detail::redis
