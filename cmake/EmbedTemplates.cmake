# Writes the files TEMPLATES (a list), which lie below ROOT, into the C++ file OUTPUT; run with cmake -P.
set(entries "")
foreach(path IN LISTS TEMPLATES)
  file(RELATIVE_PATH name "${ROOT}" "${path}")
  string(REGEX REPLACE "\\.tmpl$" "" name "${name}")
  file(READ "${path}" text)
  if(text MATCHES "\\)tmpl\"")
    message(FATAL_ERROR "${path} contains the text that ends it")
  endif()
  string(APPEND entries "    {\"${name}\", R\"tmpl(${text})tmpl\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"emit/embedded_templates.hpp\"

namespace tagcache::generator {
namespace {

constexpr EmbeddedTemplate templates[] = {
${entries}};

}  // namespace

std::span<const EmbeddedTemplate> embedded_templates() { return templates; }

}  // namespace tagcache::generator
")
