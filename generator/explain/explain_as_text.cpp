#include <algorithm>
#include <string>
#include <vector>

#include "explain/explain.hpp"
#include "explain/tag_rows.hpp"
#include "model/duration_text.hpp"
#include "model/tag_text.hpp"
#include "support/columns.hpp"

namespace tagcache::generator {
namespace {

/// Puts text into the colours of a terminal, or leaves it as it is.
class Ink {
 public:
  explicit Ink(bool colours) : colours_(colours) {}

  [[nodiscard]] std::string head(const std::string& text) const { return in("1", text); }
  [[nodiscard]] std::string query(const std::string& text) const { return in("36", text); }
  [[nodiscard]] std::string mutation(const std::string& text) const { return in("33", text); }
  [[nodiscard]] std::string soft(const std::string& text) const { return in("2", text); }

 private:
  [[nodiscard]] std::string in(const std::string& sequence, const std::string& text) const {
    return colours_ && !text.empty() ? "\x1b[" + sequence + 'm' + text + "\x1b[0m" : text;
  }

  bool colours_;
};

class Explainer {
 public:
  Explainer(const CacheModel& model, bool colours) : model_(model), reach_(model), ink_(colours) {}

  [[nodiscard]] std::string schema() const {
    const std::vector<TagRow> rows = tag_rows(model_, reach_, Topic{});
    Columns columns;
    columns.line({ink_.soft("tag"), ink_.soft("carried by"), ink_.soft("invalidated by")});
    for (std::size_t index = 0; index < rows.size(); ++index) {
      const bool has_children = index + 1 < rows.size() && rows[index + 1].more.size() > rows[index].more.size();
      add_row(columns, rows[index], has_children);
    }
    return ink_.head(model_.name) + "  " + ink_.soft(model_.schema_name) + "\n\n" + columns.text();
  }

  [[nodiscard]] std::string tag(std::size_t node) const {
    const std::string stored = stored_pattern(model_, node);
    const bool is_named_otherwise = stored != tag_pattern(model_, node);
    std::string text =
        ink_.head(tag_pattern(model_, node)) + (is_named_otherwise ? ink_.soft("  stored as " + stored) : "") + '\n';
    text += section("invalidating it reaches", reached_lines(node), "no query carries it or a tag below it");
    std::vector<std::vector<std::string>> lines;
    for (const InvalidatedTag& tag : reach_.invalidated()) {
      if (!covers(model_, reach_, tag.node, node)) continue;
      const Mutation& mutation = model_.mutations[tag.mutation];
      lines.push_back({ink_.mutation(call_text(mutation.name, mutation.arguments)), text_of(model_, tag),
                       ink_.soft(tag.node == node ? "at it" : "above it")});
    }
    return text + section("invalidated by", lines, "no mutation; code may");
  }

  [[nodiscard]] std::string query(std::size_t index) const {
    const Query& query = model_.queries[index];
    std::string text = ink_.head(call_text(query.name, query.arguments)) + ink_.soft(" -> " + query.returns) + '\n';
    std::vector<std::vector<std::string>> tags;
    for (const CarriedTag& tag : reach_.carried_by(index)) tags.push_back({text_of(model_, tag)});
    text += section("its entries carry", tags, "");
    std::vector<std::vector<std::string>> lines;
    for (const InvalidatedTag& tag : reach_.invalidated()) {
      for (const CarriedTag& carried : reach_.carried_by(index)) {
        if (!reach_.is_at_or_below(carried.node, tag.node)) continue;
        const Mutation& mutation = model_.mutations[tag.mutation];
        lines.push_back({ink_.mutation(call_text(mutation.name, mutation.arguments)), text_of(model_, tag),
                         ink_.soft("through " + text_of(model_, carried))});
      }
    }
    text += section("invalidated by", lines, "no mutation; code may");
    return text + section("warmed by", warming_lines(index), "");
  }

  [[nodiscard]] std::string mutation(std::size_t index) const {
    const Mutation& mutation = model_.mutations[index];
    std::string text = ink_.head(call_text(mutation.name, mutation.arguments));
    if (mutation.returns != "void") text += ink_.soft(" -> " + mutation.returns);
    text += '\n';
    if (mutation.invalidates.empty()) text += section("invalidates", {}, "nothing");
    for (const InvalidatedTag& tag : reach_.invalidated_by(index)) {
      text += section("invalidates " + text_of(model_, tag) + ", which reaches", reached_lines(tag.node),
                      "no query carries it or a tag below it");
    }
    std::vector<std::vector<std::string>> warmed;
    for (const Recache& recache : mutation.recache) {
      warmed.push_back({ink_.query(call_text(model_, mutation, recache))});
    }
    return text + section("then warms", warmed, "");
  }

 private:
  using Lines = std::vector<std::vector<std::string>>;

  /// Without lines `otherwise` stands there; without that nothing does.
  [[nodiscard]] std::string section(const std::string& title, const Lines& lines, const std::string& otherwise) const {
    if (lines.empty()) return otherwise.empty() ? "" : "\n" + title + ":\n  " + ink_.soft(otherwise) + '\n';
    Columns columns;
    for (const std::vector<std::string>& line : lines) columns.line(line);
    return "\n" + title + ":\n" + columns.text(2);
  }

  [[nodiscard]] Lines reached_lines(std::size_t node) const {
    Lines lines;
    for (const ReachedTag& reached : reach_.reached_by(node)) {
      const CarriedTag& carried = reach_.carried()[reached.carried];
      const Query& query = model_.queries[carried.query];
      lines.push_back({ink_.query(call_text(query.name, query.arguments)), text_of(model_, carried),
                       ink_.soft(reached.kind == ReachKind::at ? "at it: exact reaches it too" : "below it")});
    }
    return lines;
  }

  [[nodiscard]] Lines warming_lines(std::size_t query) const {
    Lines lines;
    for (const Mutation& mutation : model_.mutations) {
      const bool warms = std::any_of(mutation.recache.begin(), mutation.recache.end(),
                                     [&](const Recache& recache) { return recache.query == query; });
      if (warms) lines.push_back({ink_.mutation(call_text(mutation.name, mutation.arguments))});
    }
    return lines;
  }

  void add_row(Columns& columns, const TagRow& row, bool has_children) const {
    std::string branch;
    std::string below;
    for (std::size_t level = 1; level < row.more.size(); ++level) {
      const bool is_own = level + 1 == row.more.size();
      const std::string passing = row.more[level] ? "│  " : "   ";
      branch += !is_own ? passing : row.more[level] ? "├─ " : "└─ ";
      below += passing;
    }
    if (has_children) below += "│";
    const std::size_t lines = std::max({std::size_t{1}, row.queries.size(), row.mutations.size()});
    for (std::size_t line = 0; line < lines; ++line) {
      const std::string type = row.type.empty() ? "" : ' ' + ink_.soft(row.type);
      columns.line({ink_.soft(line == 0 ? branch : below) + (line == 0 ? row.label + type : ""),
                    line < row.queries.size() ? ink_.query(row.queries[line].call) : "",
                    line < row.mutations.size() ? ink_.mutation(row.mutations[line].call) : ""});
    }
  }

  const CacheModel& model_;
  ReachMap reach_;
  Ink ink_;
};

}  // namespace

std::string explain_as_text(const CacheModel& model, const Topic& topic, bool colours) {
  const Explainer explainer(model, colours);
  switch (topic.kind) {
    case Topic::Kind::tag:
      return explainer.tag(topic.index);
    case Topic::Kind::query:
      return explainer.query(topic.index);
    case Topic::Kind::mutation:
      return explainer.mutation(topic.index);
    case Topic::Kind::schema:
      break;
  }
  return explainer.schema();
}

}  // namespace tagcache::generator
