#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "support/source_file.hpp"

namespace tagcache::generator {

/// A second place that belongs to an error, such as the first of two definitions.
struct Note {
  SourceRange range;
  std::string message;
};

/// What a message means for the result: with an error there is none, with a warning there is one to think about.
enum class Severity { error, warning };

/// One mistake of the user. `message` says what was found, `expected` what would have been right, and `cure` what
/// to write; a message without a cure is a message that sends its reader away.
struct Diagnostic {
  std::string code;  ///< stable, kebab-case: `unknown-tag`; documented in docs/errors.md
  SourceRange range;
  std::string message;
  std::string expected;
  std::string cure;
  std::vector<Note> notes;
  Severity severity = Severity::error;
};

/// What all stages found, collected so that one run reports everything. Not thread-safe.
class Diagnostics {
 public:
  /// Of very many only the first thousand are kept, and the others counted; text that is very long is cut.
  void report(Diagnostic diagnostic);

  /// Reports all of `others` as well.
  void report(const Diagnostics& others);

  [[nodiscard]] bool empty() const noexcept { return diagnostics_.empty(); }

  /// All diagnostics in the order in which their files were read and of their places, those without a place last,
  /// doubles removed, with an empty line between two of them. Empty when there are none. One reads like this:
  ///
  ///     blog.yaml:9:18: error: no argument is called 'usr' [unknown-argument]
  ///         9 |     tags: [users(usr)]
  ///           |                  ^~~
  ///     expected: one of the arguments of get_user: user
  ///     write:    users(user)
  ///
  /// Notes follow as `blog.yaml:3:3: note: ...`, each with its line and caret. Lines are reported as they are, columns
  /// count bytes; carets stand right under text with tabs and with letters of several bytes. Of a very long line the
  /// part around the caret is shown, and bytes that no terminal should get are shown as '?'.
  /// With `colours` it has the escape sequences of a terminal in it.
  [[nodiscard]] std::string text(bool colours = false) const;

  /// The same as a JSON document, for programs: {"diagnostics": [...]}, in the same order; docs/errors.md has its
  /// fields, which are stable.
  [[nodiscard]] std::string json() const;

 private:
  [[nodiscard]] std::vector<const Diagnostic*> sorted() const;

  /// What makes two of them the same: code, place and message.
  using Identity = std::tuple<std::string, const SourceFile*, std::uint32_t, std::uint32_t, std::uint32_t, std::string>;

  std::vector<Diagnostic> diagnostics_;
  std::set<Identity> identities_;
  std::size_t left_out_ = 0;
};

}  // namespace tagcache::generator
