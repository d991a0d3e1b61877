#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/cache_model.hpp"
#include "support/source_file.hpp"

namespace tagcache::generator {

/// The tags of a schema while they are put together: the nodes of CacheModel::tags and the place where each was written
/// first. Nodes are named by their index; index 0 is the root.
class TagTree {
 public:
  TagTree();

  [[nodiscard]] const TagNode& operator[](std::size_t node) const { return nodes_[node]; }
  [[nodiscard]] const SourceRange& place(std::size_t node) const { return places_[node]; }

  /// Number of nodes, the root included.
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  /// The child of `node` with this fixed name; nothing when there is none.
  [[nodiscard]] std::optional<std::size_t> fixed_child(std::size_t node, const std::string& name) const;

  /// The wild child of `node`; nothing when there is none.
  [[nodiscard]] std::optional<std::size_t> wild_child(std::size_t node) const;

  /// Adds a child and returns it. There must be no such child yet, and no other wild one when it is wild.
  std::size_t add(std::size_t parent, TagNode::Kind kind, const Text& name, std::size_t id);

  /// Adds an intersection. Nothing may be added to the tree behind it but others.
  std::size_t add_intersection(std::vector<std::size_t> members, const SourceRange& place);

  /// What the schema says about `node`.
  void describe(std::size_t node, std::string doc) { nodes_[node].doc = std::move(doc); }

  /// What a fixed segment is in the store, and the place that says so.
  void set_text(std::size_t node, const Text& text);

  /// The first fixed child of `node` that is stored as `text`; nothing when there is none.
  [[nodiscard]] std::optional<std::size_t> stored_child(std::size_t node, const std::string& text) const;

  /// The place that says what `node` is in the store: that of its name, where nothing else does.
  [[nodiscard]] const SourceRange& text_place(std::size_t node) const;

  /// `users(user).posts`: how `node` is written in a schema. Empty for the root.
  [[nodiscard]] std::string pattern(std::size_t node) const;

  /// The patterns of all children of `node`.
  [[nodiscard]] std::vector<std::string> patterns_below(std::size_t node) const;

  /// Names of the fixed children of `node`.
  [[nodiscard]] std::vector<std::string> fixed_names(std::size_t node) const;

  /// Notes that something below `node` could not be added, for a reason that was reported.
  void mark_incomplete(std::size_t node) { incomplete_.insert(node); }

  /// False when a segment that is missing below `node` may be one that could not be added.
  [[nodiscard]] bool is_complete_at(std::size_t node) const;

  [[nodiscard]] std::vector<TagNode> take_nodes() { return std::move(nodes_); }

 private:
  std::vector<TagNode> nodes_;
  std::vector<SourceRange> places_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> fixed_;  ///< by parent and name
  std::set<std::size_t> incomplete_;
  std::map<std::size_t, SourceRange> text_places_;
};

}  // namespace tagcache::generator
