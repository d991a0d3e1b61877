#include "inspect/probe_messages.hpp"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/SmallString.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace tagcache::generator {
namespace {

std::string text_of(const clang::Diagnostic& message) {
  llvm::SmallString<256> text;
  message.FormatDiagnostic(text);
  return std::string(text.str());
}

/// Where a message stands: the line of the probe, itself or by way of the headers included from there.
struct ProbePlace {
  unsigned line = 0;
  unsigned column = 0;
  bool in_probe = false;
};

ProbePlace probe_place(const clang::Diagnostic& message) {
  if (!message.hasSourceManager() || message.getLocation().isInvalid()) return {};
  const clang::SourceManager& sources = message.getSourceManager();
  clang::SourceLocation location = sources.getFileLoc(message.getLocation());
  const bool in_probe = sources.isInMainFile(location);
  while (location.isValid() && !sources.isInMainFile(location)) {
    location = sources.getFileLoc(sources.getIncludeLoc(sources.getFileID(location)));
  }
  if (location.isInvalid()) return {};
  return {sources.getSpellingLineNumber(location), sources.getSpellingColumnNumber(location), in_probe};
}

bool is_in_library(const clang::Diagnostic& message) {
  if (!message.hasSourceManager() || message.getLocation().isInvalid()) return false;
  return message.getSourceManager().isInSystemHeader(message.getLocation());
}

/// The text of a type with the corrections that Clang proposes; empty when it proposes none.
std::string corrected(std::string text, unsigned text_column, const clang::Diagnostic& message) {
  const clang::SourceManager& sources = message.getSourceManager();
  bool changed = false;
  for (const clang::FixItHint& hint : message.getFixItHints()) {
    const clang::CharSourceRange range = hint.RemoveRange;
    if (range.isInvalid() || !sources.isInMainFile(range.getBegin()) || changed) continue;
    const std::size_t begin = sources.getSpellingColumnNumber(range.getBegin()) - text_column;
    std::size_t end = sources.getSpellingColumnNumber(range.getEnd()) - text_column;
    if (range.isTokenRange()) end += clang::Lexer::MeasureTokenLength(range.getEnd(), sources, clang::LangOptions());
    if (begin > end || end > text.size()) continue;
    text.replace(begin, end - begin, hint.CodeToInsert);
    changed = true;
  }
  if (!changed) return "";
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

/// What follows `; did you mean` is told apart, as the text to write.
std::string without_suggestion(const std::string& message) {
  return message.substr(0, message.find("; did you mean "));
}

ProbeErrors::OfType type_error(std::size_t type, const std::string& text, unsigned column,
                               const clang::Diagnostic& message) {
  ProbeErrors::OfType error;
  error.type = type;
  error.message = without_suggestion(text_of(message));
  const unsigned text_column = Probe::type_column(type);
  if (column < text_column || column - text_column >= text.size()) {
    // The type ended before its text did, or the text before the type.
    if (error.message.starts_with("expected ';'")) error.message = "the type ends before its text does";
    return error;
  }
  if (error.message.starts_with("expected ';'")) error.message = "the type ends here, and more text follows";
  error.offset = column - text_column;
  error.length =
      clang::Lexer::MeasureTokenLength(message.getLocation(), message.getSourceManager(), clang::LangOptions());
  error.suggestion = corrected(text, text_column, message);
  return error;
}

/// The lines that speak of the probe would only puzzle: the user never sees that file.
std::string without_probe(const std::string& text) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(Probe::path) != std::string::npos) continue;
    if (line.starts_with("./")) line.erase(0, 2);
    kept += line + '\n';
  }
  return kept;
}

/// How the library includes itself is nothing to the user.
std::string without_includes(const std::string& text) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("In file included from ")) kept += line + '\n';
  }
  return kept;
}

}  // namespace

ProbeMessages::ProbeMessages(const Probe& probe)
    : probe_(probe), options_(new clang::DiagnosticOptions), stream_(text_), printer_(stream_, options_.get()) {}

void ProbeMessages::BeginSourceFile(const clang::LangOptions& language, const clang::Preprocessor* preprocessor) {
  printer_.BeginSourceFile(language, preprocessor);
}

void ProbeMessages::EndSourceFile() {
  finish_pending();
  printer_.EndSourceFile();
}

void ProbeMessages::HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message) {
  clang::DiagnosticConsumer::HandleDiagnostic(level, message);
  if (level >= clang::DiagnosticsEngine::Error) {
    finish_pending();
    sort_error(level, message);
  } else if (level == clang::DiagnosticsEngine::Note && pending_) {
    sort_note(level, message);
  }
}

/// Clang goes on after an error; what it says then about the same type follows from the first.
void ProbeMessages::add(ProbeErrors::OfType error) {
  const auto same_type = [&error](const ProbeErrors::OfType& other) { return other.type == error.type; };
  if (std::none_of(errors_.types.begin(), errors_.types.end(), same_type)) errors_.types.push_back(std::move(error));
}

void ProbeMessages::sort_error(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message) {
  const ProbePlace place = probe_place(message);
  const std::optional<std::size_t> header = probe_.header_on(place.line);
  if (const auto type = probe_.type_on(place.line); type && place.in_probe) {
    add(type_error(*type, probe_.types()[*type], place.column, message));
    has_blamed_ = true;
  } else if (header && place.in_probe) {
    errors_.missing_headers.push_back(*header);
  } else {
    pending_ = Pending{header, text_of(message), printed(level, message)};
    pending_->in_library = is_in_library(message);
    if (place.in_probe && probe_.opens_name_space(place.line)) {
      const unsigned length =
          clang::Lexer::MeasureTokenLength(message.getLocation(), message.getSourceManager(), clang::LangOptions());
      pending_->name_space = ProbeErrors::OfNameSpace{place.column - Probe::name_space_column(), length, {}};
      pending_->text.clear();  // a line of the probe
    }
  }
}

void ProbeMessages::sort_note(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message) {
  const ProbePlace place = probe_place(message);
  if (const auto type = probe_.type_on(place.line); type && place.in_probe) {
    add({*type, pending_->message, 0, 0, ""});
    pending_.reset();
    has_blamed_ = true;
    return;
  }
  pending_->text += printed(level, message);
  const std::optional<std::size_t> header = probe_.header_on(place.line);
  if (!pending_->in_library || pending_->has_culprit || !header || is_in_library(message)) return;
  pending_->header = header;
  pending_->has_culprit = true;
}

void ProbeMessages::finish_pending() {
  if (!pending_) return;
  if (pending_->name_space) {
    errors_.name_space = std::move(pending_->name_space);
    errors_.name_space->printed = std::move(pending_->text);
    pending_.reset();
    return;
  }
  // Clang does not say again who asked: what it finds on the way follows from the error before.
  const bool is_consequence = pending_->in_library && !pending_->has_culprit && has_blamed_;
  has_blamed_ = is_consequence || pending_->header.has_value();
  if (is_consequence) return pending_.reset();
  if (pending_->in_library) pending_->text = without_includes(pending_->text);
  (pending_->header ? errors_.inside_headers[*pending_->header] : errors_.elsewhere) += pending_->text;
  pending_.reset();
}

std::string ProbeMessages::printed(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message) {
  text_.clear();
  printer_.HandleDiagnostic(level, message);
  stream_.flush();
  return without_probe(text_);
}

ProbeErrors ProbeMessages::take() {
  finish_pending();
  return std::exchange(errors_, {});
}

}  // namespace tagcache::generator
