#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "explain/explain.hpp"
#include "explain/svg_canvas.hpp"
#include "explain/tag_rows.hpp"
#include "model/tag_text.hpp"

/// The picture: a line for each tag with the tree on the left, and beside it, one below the other, the queries that
/// carry the tag and the mutations that invalidate it. Nothing crosses, however large the schema is.
namespace tagcache::generator {
namespace {

constexpr int margin = 24;
constexpr int line_height = 28;
constexpr int chip_height = 22;
constexpr int chip_padding = 9;
constexpr int level_width = 22;
constexpr int column_gap = 40;
constexpr int head_height = 104;
constexpr int foot_height = 44;
constexpr std::string_view queries_head = "queries whose entries carry it";
constexpr std::string_view mutations_head = "mutations that invalidate it";
constexpr std::string_view hint = "An invalidation takes the entries of its tag and of all tags below it.";

int lines_of(const TagRow& row) {
  return static_cast<int>(std::max({std::size_t{1}, row.queries.size(), row.mutations.size()}));
}

int depth_of(const TagRow& row) { return static_cast<int>(row.more.size()) - 1; }

int label_end(const TagRow& row) {
  const int type = row.type.empty() ? 0 : 10 + SvgCanvas::width_of(row.type);
  return margin + depth_of(row) * level_width + 12 + SvgCanvas::width_of(row.label) + type;
}

int widest(const std::vector<TagUser>& users) {
  int width = 0;
  for (const TagUser& user : users) width = std::max(width, SvgCanvas::width_of(user.call) + 2 * chip_padding);
  return width;
}

std::string title_of(const CacheModel& model, const Topic& topic) {
  switch (topic.kind) {
    case Topic::Kind::tag:
      return "What invalidating " + tag_pattern(model, topic.index) + " reaches";
    case Topic::Kind::query:
      return "What " + model.queries[topic.index].name + " depends on";
    case Topic::Kind::mutation:
      return "What " + model.mutations[topic.index].name + " reaches";
    case Topic::Kind::schema:
      break;
  }
  return model.name;
}

std::string counted(std::size_t number, const std::string& one, const std::string& many) {
  return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

class Picture {
 public:
  Picture(const CacheModel& model, const Topic& topic)
      : model_(model), topic_(topic), rows_(tag_rows(model, ReachMap(model), topic)) {
    int tree_end = margin + 150;
    int queries = SvgCanvas::width_of(queries_head);
    int mutations = SvgCanvas::width_of(mutations_head);
    for (const TagRow& row : rows_) {
      tree_end = std::max(tree_end, label_end(row));
      queries = std::max(queries, widest(row.queries));
      mutations = std::max(mutations, widest(row.mutations));
      height_ += lines_of(row) * line_height;
    }
    queries_at_ = tree_end + column_gap;
    mutations_at_ = queries_at_ + queries + column_gap;
    width_ = mutations_at_ + mutations + margin;
    height_ += head_height + foot_height;
  }

  std::string draw() {
    canvas_.box(0, 0, width_, height_, 10, "b");
    canvas_.text(margin, 38, title_of(model_, topic_), "n");
    canvas_.text(margin, 60, summary(), "g");
    canvas_.text(margin, head_height - 14, "tag", "h");
    canvas_.text(queries_at_, head_height - 14, queries_head, "h");
    canvas_.text(mutations_at_, head_height - 14, mutations_head, "h");
    int top = head_height;
    for (std::size_t index = 0; index < rows_.size(); ++index) {
      if (index % 2 == 0) canvas_.box(1, top, width_ - 2, lines_of(rows_[index]) * line_height, 0, "s");
      top += lines_of(rows_[index]) * line_height;
    }
    top = head_height;
    for (const TagRow& row : rows_) {
      draw(row, top);
      top += lines_of(row) * line_height;
    }
    canvas_.text(margin, height_ - 16, hint, "g");
    return canvas_.picture(width_, height_, title_of(model_, topic_) + ": " + summary());
  }

 private:
  [[nodiscard]] std::string summary() const {
    return (topic_.kind == Topic::Kind::schema ? "" : model_.name + ", ") + model_.schema_name + ": " +
           counted(rows_.size(), "tag", "tags") + ", " + counted(model_.queries.size(), "query", "queries") + ", " +
           counted(model_.mutations.size(), "mutation", "mutations");
  }

  void draw(const TagRow& row, int top) {
    const int left = margin + depth_of(row) * level_width;
    const int middle = top + line_height / 2;
    draw_branches(row, top, middle);
    if (!row.concerned) canvas_.begin_group("z");
    canvas_.text(left + 6, middle + 4, row.label, model_.tags[row.node].kind == TagNode::Kind::wild ? "w" : "f");
    if (!row.type.empty()) canvas_.text(left + 16 + SvgCanvas::width_of(row.label), middle + 4, row.type, "t");
    draw_leader(row, middle);
    if (!row.concerned) canvas_.end_group();
    draw_chips(row.queries, queries_at_, top, "q");
    draw_chips(row.mutations, mutations_at_, top, "m");
  }

  /// For each level above a line down to its next child, and for the tag itself the corner that leads to it.
  void draw_branches(const TagRow& row, int top, int middle) {
    const int bottom = top + lines_of(row) * line_height;
    const int depth = depth_of(row);
    for (int level = 1; level <= depth; ++level) {
      const int x = margin + (level - 1) * level_width + 12;
      const bool goes_on = row.more[static_cast<std::size_t>(level)];
      if (level < depth && goes_on) canvas_.path(fmt::format("M{} {}V{}", x, top, bottom), "l");
      if (level < depth) continue;
      canvas_.path(fmt::format("M{} {}V{}M{} {}H{}", x, top, goes_on ? bottom : middle, x, middle, x + 12), "l");
    }
    const auto next = static_cast<std::size_t>(&row - rows_.data()) + 1;
    const bool has_children = next < rows_.size() && depth_of(rows_[next]) > depth;
    if (!has_children) return;
    const int x = margin + depth * level_width + 12;
    canvas_.path(fmt::format("M{} {}V{}", x, middle + 11, bottom), "l");
  }

  /// Leads the eye from the tag to what stands far right of it.
  void draw_leader(const TagRow& row, int middle) {
    const int from = label_end(row) + 8;
    if (!row.queries.empty() && from < queries_at_ - 12) {
      canvas_.path(fmt::format("M{} {}H{}", from, middle, queries_at_ - 8), "d");
    }
    if (row.mutations.empty()) return;
    const int behind =
        row.queries.empty() ? from : queries_at_ + SvgCanvas::width_of(row.queries.front().call) + 2 * chip_padding + 8;
    if (behind < mutations_at_ - 12) canvas_.path(fmt::format("M{} {}H{}", behind, middle, mutations_at_ - 8), "d");
  }

  void draw_chips(const std::vector<TagUser>& users, int left, int top, std::string_view style) {
    for (const TagUser& user : users) {
      canvas_.begin_group(user.concerned ? std::string(style) : std::string(style) + " z");
      canvas_.box(left, top + (line_height - chip_height) / 2, SvgCanvas::width_of(user.call) + 2 * chip_padding,
                  chip_height, 6, "");
      canvas_.text(left + chip_padding, top + line_height / 2 + 4, user.call, "");
      canvas_.end_group();
      top += line_height;
    }
  }

  const CacheModel& model_;
  const Topic& topic_;
  std::vector<TagRow> rows_;
  SvgCanvas canvas_;
  int queries_at_ = 0;
  int mutations_at_ = 0;
  int width_ = 0;
  int height_ = 0;
};

}  // namespace

std::string explain_as_svg(const CacheModel& model, const Topic& topic) { return Picture(model, topic).draw(); }

}  // namespace tagcache::generator
