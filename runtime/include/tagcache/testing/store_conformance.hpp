#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tagcache/store.hpp>
#include <vector>

/// Whether a store keeps the rules of `tagcache/store.hpp`, for who writes one. Needs no test framework; link
/// `tagcache::testing`.
///
///     for (const auto& failure : tagcache::testing::check_store([] { return std::make_shared<MyStore>(); })) {
///       std::cerr << failure.rule << ": expected " << failure.expected << ", but " << failure.happened << '\n';
///     }
namespace tagcache::testing {

/// Makes a store that is empty and shares nothing with those made before. It is asked with a few thousand small entries
/// at most, whose ttl is an hour, and must have room for them: of what it may forget at any time it forgets nothing
/// without need.
using StoreFactory = std::function<std::shared_ptr<Store>()>;

/// A rule that a store does not keep.
struct StoreFailure {
  std::string rule;
  std::string expected;
  std::string happened;
};

/// Tries every rule, each with a store of its own. Empty when the store keeps them all; a rule may fail in several
/// ways. What a store throws is a failure of the rule that was tried. Starts threads, and waits for them; never sleeps.
[[nodiscard]] std::vector<StoreFailure> check_store(const StoreFactory& make_store);

/// The names of all rules, in the order in which they are tried.
[[nodiscard]] std::vector<std::string_view> store_rules();

}  // namespace tagcache::testing
