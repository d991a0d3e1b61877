#include "model/undeclared_intersection.hpp"

#include "support/suggestion.hpp"

namespace tagcache::generator {

Diagnostic undeclared_intersection(const SourceRange& place, const std::string& wanted,
                                   const std::vector<std::string>& declared) {
  return {"unknown-intersection",
          place,
          "no intersection '" + wanted + "' is declared, so that no entry is known by it",
          declared.empty() ? "an intersection that the schema declares" : one_of("intersections", declared),
          "intersections: [" + wanted + "] beside tags:",
          {}};
}

}  // namespace tagcache::generator
