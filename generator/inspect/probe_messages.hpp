#pragma once

#include <clang/Basic/Diagnostic.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <llvm/Support/raw_ostream.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inspect/probe.hpp"

namespace tagcache::generator {

/// What Clang said while it read a probe, sorted by what it is about.
struct ProbeErrors {
  struct OfType {
    std::size_t type = 0;  ///< index into Probe::types
    std::string message;
    std::size_t offset = 0;  ///< where in the text of the type
    std::size_t length = 0;  ///< zero: the whole text
    std::string suggestion;  ///< the text of the type with Clang's suggestion applied; empty without one
  };
  struct OfNameSpace {
    std::size_t offset = 0;  ///< where in its text
    std::size_t length = 0;
    std::string printed;  ///< what Clang says about the other thing of that name
  };
  std::vector<OfType> types;
  std::optional<OfNameSpace> name_space;              ///< something else has this name
  std::vector<std::size_t> missing_headers;           ///< indices into MentionedTypes::headers
  std::map<std::size_t, std::string> inside_headers;  ///< by the same index: errors as Clang prints them
  std::string elsewhere;                              ///< errors of the command line and of the standard library
};

/// Receives Clang's messages and sorts them.
class ProbeMessages : public clang::DiagnosticConsumer {
 public:
  explicit ProbeMessages(const Probe& probe);

  void BeginSourceFile(const clang::LangOptions& language, const clang::Preprocessor* preprocessor) override;
  void EndSourceFile() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message) override;

  /// What was said since the last call.
  [[nodiscard]] ProbeErrors take();

 private:
  /// An error whose notes may still tell that a line of the probe caused it.
  struct Pending {
    std::optional<std::size_t> header;
    std::string message;
    std::string text;
    std::optional<ProbeErrors::OfNameSpace> name_space{};
    bool in_library = false;  ///< who asked the library for it is to blame
    bool has_culprit = false;
  };

  void add(ProbeErrors::OfType error);
  void sort_error(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message);
  void sort_note(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message);
  void finish_pending();
  [[nodiscard]] std::string printed(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& message);

  const Probe& probe_;
  ProbeErrors errors_;
  std::optional<Pending> pending_;
  bool has_blamed_ = false;  ///< for the error before this one
  clang::IntrusiveRefCntPtr<clang::DiagnosticOptions> options_;
  std::string text_;
  llvm::raw_string_ostream stream_;
  clang::TextDiagnosticPrinter printer_;
};

}  // namespace tagcache::generator
