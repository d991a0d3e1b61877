#include "document/source_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace tagcache::generator {
namespace {

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
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) return std::nullopt;
  // A byte order mark is no text; kept, it would shift the columns of the first line.
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

}  // namespace

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
