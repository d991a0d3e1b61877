#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/cpp_unit.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// The codecs that the source file defines. What is written depends on the type alone, not on the schema: a program may
/// hold the same codec from several.
[[nodiscard]] std::vector<CppCodec> lower_codecs(const CacheModel& model);

/// What keeps compilers from warning of codecs that name deprecated members, which their values have all the same.
[[nodiscard]] std::vector<std::string> warnings_off(const CacheModel& model);

/// Headers of the runtime with the codecs that the values need: `tagcache/codec/vector.hpp`.
[[nodiscard]] std::vector<std::string> codec_includes(const CacheModel& model);

/// What tells entries of this query from those of another identity: the number of its text, with what the codec of the
/// value is to the compiler. Empty for a query whose values never leave memory.
[[nodiscard]] std::string fingerprint_expression(const CacheModel& model, const Query& query);

/// A canonical name as it is written where names of tagcache are looked up first: `::Tag` for a Tag of the user.
[[nodiscard]] std::string spelled_outside(std::string_view canonical);

}  // namespace tagcache::generator
