#include "document/yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "document/yaml_cut.hpp"
#include "document/yaml_text.hpp"
#include "document/yaml_trouble.hpp"

namespace tagcache::generator {
namespace {

/// Ends the reading of a file whose error was reported.
struct Abandoned {};

/// `~` or `null` when it is written at `range`: words that YAML takes for no value at all.
std::string word_for_nothing(const SourceRange& range) {
  const std::string_view line = range.file->line(range.line);
  const std::string_view rest = line.substr(std::min<std::size_t>(range.column - 1, line.size()));
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    const bool is_whole =
        rest.size() <= word.size() || std::string_view(" \t\r,]}:#").find(rest[word.size()]) != std::string_view::npos;
    if (rest.starts_with(word) && is_whole) return std::string(word);
  }
  return {};
}

/// Builds the tree from the events of the YAML reader. Only events tell all places, and keep doubled keys.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceFile& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  [[nodiscard]] YamlNode take_root() { return std::move(root_); }
  [[nodiscard]] bool failed() const { return failed_; }

  [[nodiscard]] SourceRange range_of(const YAML::Mark& mark) const {
    if (mark.is_null()) return {&file_, 1, 1, 1};
    return {&file_, static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1, 1};
  }

  /// The innermost bracket that is still open.
  [[nodiscard]] std::optional<OpenBracket> open_bracket() const {
    if (open_.empty() || !open_.back().in_brackets) return std::nullopt;
    const Open& open = open_.back();
    return OpenBracket{open.node.range, open.node.kind == YamlNode::Kind::map ? '}' : ']'};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!started_) {
      started_ = true;
      return;
    }
    const SourceRange place = range_of(mark);
    if (file_.line(place.line).starts_with("---")) {
      refuse(place, "a second YAML document in one file", "one schema a file",
             "a file for each schema, joined by include:");
    } else {
      diagnostics_.report({"yaml-syntax",
                           place,
                           "this does not belong to the list or map above it",
                           "one list or one map",
                           "either keys or '- ' items",
                           {}});
    }
    throw Abandoned{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.range = range_of(mark);
    node.text = word_for_nothing(node.range);
    if (!node.text.empty()) node.range.length = static_cast<std::uint32_t>(node.text.size());
    refuse_anchor(node.range, anchor);
    add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlNode node;
    node.range = range_of(mark);
    refuse(node.range, "an alias", "each value written out", "the value itself; text that begins with '*' in quotes");
    add(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node;
    node.kind = YamlNode::Kind::text;
    const ScalarPlace place = place_of_scalar(range_of(mark), value);
    node.range = place.range;
    node.one_line = place.one_line;
    node.text = value;
    refuse_anchor(node.range, anchor);
    refuse_tag(node.range, tag);
    if (!place.closed) {
      diagnostics_.report({"yaml-syntax",
                           node.range,
                           "the quote that opens here is not closed",
                           "the same quote at the end of the text",
                           "both quotes, or none",
                           {}});
      throw Abandoned{};
    }
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(YamlNode::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(YamlNode::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    bool in_brackets = false;
    std::optional<YamlNode> key;  ///< of a map: the key whose value comes next
  };

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    Open open;
    open.node.kind = kind;
    open.node.range = range_of(mark);
    open.in_brackets = style == YAML::EmitterStyle::Flow;
    refuse_anchor(open.node.range, anchor);
    refuse_tag(open.node.range, tag);
    if (open_.size() >= deepest_yaml_nesting) {
      const std::string limit = std::to_string(deepest_yaml_nesting);
      diagnostics_.report({"yaml-depth",
                           open.node.range,
                           "lists and maps are nested too deeply",
                           "at most " + limit + " levels",
                           "a flatter schema",
                           {}});
      throw Abandoned{};
    }
    open_.push_back(std::move(open));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.in_brackets) join_cut_items(closed.node);
    add(std::move(closed.node));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      if (node.kind != YamlNode::Kind::text) refuse_key(node);
      if (node.text == "<<") refuse(node.range, "a merge key", "each key written out", "the merged keys themselves");
      parent.key = std::move(node);
    } else {
      if (node.kind == YamlNode::Kind::empty && node.text.empty()) node.range = parent.key->range;
      parent.node.entries.push_back({std::move(*parent.key), std::move(node)});
      parent.key.reset();
    }
  }

  void refuse_key(const YamlNode& key) {
    if (!key.text.empty()) {
      refuse(key.range, "the key " + key.text + ", which YAML takes for nothing and not for text,", "a name",
             '"' + key.text + "\":");
      return;
    }
    refuse(key.range, "a key that is not text", "a name in front of ':'", "name: value");
  }

  void refuse_anchor(const SourceRange& range, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(range, "an anchor", "each value written out", "the value without '&'");
  }

  /// The reader says `?` for plain and `!` for quoted text.
  void refuse_tag(const SourceRange& range, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    refuse(range, "the YAML tag " + tag, "values without YAML tags", "the value without '!'");
  }

  void refuse(const SourceRange& range, const std::string& what, std::string expected, std::string cure) {
    failed_ = true;
    diagnostics_.report(
        {"yaml-feature", range, what + " is not supported in a schema", std::move(expected), std::move(cure), {}});
  }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
  YamlNode root_;
  bool started_ = false;
  bool failed_ = false;
};

}  // namespace

std::optional<YamlNode> read_yaml_tree(const SourceFile& file, Diagnostics& diagnostics) {
  if (file.text().size() > largest_yaml_file) {
    diagnostics.report({"file-too-large",
                        {&file, 0, 0, 0},
                        "the file has more than " + std::to_string(largest_yaml_file) + " bytes",
                        "at most " + std::to_string(largest_yaml_file >> 20U) + " MiB",
                        "several schemas; a schema is written by people",
                        {}});
    return std::nullopt;
  }
  if (const std::optional<SourceRange> wrong = first_wrong_byte(file)) {
    const bool is_zero = wrong->file->line(wrong->line)[wrong->column - 1] == '\0';
    diagnostics.report(
        {"file-encoding",
         *wrong,
         is_zero ? "a zero byte, which no text has" : "the file is not UTF-8 text",
         "UTF-8",
         is_zero ? "the file without it; if there are many it is UTF-16: saved as UTF-8" : "the file saved as UTF-8",
         {}});
    return std::nullopt;
  }
  TreeBuilder builder(file, diagnostics);
  try {
    std::istringstream stream{std::string(file.text())};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (const YAML::Exception& error) {
    diagnostics.report(yaml_syntax_error(error.msg, builder.range_of(error.mark), builder.open_bracket()));
    return std::nullopt;
  } catch (const Abandoned&) {
    return std::nullopt;
  }
  if (builder.failed()) return std::nullopt;
  YamlNode root = builder.take_root();
  if (root.kind == YamlNode::Kind::empty) root.range = {&file, 1, 1, 1};
  return root;
}

}  // namespace tagcache::generator
