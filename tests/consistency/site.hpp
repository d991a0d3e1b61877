#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chance.hpp"
#include "gates.hpp"

namespace consistency {

/// The servers of a run, with gates before them where nodes come through some, and what can happen to them.
class Site {
 public:
  virtual ~Site() = default;

  /// Where a node is to connect.
  [[nodiscard]] virtual std::string url(std::size_t node) const = 0;
  [[nodiscard]] virtual Gates& gates() = 0;

  /// Something happens to a server; the name of what it was.
  virtual std::string_view trouble(model::Chance& chance) = 0;
};

/// `kind` is one, tls or cluster. Throws std::invalid_argument for others.
[[nodiscard]] std::unique_ptr<Site> site(std::string_view kind, std::size_t nodes);

}  // namespace consistency
