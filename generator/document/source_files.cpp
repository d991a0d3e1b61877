#include "document/source_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "document/yaml_tree.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One name for all spellings of a path: `a/../b.yaml` and `b.yaml` are one file.
std::string identity_of(const std::string& path) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(std::filesystem::absolute(path), error);
  return error ? path : canonical.string();
}

std::optional<std::string> content_of(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text = text_of_schema(stream);
  if (stream.bad()) return std::nullopt;
  // A byte order mark is no text; kept, it would shift the columns of the first line.
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

}  // namespace

std::string text_of_schema(std::istream& stream) {
  std::string text(byte_order_mark.size() + largest_yaml_file + 1, '\0');
  stream.read(text.data(), std::ssize(text));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  text.shrink_to_fit();
  return text;
}

const SourceFile* SourceFiles::read(const std::string& path) {
  const auto known = by_identity_.find(identity_of(path));
  if (known != by_identity_.end()) return known->second;
  std::optional<std::string> text = content_of(path);
  return text ? add(path, std::move(*text)) : nullptr;
}

const SourceFile* SourceFiles::add(std::string path, std::string text) {
  std::string identity = identity_of(path);
  files_.push_back(std::make_unique<SourceFile>(std::move(path), std::move(text), files_.size()));
  by_identity_.insert_or_assign(std::move(identity), files_.back().get());
  return files_.back().get();
}

}  // namespace tagcache::generator
