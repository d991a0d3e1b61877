#include "inspect/header_places.hpp"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <string>

namespace tagcache::generator {

SourceRange HeaderPlaces::place(clang::SourceLocation location) {
  const clang::SourceManager& sources = context_.getSourceManager();
  if (location.isInvalid()) return {};
  const clang::SourceLocation written = sources.getFileLoc(location);
  SourceRange range;
  range.file = file(sources.getFileID(written));
  if (range.file == nullptr) return {};
  range.line = sources.getSpellingLineNumber(written);
  range.column = sources.getSpellingColumnNumber(written);
  range.length = std::max(1U, clang::Lexer::MeasureTokenLength(written, sources, context_.getLangOpts()));
  return range;
}

const SourceFile* HeaderPlaces::file(clang::FileID id) {
  const auto [entry, is_new] = known_.emplace(id, nullptr);
  if (!is_new) return entry->second;
  const clang::SourceManager& sources = context_.getSourceManager();
  std::string path = sources.getFilename(sources.getLocForStartOfFile(id)).str();
  bool unreadable = false;
  const llvm::StringRef text = sources.getBufferData(id, &unreadable);
  if (path.empty() || unreadable) return nullptr;
  if (path.starts_with("./")) path.erase(0, 2);
  headers_.push_back(std::make_shared<const SourceFile>(std::move(path), text.str()));
  return entry->second = headers_.back().get();
}

}  // namespace tagcache::generator
