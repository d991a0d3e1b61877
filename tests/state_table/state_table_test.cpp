#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "rows.hpp"

namespace {

const std::string page_path = STATE_TABLE_PAGE;
constexpr std::string_view head =
    "| call | fresh | expired, in grace | invalidated, in grace | out of grace | absent |\n";

std::string page() {
  std::ifstream file(page_path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The lines of the table on a page, with those of its head.
struct Place {
  std::size_t begin;
  std::size_t end;
};

Place table_on(const std::string& text) {
  const std::size_t begin = text.find(head);
  REQUIRE(begin != std::string::npos);
  std::size_t end = begin;
  while (text[end] == '|') end = text.find('\n', end) + 1;
  return {begin, end};
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t begin = line.find("| "); line.find(" |", begin) != std::string::npos;) {
    const std::size_t end = line.find(" |", begin);
    cells.push_back(line.substr(begin + 2, end - begin - 2));
    begin = end + 1;
  }
  return cells;
}

std::vector<std::vector<std::string>> documented_rows() {
  const std::string text = page();
  const Place place = table_on(text);
  std::istringstream lines(text.substr(place.begin, place.end - place.begin));
  std::vector<std::vector<std::string>> documented;
  for (std::string line; std::getline(lines, line);) documented.push_back(cells_of(line));
  documented.erase(documented.begin(), documented.begin() + 2);
  return documented;
}

std::string cell_of(const Row& row, State state) {
  TableWorld world(state);
  return row.cell(world);
}

void write_table() {
  std::string table(head);
  table += "|---|---|---|---|---|---|\n";
  for (const Row& row : rows()) {
    table += "| " + row.call;
    for (const State state : states) table += " | " + cell_of(row, state);
    table += " |\n";
  }
  std::string text = page();
  const Place place = table_on(text);
  text.replace(place.begin, place.end - place.begin, table);
  std::ofstream(page_path) << text;
}

}  // namespace

TEST_CASE("the state table of docs/runtime.md, cell by cell") {
  if (std::getenv("UPDATE_GOLDENS") != nullptr) write_table();
  const auto documented = documented_rows();
  const std::vector<Row> all = rows();
  REQUIRE(documented.size() == all.size());
  for (std::size_t row = 0; row < all.size(); ++row) {
    REQUIRE(documented[row].size() == 1 + states.size());
    CHECK(documented[row].front() == all[row].call);
    for (std::size_t column = 0; column < states.size(); ++column) {
      INFO(all[row].call + ", " + name(states[column]));
      CHECK(documented[row][column + 1] == cell_of(all[row], states[column]));
    }
  }
}
