#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/inspect.hpp"
#include "inspect/probe_messages.hpp"

namespace tagcache::generator {

/// Gathers the types that a schema without any header names, as one missing line is the reason for all of them.
class ForgottenHeaders {
 public:
  /// Both outlive this. In `schema_folder` a header that defines the types is looked for.
  ForgottenHeaders(const MentionedTypes& mentioned, const std::string& schema_folder)
      : mentioned_(mentioned), schema_folder_(schema_folder) {}

  /// Whether a forgotten header explains the error in the type `text`, which is gathered then.
  [[nodiscard]] bool explain(const std::string& text, const ProbeErrors::OfType& error);

  /// Reports what was gathered, in one error where the first of the types stands.
  void report(Diagnostics& diagnostics) const;

 private:
  [[nodiscard]] std::string cure() const;

  const MentionedTypes& mentioned_;
  const std::string& schema_folder_;
  std::vector<std::string> names_;
  std::optional<SourceRange> first_;
};

}  // namespace tagcache::generator
