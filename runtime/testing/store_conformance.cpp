#include <array>
#include <exception>
#include <tagcache/testing/store_conformance.hpp>

#include "store_trial.hpp"

namespace tagcache::testing {
namespace {

std::vector<StoreRule> all_rules() {
  std::vector<StoreRule> rules;
  for (const auto some : {rules_of_entries(), rules_of_tags(), rules_of_loads(), rules_of_threads()}) {
    rules.insert(rules.end(), some.begin(), some.end());
  }
  return rules;
}

}  // namespace

std::vector<StoreFailure> check_store(const StoreFactory& make_store) {
  std::vector<StoreFailure> failures;
  for (const StoreRule& rule : all_rules()) {
    try {
      Trial trial(make_store(), rule.name, failures);
      rule.check(trial);
    } catch (const std::exception& error) {
      failures.push_back({std::string(rule.name), "no exception", std::string("it threw: ") + error.what()});
    } catch (...) {
      failures.push_back({std::string(rule.name), "no exception", "it threw what is no std::exception"});
    }
  }
  return failures;
}

std::vector<std::string_view> store_rules() {
  std::vector<std::string_view> names;
  for (const StoreRule& rule : all_rules()) names.push_back(rule.name);
  return names;
}

}  // namespace tagcache::testing
