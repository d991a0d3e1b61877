#pragma once

#include <cstdint>

#include "accounts_cache.hpp"

namespace workload {

/// The empty loader behind all queries.
class Loader final : public AccountSource {
 public:
  Account shared_tag(std::uint64_t account) override { return load_account(account); }
  Account own_tag(std::uint64_t account) override { return load_account(account); }
  Account two_tags(std::uint64_t account) override { return load_account(account); }
  Account four_tags(std::uint64_t account) override { return load_account(account); }
  std::uint64_t request(std::uint64_t account) override { return account; }
};

}  // namespace workload
