#include "index/package_index.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "index/version_order.hpp"

namespace catalogue {
namespace {

constexpr std::size_t packages_between_reports = 500;

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Calls `visit` with each trimmed, non-empty piece of `text` between separators.
template <typename Visit>
void split(std::string_view text, char separator, Visit visit) {
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (const auto piece = trim(text.substr(0, end)); !piece.empty()) visit(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// `python3:any (>= 3.9)` is about `python3`.
std::string_view bare_name(std::string_view text) { return trim(text.substr(0, text.find_first_of(" (:["))); }

/// `Ann Author <ann@example.org>` is shown as `Ann Author`.
std::string_view without_address(std::string_view text) { return trim(text.substr(0, text.find('<'))); }

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void add_requirements(std::string_view field, std::vector<Requirement>& requirements) {
  split(field, ',', [&](std::string_view entry) {
    Requirement requirement;
    split(entry, '|', [&](std::string_view name) { requirement.any_of.push_back({std::string(bare_name(name))}); });
    if (std::find(requirements.begin(), requirements.end(), requirement) == requirements.end()) {
      requirements.push_back(std::move(requirement));
    }
  });
}

void set_field(IndexedPackage& indexed, std::string_view name, std::string_view value) {
  Package& package = indexed.package;
  if (name == "Package") {
    package.name.value = value;
  } else if (name == "Version") {
    package.version = value;
  } else if (name == "Section") {
    package.section.value = value;
  } else if (name == "Maintainer") {
    package.maintainer.value = without_address(value);
  } else if (name == "Installed-Size") {
    package.installed_kib = number(value);
  } else if (name == "Size") {
    package.download_bytes = number(value);
  } else if (name == "Depends" || name == "Pre-Depends") {
    add_requirements(value, package.requirements);
  } else if (name == "Provides") {
    split(value, ',',
          [&](std::string_view provided) { indexed.provides.push_back({std::string(bare_name(provided))}); });
  }
}

}  // namespace

void PackageIndex::read(std::istream& stream, const Progress& progress) {
  IndexedPackage current;
  std::size_t stanzas = 0;
  const auto finish = [&] {
    if (!current.package.name.value.empty() && !current.package.version.empty()) {
      add(std::exchange(current, {}));
      if (progress && ++stanzas % packages_between_reports == 0) progress(packages_.size());
    }
    current = {};
  };

  std::string line;
  while (std::getline(stream, line)) {
    if (trim(line).empty()) {
      finish();
      continue;
    }
    // A line that begins with a blank continues the field above; no field that is read here spans lines.
    const auto colon = line.find(':');
    if (line.front() == ' ' || line.front() == '\t' || colon == std::string::npos) continue;
    set_field(current, std::string_view(line).substr(0, colon), trim(std::string_view(line).substr(colon + 1)));
  }
  finish();
  if (progress) progress(packages_.size());
}

std::vector<IndexedPackage> PackageIndex::take() {
  std::vector<IndexedPackage> result;
  result.reserve(packages_.size());
  for (auto& [name, package] : std::exchange(packages_, {})) result.push_back(std::move(package));
  return result;
}

void PackageIndex::add(IndexedPackage package) {
  const auto [place, inserted] = packages_.try_emplace(package.package.name, package);
  if (!inserted && order_versions(place->second.package.version, package.package.version) < 0) {
    place->second = std::move(package);
  }
}

std::vector<Requirement> parse_requirements(std::string_view field) {
  std::vector<Requirement> requirements;
  add_requirements(field, requirements);
  return requirements;
}

}  // namespace catalogue
