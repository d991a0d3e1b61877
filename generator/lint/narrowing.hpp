#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lint/lint_context.hpp"

namespace tagcache::generator {

/// What reaches the same entries as an invalidated tag, and fewer others. Of long lists the first are kept.
struct NarrowerTags {
  std::vector<std::string> tags;  ///< what to invalidate instead
  std::size_t tag_count = 0;
  std::vector<std::string> arguments;   ///< that fill them
  std::vector<std::string> carried_at;  ///< queries that carry the wide tag itself, and so need one of their own before
  std::size_t carried_at_count = 0;
};

/// Looks for mutations that have an id for entries that they take for all ids. Made once for all mutations of a schema.
class Narrowing {
 public:
  explicit Narrowing(const LintContext& context);

  /// Whether the mutation of `tag` has such an id, and a narrower tag takes all that has to go.
  [[nodiscard]] bool is_possible(const InvalidatedTag& tag) const;

  /// For a tag of which that holds.
  [[nodiscard]] NarrowerTags narrower(const InvalidatedTag& tag);

 private:
  /// What is carried at or below one tag stands in several branches. A branch begins with the first wild segment below
  /// the tag; what stands below none is a branch of its own.
  struct Branch {
    std::size_t node = 0;
    bool is_wild = false;
  };

  [[nodiscard]] bool is_wild(std::size_t node) const;
  [[nodiscard]] bool is_filled(const InvalidatedTag& tag, std::size_t node) const;
  [[nodiscard]] std::vector<std::size_t> unused_arguments(const InvalidatedTag& tag) const;
  [[nodiscard]] const std::string& id_of_argument(const InvalidatedTag& tag, std::size_t argument) const;
  [[nodiscard]] bool begins_branch(std::size_t node, std::size_t tag) const;
  [[nodiscard]] Branch branch_of(std::size_t node, std::size_t tag) const;
  [[nodiscard]] const std::vector<Branch>& branches_below(std::size_t tag);
  static void add_argument(NarrowerTags& narrower, const std::string& name);
  void add_tag(NarrowerTags& narrower, const InvalidatedTag& tag, std::size_t node, const std::string& further) const;

  const LintContext& context_;
  std::map<std::string, std::vector<std::size_t>> wild_nodes_;  ///< by the name of the id
  std::map<std::size_t, std::vector<Branch>> branches_;         ///< by tag; of those that were asked for
};

}  // namespace tagcache::generator
