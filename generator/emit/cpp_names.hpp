#pragma once

#include <set>
#include <string>
#include <string_view>

#include "model/cache_model.hpp"
#include "model/emitted_names.hpp"

namespace tagcache::generator {

/// Names that are in use in one scope, and new ones for it.
class NameScope {
 public:
  NameScope() = default;
  explicit NameScope(std::set<std::string> taken) : taken_(std::move(taken)) {}

  /// Inside of a scope whose names must not be hidden either; `around` must outlive the new one.
  explicit NameScope(const std::set<std::string>* around) : around_(around) {}

  void take(std::string name) { taken_.insert(std::move(name)); }

  /// `wished` if it is free, else with `suffix`, else with a number behind that; takes it.
  [[nodiscard]] std::string unique(const std::string& wished, const std::string& suffix);

 private:
  [[nodiscard]] bool take_if_free(const std::string& name);

  const std::set<std::string>* around_ = nullptr;
  std::set<std::string> taken_;
};

/// Class names that a new class must not have: it would hide a type that the schema names, or a header has it.
[[nodiscard]] NameScope names_in_use(const CacheModel& model);

/// What the bodies of a cache's methods find in its class and those that it derives from: parameters must not hide it.
[[nodiscard]] std::set<std::string> cache_members(const CacheModel& model);

/// `blog.yaml` -> `blog_cache`, `blog_cache.yaml` -> `blog_cache`.
[[nodiscard]] std::string output_stem(std::string_view schema_name);

}  // namespace tagcache::generator
