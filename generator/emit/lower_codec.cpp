#include "emit/lower_codec.hpp"

#include <algorithm>
#include <set>
#include <tagcache/fingerprint.hpp>
#include <utility>

#include "model/query_identity.hpp"
#include "support/standard_headers.hpp"

namespace tagcache::generator {
namespace {

/// Words of a canonical name that name nothing in a namespace.
const std::set<std::string, std::less<>> plain_words = {
    "bool",  "char",   "char8_t", "char16_t", "char32_t", "wchar_t", "short",    "int",   "long", "unsigned",
    "float", "double", "void",    "signed",   "const",    "true",    "volatile", "false", "std",  "__int128"};

/// Namespaces inside tagcache that a namespace of the user might be called like.
const std::set<std::string, std::less<>> inner_namespaces = {"detail", "testing"};

bool belongs_to_a_name(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
         letter == '_';
}

/// Whether a name that begins where `front` ends must be looked up from the outermost namespace.
bool needs_colons(std::string_view front, std::string_view name, std::string_view behind) {
  if (front.ends_with("::") || (name.front() >= '0' && name.front() <= '9')) return false;
  return behind.starts_with("::") ? inner_namespaces.contains(name) : !plain_words.contains(name);
}

std::string number_expression(std::uint64_t number) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[(number >> static_cast<unsigned>(shift)) & 0xFU];
  return "0x" + text;
}

std::string recursive_fingerprint(const ValueCodec& codec) {
  if (codec.recursive_shape.empty()) return "";
  const std::string number = number_expression(fingerprint_of(codec.recursive_shape));
  if (codec.own_codecs.empty()) return number;
  std::string text = "::tagcache::fingerprint_of(\"record\", " + number;
  for (const std::string& own : codec.own_codecs) {
    text += ", ::tagcache::Codec<" + spelled_outside(own) + ">::fingerprint";
  }
  return text + ')';
}

CppCodec lower_codec(const ValueCodec& codec) {
  const bool is_record = codec.kind == ValueCodec::Kind::record;
  CppCodec result;
  result.type = spelled_outside(codec.type);
  result.base = is_record ? "RecordCodec" : "EnumCodec";
  result.arguments.push_back(result.type);
  for (const std::string& name : codec.names) {
    std::string argument = is_record ? "::tagcache::Field<\"" : "::tagcache::Enumerator<\"";
    argument += name + "\", " + (is_record ? "&" : "") + result.type + "::" + name + '>';
    result.arguments.push_back(std::move(argument));
  }
  result.fingerprint = recursive_fingerprint(codec);
  return result;
}

bool has_bytes(const Query& query) { return !query.value_shape.empty(); }

}  // namespace

std::string spelled_outside(std::string_view canonical) {
  std::string text;
  for (std::size_t begin = 0; begin < canonical.size();) {
    std::size_t end = begin;
    while (end < canonical.size() && belongs_to_a_name(canonical[end])) ++end;
    if (end == begin) {
      text += canonical[begin++];
      continue;
    }
    const std::string_view name = canonical.substr(begin, end - begin);
    if (needs_colons(canonical.substr(0, begin), name, canonical.substr(end))) text += "::";
    text += name;
    begin = end;
  }
  return text;
}

std::vector<CppCodec> lower_codecs(const CacheModel& model) {
  std::vector<CppCodec> codecs;
  for (const ValueCodec& codec : model.codecs) codecs.push_back(lower_codec(codec));
  return codecs;
}

std::vector<std::string> warnings_off(const CacheModel& model) {
  const bool is_needed = std::any_of(model.codecs.begin(), model.codecs.end(),
                                     [](const ValueCodec& codec) { return codec.names_deprecated; });
  if (!is_needed) return {};
  return {"// Deprecated members are part of values like others.",
          "#pragma GCC diagnostic ignored \"-Wdeprecated-declarations\""};
}

std::vector<std::string> codec_includes(const CacheModel& model) {
  if (std::none_of(model.queries.begin(), model.queries.end(), has_bytes)) return {};
  std::set<std::string> names;
  if (!model.codecs.empty()) names.insert("record");
  for (const std::string& type : model.standard_types) names.merge(standard_headers("std::" + type));
  for (const char* const in_all : {"string", "cstddef"}) names.erase(in_all);  // texts and bytes come with all codecs
  if (names.empty()) return {"tagcache/codec.hpp"};
  std::vector<std::string> headers;
  for (const std::string& name : names) headers.push_back("tagcache/codec/" + name + ".hpp");
  return headers;
}

std::string fingerprint_expression(const CacheModel& model, const Query& query) {
  if (!has_bytes(query)) return "";
  const std::string number = number_expression(fingerprint_of(query_identity(model, query).text()));
  return "::tagcache::fingerprint_of(\"" + query.name + "\", " + number + ", ::tagcache::Codec<Value>::fingerprint)";
}

}  // namespace tagcache::generator
