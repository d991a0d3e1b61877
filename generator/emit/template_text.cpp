#include "emit/template_text.hpp"

#include <set>
#include <stdexcept>

#include "emit/embedded_templates.hpp"

namespace tagcache::generator {
namespace {

[[noreturn]] void stop(std::string_view name, const std::string& why) {
  throw std::logic_error("template " + std::string(name) + ": " + why);
}

class TemplateFilling {
 public:
  TemplateFilling(std::string_view name, const HoleValues& values) : name_(name), values_(values) {}

  std::string fill(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      fill_line(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    for (const auto& [hole, value] : values_) {
      if (!used_.contains(hole)) stop(name_, "the value '" + hole + "' has no hole");
    }
    return std::move(filled_);
  }

 private:
  void fill_line(std::string_view line) {
    const std::size_t indentation = line.find_first_not_of(' ');
    const std::string_view rest = indentation == std::string_view::npos ? "" : line.substr(indentation);
    const bool hole_alone = rest.size() > 2 && rest.front() == '$' && rest.find('$', 1) == rest.size() - 1;
    if (hole_alone) {
      fill_block(value_of(rest.substr(1, rest.size() - 2)), indentation);
    } else {
      fill_within(line);
      filled_ += '\n';
    }
  }

  void fill_block(std::string_view value, std::size_t indentation) {
    if (value.empty()) {
      if (filled_.ends_with("\n\n")) filled_.pop_back();
      return;
    }
    while (true) {
      const std::size_t end = value.find('\n');
      const std::string_view line = value.substr(0, end);
      if (!line.empty()) filled_.append(indentation, ' ').append(line);
      filled_ += '\n';
      if (end == std::string_view::npos) return;
      value.remove_prefix(end + 1);
    }
  }

  void fill_within(std::string_view line) {
    for (std::size_t open = line.find('$'); open != std::string_view::npos; open = line.find('$')) {
      const std::size_t close = line.find('$', open + 1);
      if (close == std::string_view::npos) stop(name_, "a '$' without its partner in: " + std::string(line));
      const std::string_view hole = line.substr(open + 1, close - open - 1);
      const std::string& value = value_of(hole);
      if (value.find('\n') != std::string::npos)
        stop(name_, "several lines within a line for '" + std::string(hole) + "'");
      filled_.append(line.substr(0, open)).append(value);
      line.remove_prefix(close + 1);
    }
    filled_ += line;
  }

  const std::string& value_of(std::string_view hole) {
    const auto found = values_.find(hole);
    if (found == values_.end()) stop(name_, "the hole '" + std::string(hole) + "' has no value");
    used_.insert(found->first);
    return found->second;
  }

  std::string_view name_;
  const HoleValues& values_;
  std::set<std::string> used_;
  std::string filled_;
};

}  // namespace

std::string fill_template(std::string_view name, std::string_view text, const HoleValues& values) {
  return TemplateFilling(name, values).fill(text);
}

std::string_view template_text(std::string_view name) {
  for (const EmbeddedTemplate& embedded : embedded_templates()) {
    if (embedded.name == name) return embedded.text;
  }
  stop(name, "there is no such template");
}

}  // namespace tagcache::generator
