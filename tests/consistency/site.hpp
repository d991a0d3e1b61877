#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chance.hpp"
#include "children.hpp"
#include "gates.hpp"
#include "ledger.hpp"
#include "server.hpp"
#include "store/key_layout.hpp"

namespace consistency {

/// The servers of a run, with gates before them where nodes come through some, and what can happen to them.
class Site {
 public:
  virtual ~Site() = default;

  /// Where a node is to connect.
  [[nodiscard]] virtual std::string url(std::size_t node) const = 0;
  [[nodiscard]] virtual Gates& gates() = 0;
  /// Whether two servers may take themselves for the primary of the same keys.
  [[nodiscard]] virtual bool may_split() const { return false; }
  /// That writes of a node wait for.
  [[nodiscard]] virtual int replicas() const { return 0; }

  /// Something happens to a server, and to a node where that makes it worse; the name of what it was.
  virtual std::string_view trouble(model::Chance& chance, Children& nodes) = 0;
};

/// The names of the keys of a partition, each.
using Partitions = std::vector<tagcache::detail::redis::KeyLayout>;
[[nodiscard]] inline const tagcache::detail::redis::KeyLayout& any_of(const Partitions& partitions,
                                                                      model::Chance& chance) {
  return partitions[chance.below(static_cast<std::uint32_t>(partitions.size()))];
}

/// `kind` is one, tls, cluster or replicated. Throws std::invalid_argument for others.
[[nodiscard]] std::unique_ptr<Site> site(std::string_view kind, std::size_t nodes, int partitions, Ledger& ledger);
/// Those of `site`, in cluster_site.cpp.
[[nodiscard]] std::unique_ptr<Site> cluster_site(int replicas, Partitions partitions, Ledger& ledger);
/// What can happen to the data of any server; the name of what it was. `keys` are those of a partition that it has.
std::string_view lose_something(const redis_test::Server& server, const tagcache::detail::redis::KeyLayout& keys,
                                model::Chance& chance);

}  // namespace consistency
