#pragma once

#include <memory>
#include <string>
#include <tagcache/handle.hpp>
#include <utility>

#include "model.hpp"
#include "workload/workload.hpp"

namespace catalogue {

/// The database source and the cache in front of it have the same methods; only what a read returns differs, the value
/// itself or a handle to it. These make one code serve both.
template <typename Value>
[[nodiscard]] const Value& value_of(const Value& value) {
  return value;
}
template <typename Value>
[[nodiscard]] const Value& value_of(const tagcache::Handle<Value>& handle) {
  return *handle;
}
/// The value of a temporary would be gone before it is looked at.
template <typename Value>
void value_of(const Value&&) = delete;

template <typename Value>
[[nodiscard]] bool from_cache(const Value&) {
  return false;
}
template <typename Value>
[[nodiscard]] bool from_cache(const tagcache::Handle<Value>& handle) {
  return handle.status() == tagcache::Status::hit || handle.status() == tagcache::Status::stale;
}

/// Asks `catalogue` for what `request` reads and hands the result to `visit`.
template <typename Catalogue, typename Visit>
auto read(Catalogue& catalogue, const Request& request, const Names& names, Visit visit) {
  using Kind = Request::Kind;
  switch (request.kind) {
    case Kind::section_page:
      return visit(catalogue.section_page(names.sections[request.subject], request.page));
    case Kind::maintainer_packages:
      return visit(catalogue.maintainer_packages(names.maintainers[request.subject]));
    case Kind::needs:
      return visit(catalogue.needs(names.packages[request.subject]));
    case Kind::needed_by:
      return visit(catalogue.needed_by(names.packages[request.subject]));
    case Kind::find_package:
    case Kind::rebuild:
      break;
  }
  return visit(catalogue.find_package(names.packages[request.subject]));
}

/// `1.2-3` becomes `1.2-3+b1`, `1.2-3+b1` becomes `1.2-3+b2`: how Debian names a package that was built anew.
[[nodiscard]] std::string next_rebuild(const std::string& version);

/// Records that a package was built anew: its version moves on, its size changes a little. What the writer knows comes
/// from a read of its own; should the package move between read and write, Conflict is thrown and nothing is written.
/// Returns the version written.
template <typename Catalogue>
std::string rebuild(Catalogue& catalogue, const PackageName& name) {
  const auto found = catalogue.find_package(name);
  const Package& package = value_of(found).value();
  std::string version = next_rebuild(package.version);
  catalogue.update_package(name, package.section, package.maintainer, version, package.installed_kib + 1);
  return version;
}

/// Serves one request and tells whether the answer came out of a cache. Writes never do.
template <typename Catalogue>
bool serve(Catalogue& catalogue, const Request& request, const Names& names) {
  if (request.kind == Request::Kind::rebuild) {
    rebuild(catalogue, names.packages[request.subject]);
    return false;
  }
  return read(catalogue, request, names, [](const auto& answer) { return from_cache(answer); });
}

}  // namespace catalogue
