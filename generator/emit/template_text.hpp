#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tagcache::generator {

/// What goes into the holes of a template, by the name of the hole.
using HoleValues = std::map<std::string, std::string, std::less<>>;

/// `text` with its `$name$` holes filled.
///
/// A hole that stands alone on its line passes its indentation on to each line of its value; when the value is empty,
/// the line goes away, and the blank line before it too. A hole within a line takes a value of one line. Templates have
/// no conditions and no loops.
///
/// Throws std::logic_error, which names `name`, for a hole without a value, a value without a hole, a single `$`, and a
/// value of several lines within a line: these are mistakes in the generator.
[[nodiscard]] std::string fill_template(std::string_view name, std::string_view text, const HoleValues& values);

/// The text of `templates/<name>.tmpl`, which is part of the program. Throws std::logic_error when there is none.
[[nodiscard]] std::string_view template_text(std::string_view name);

}  // namespace tagcache::generator
