#include "inspect/inspect.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "inspect/compile_flags.hpp"
#include "inspect/declared_types.hpp"
#include "inspect/forgotten_headers.hpp"
#include "inspect/probe.hpp"
#include "inspect/read_probe.hpp"
#include "inspect/resource_directory.hpp"
#include "inspect/type_reports.hpp"

namespace tagcache::generator {
namespace {

/// The part of `place` at which Clang points, when the schema has the text as Clang saw it.
SourceRange narrowed(const Text& place, const ProbeErrors::OfType& error) {
  SourceRange range = place.range;
  if (error.length == 0 || range.length != place.value.size()) return range;
  range.column += static_cast<std::uint32_t>(error.offset);
  range.length = static_cast<std::uint32_t>(std::min(error.length, place.value.size() - error.offset));
  return range;
}

void report_type_errors(const MentionedTypes& mentioned, const Probe& probe, const ProbeResult& result,
                        const std::string& schema_folder, Diagnostics& diagnostics) {
  ForgottenHeaders forgotten(mentioned, schema_folder);
  for (ProbeErrors::OfType error : result.errors.types) {
    if (!result.templates.contains(error.type) && forgotten.explain(probe.types()[error.type], error)) continue;
    // What may be declared in a header that is missing here is left alone.
    const bool is_certain = !error.suggestion.empty() || probe.types()[error.type].starts_with("std::");
    if (!mentioned.headers_complete && !is_certain) continue;
    std::string cure = error.suggestion.empty() ? "a type that these headers define, or add its header below include"
                                                : error.suggestion;
    if (const auto bare = result.templates.find(error.type); bare != result.templates.end()) {
      error = {error.type, "'" + probe.types()[error.type] + "' is a template, and no type without its arguments", 0, 0,
               ""};
      cure = bare->second;
    }
    for (const Text& place : mentioned.types) {
      if (place.value != probe.types()[error.type]) continue;
      diagnostics.report({"unknown-type",
                          narrowed(place, error),
                          error.message,
                          "a C++ type known from " + listed_headers(mentioned.headers),
                          cure,
                          {}});
    }
  }
  forgotten.report(diagnostics);
}

void report_header_errors(const MentionedTypes& mentioned, const ProbeErrors& errors, Diagnostics& diagnostics) {
  for (const std::size_t index : errors.missing_headers) {
    const Text& header = mentioned.headers[index];
    diagnostics.report(
        {"missing-header",
         header.range,
         "the header '" + header.value + "' is not found",
         "a header in the folder of the schema or on the include path of the target",
         "its path as in #include, or link the library that brings it: target_link_libraries(<target> PUBLIC ...)",
         {}});
  }
  for (const auto& [index, text] : errors.inside_headers) {
    const Text& header = mentioned.headers[index];
    const bool ends_with_break = !text.empty() && text.back() == '\n';
    diagnostics.report({"broken-header",
                        header.range,
                        "'" + header.value + "' does not compile",
                        "",
                        "",
                        {{SourceRange{}, "Clang says:\n" + text.substr(0, text.size() - (ends_with_break ? 1 : 0))}}});
  }
}

void report_name_space_error(const MentionedTypes& mentioned, const ProbeErrors& errors, Diagnostics& diagnostics) {
  if (!errors.name_space) return;
  const auto& [offset, length, printed] = *errors.name_space;
  SourceRange range = mentioned.name_space_place;
  const std::string name = mentioned.name_space.substr(std::min(offset, mentioned.name_space.size()), length);
  if (range.length == mentioned.name_space.size()) {
    range.column += static_cast<std::uint32_t>(offset);
    range.length = static_cast<std::uint32_t>(name.size());
  }
  const std::string around = offset < 2 ? "" : mentioned.name_space.substr(0, offset - 2);
  const std::size_t break_at_end = printed.find_last_not_of('\n') + 1;
  diagnostics.report({"not-a-namespace",
                      range,
                      "'" + name + "' is something else in a header, so nothing can be put inside",
                      "a namespace of these headers, or a new one",
                      around.empty() ? name + "_caching" : around,
                      {{SourceRange{}, "Clang says:\n" + printed.substr(0, break_at_end)}}});
}

void report_elsewhere(const ProbeErrors& errors, Diagnostics& diagnostics) {
  if (errors.elsewhere.empty()) return;
  diagnostics.report(
      {"clang-failed",
       SourceRange{},
       "Clang cannot read the C++ standard library with these flags:\n" + errors.elsewhere,
       "flags with which the target compiles, and the headers of a C++ standard library",
       "apt-get install libstdc++-12-dev (or the package of your system), or correct the flags after '--'",
       {}});
}

TypeCatalog look_up(const MentionedTypes& mentioned, StandardHeaders standard, const std::vector<std::string>& flags,
                    const CompileSettings& settings, Diagnostics& diagnostics) {
  const Probe probe(mentioned, standard);
  ProbeResult result = read_probe(probe, mentioned, flags, settings.times);
  report_header_errors(mentioned, result.errors, diagnostics);
  report_name_space_error(mentioned, result.errors, diagnostics);
  report_elsewhere(result.errors, diagnostics);
  // What follows from a missing or broken header is no news.
  const bool headers_are_good =
      result.errors.missing_headers.empty() && result.errors.inside_headers.empty() && !result.errors.name_space;
  if (headers_are_good) {
    report_type_errors(mentioned, probe, result, settings.schema_folder, diagnostics);
    report_unusable_types(mentioned, result.catalog, diagnostics);
  }
  return std::move(result.catalog);
}

}  // namespace

std::optional<TypeCatalog> inspect(const MentionedTypes& mentioned, const CompileSettings& settings,
                                   Diagnostics& diagnostics) {
  if (settings.without_clang) return declared_types(mentioned, diagnostics);
  if (!report_wrong_flags(settings.flags, diagnostics)) return std::nullopt;
  const std::optional<std::string> resources = resource_directory(settings.resource_directory);
  if (!resources) {
    const std::string place = settings.resource_directory.empty() ? "" : " in '" + settings.resource_directory + "'";
    diagnostics.report({"no-resource-directory",
                        SourceRange{},
                        "Clang's own headers (include/stddef.h) are not found" + place,
                        "the folder that 'clang -print-resource-dir' prints",
                        "apt-get install " + resource_package() + ", or --resource-dir <folder>",
                        {}});
    return std::nullopt;
  }
  report_foreign_texts(mentioned, diagnostics);
  std::vector<std::string> flags = header_reading_flags(settings.flags);
  if (!settings.schema_folder.empty()) flags.insert(flags.end(), {"-I", settings.schema_folder});
  flags.insert(flags.end(), {"-resource-dir", *resources});
  // Reading the standard library is nearly all of the work, so only what the schema names is read. What seems wrong
  // then is judged with more of it: it may be a header of the user that leans on what others include.
  Diagnostics at_first_sight;
  TypeCatalog catalog = look_up(mentioned, StandardHeaders::named, flags, settings, at_first_sight);
  if (at_first_sight.empty()) return catalog;
  TypeCatalog all = look_up(mentioned, StandardHeaders::everyday, flags, settings, diagnostics);
  all.macros = std::move(catalog.macros);  // emitted code does not include all that was read now
  std::move(catalog.shapes.headers.begin(), catalog.shapes.headers.end(), std::back_inserter(all.shapes.headers));
  return all;
}

}  // namespace tagcache::generator
