#pragma once

#include "model/cache_model.hpp"
#include "model/tag_tree.hpp"

namespace tagcache::generator {

/// Gives `query` each intersection whose tags it carries, or tags below them: one for each way to take a tag of the
/// query for each tag of the intersection, so that none of the ids that an entry shows together is forgotten.
void add_carried_intersections(Query& query, const TagTree& tree);

}  // namespace tagcache::generator
