#pragma once

/// The SQL of the catalogue. Ids follow the order of names, so that `ORDER BY id` is the order of names.
namespace catalogue::statements {

inline constexpr const char* create_tables = R"(
  CREATE TABLE packages (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version TEXT NOT NULL, section TEXT NOT NULL,
    maintainer TEXT NOT NULL, installed_kib INTEGER NOT NULL, download_bytes INTEGER NOT NULL);
  -- What packages ask for, as they write it: any of the alternatives at one position will do.
  CREATE TABLE requirements (
    package INTEGER NOT NULL, position INTEGER NOT NULL, alternative INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (package, position, alternative)) WITHOUT ROWID;
  -- Virtual packages and who provides them.
  CREATE TABLE provides (name TEXT NOT NULL, package INTEGER NOT NULL, PRIMARY KEY (name, package)) WITHOUT ROWID;
  -- What packages get: each requirement settled on one real package.
  CREATE TABLE edges (package INTEGER NOT NULL, needed INTEGER NOT NULL, PRIMARY KEY (package, needed)) WITHOUT ROWID;
)";

/// Made after the load: building an index once is quicker than keeping it right at each insert.
inline constexpr const char* create_indexes = R"(
  CREATE INDEX packages_by_section ON packages (section, id);
  CREATE INDEX packages_by_maintainer ON packages (maintainer, id);
  CREATE INDEX edges_by_needed ON edges (needed, package);
  ANALYZE;
)";

inline constexpr const char* insert_package = "INSERT INTO packages VALUES (?, ?, ?, ?, ?, ?, ?)";
inline constexpr const char* insert_requirement = "INSERT INTO requirements VALUES (?, ?, ?, ?)";
inline constexpr const char* insert_provided = "INSERT OR IGNORE INTO provides VALUES (?, ?)";

/// Settles the requirements of packages ?1 to ?2: the first alternative that exists is taken; a virtual one exists when
/// somebody provides it, and the provider first by name is taken. What nobody can give is left out, as are packages
/// that ask for themselves. (MIN makes SQLite take the other columns from the row of the smallest alternative.)
inline constexpr const char* settle_requirements = R"(
  INSERT OR IGNORE INTO edges
  SELECT package, target FROM (
    SELECT package, target, MIN(alternative) FROM (
      SELECT r.package, r.position, r.alternative,
             COALESCE((SELECT id FROM packages WHERE name = r.name),
                      (SELECT MIN(package) FROM provides WHERE name = r.name)) AS target
      FROM requirements r WHERE r.package BETWEEN ?1 AND ?2)
    WHERE target IS NOT NULL
    GROUP BY package, position)
  WHERE target <> package
)";

inline constexpr const char* find_package =
    "SELECT id, version, section, maintainer, installed_kib, download_bytes FROM packages WHERE name = ?";
inline constexpr const char* requirements_of =
    "SELECT position, name FROM requirements WHERE package = ? ORDER BY position, alternative";

inline constexpr const char* section_page =
    "SELECT name, version, installed_kib FROM packages WHERE section = ? ORDER BY id LIMIT ? OFFSET ?";
inline constexpr const char* section_size = "SELECT COUNT(*) FROM packages WHERE section = ?";
inline constexpr const char* maintainer_packages =
    "SELECT name, version, installed_kib FROM packages WHERE maintainer = ? ORDER BY id";

/// UNION, not UNION ALL: dependencies have cycles, and a package that was seen is not followed again.
inline constexpr const char* needs = R"(
  WITH RECURSIVE start(id) AS (SELECT id FROM packages WHERE name = ?),
  closure(id) AS (
    SELECT needed FROM edges WHERE package = (SELECT id FROM start)
    UNION SELECT edges.needed FROM closure JOIN edges ON edges.package = closure.id)
  SELECT name FROM packages WHERE id IN closure AND id <> (SELECT id FROM start) ORDER BY id
)";
inline constexpr const char* needed_by_directly = R"(
  SELECT packages.name FROM edges JOIN packages ON packages.id = edges.package
  WHERE edges.needed = (SELECT id FROM packages WHERE name = ?) ORDER BY packages.id
)";
inline constexpr const char* needed_by_in_full_depth = R"(
  WITH RECURSIVE start(id) AS (SELECT id FROM packages WHERE name = ?),
  closure(id) AS (
    SELECT package FROM edges WHERE needed = (SELECT id FROM start)
    UNION SELECT edges.package FROM closure JOIN edges ON edges.needed = closure.id)
  SELECT COUNT(*) FROM closure WHERE id <> (SELECT id FROM start)
)";

inline constexpr const char* update_package =
    "UPDATE packages SET version = ?, installed_kib = ? WHERE name = ? AND section = ? AND maintainer = ?";
inline constexpr const char* move_package = "UPDATE packages SET section = ? WHERE name = ? AND section = ?";
inline constexpr const char* forget_requirements = "DELETE FROM requirements WHERE package = ?";
inline constexpr const char* forget_edges = "DELETE FROM edges WHERE package = ?";

}  // namespace catalogue::statements
