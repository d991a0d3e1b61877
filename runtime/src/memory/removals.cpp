#include "memory/removals.hpp"

namespace tagcache::detail {

Removals::~Removals() {
  if (!told_) return;
  for (const auto& [entry, cause] : entries_) {
    try {
      told_(Removal(entry.key().view(), entry.mapped().entry, cause));
    } catch (...) {  // NOLINT(bugprone-empty-catch): whoever read or wrote has no part in what a listener does
    }
  }
}

}  // namespace tagcache::detail
