#include "demo/picture.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace shop {
namespace {

struct Column {
  std::string_view title;
  std::size_t width;
  std::string_view colour;
};
/// By Server.
constexpr std::array<Column, servers> columns{
    {{"memory", 9, "32"}, {"confirmed", 11, "36"}, {"Redis", 8, "34;1"}, {"database", 10, "33"}}};
constexpr std::array<std::string_view, views> names{"page", "price", "stock"};
constexpr std::array<std::string_view, views> promises{"local", "500 ms", "strict"};

std::string header(const Style& style) {
  std::string line = left("", 16) + right("reads/s", 8);
  for (const Column& column : columns) line += right(column.title, column.width);
  return style.faint(line + right("behind", 8) + right("by", 9));
}

std::string line_of_view(std::size_t view, const Reads& reads, double seconds, const Style& style) {
  const auto a_second = static_cast<std::uint64_t>(static_cast<double>(reads.all()) / std::max(seconds, 0.001));
  std::string line = "   " + left(names[view], 6) + style.faint(left(promises[view], 7)) + right(grouped(a_second), 8);
  for (std::size_t server = 0; server < servers; ++server) {
    line += style.in(columns[server].colour, right(share(reads.served[server], reads.all()), columns[server].width));
  }
  const std::string behind =
      right(reads.versions == 0 ? "·" : grouped(reads.versions), 8) + right(time(reads.outdated), 9);
  if (reads.broken > 0) return line + style.bad(behind);
  return line + (reads.versions > 0 ? style.middling(behind) : behind);
}

std::string line_of_node(std::size_t number, const Report& now, const Report& lately, const Style& style) {
  const std::string hears = now.hears ? style.good("● hears") : style.bad("○ deaf ");
  const std::string line = " " + style.strong(number == 0 ? "NODE A" : "NODE B") + "  " + hears + "  heard " +
                           left(grouped(lately.heard), 5) + "distrusted " + left(grouped(lately.distrusted), 3) +
                           "failures " + left(grouped(lately.failures), 7) + "writes " + grouped(lately.writes);
  return lately.unheard == 0 ? line : line + style.middling(", unheard " + grouped(lately.unheard));
}

}  // namespace

std::vector<std::string> picture_of_nodes(const Cluster& cluster, Moment since, const Style& style) {
  std::vector<std::string> lines;
  for (std::size_t number = 0; number < Cluster::size; ++number) {
    const Member& member = cluster.member(number);
    const Report lately = member.since(since);
    lines.push_back(line_of_node(number, member.now(), lately, style));
    if (number == 0) lines.insert(lines.begin(), header(style));
    for (std::size_t view = 0; view < views; ++view) {
      lines.push_back(line_of_view(view, lately.reads[view], member.reported_since(since).count(), style));
    }
  }
  return lines;
}

std::string verdict(const Cluster& cluster, const Style& style) {
  std::string line = " Older than promised: ";
  line += cluster.broken() == 0 ? style.good("none") : style.bad(grouped(cluster.broken()) + " reads");
  line += style.faint("   behind Redis:");
  for (std::size_t view = 0; view < views; ++view) {
    const auto worst = std::max(cluster.member(0).now().reads[view].worst, cluster.member(1).now().reads[view].worst);
    line += (view == 0 ? " " : ", ") + std::string(names[view]) + " " + time(worst);
  }
  return line;
}

}  // namespace shop
