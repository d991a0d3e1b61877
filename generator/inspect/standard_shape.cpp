#include "inspect/standard_shape.hpp"

#include <clang/AST/DeclTemplate.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "inspect/type_name.hpp"

namespace tagcache::generator {
namespace {

/// A template whose first arguments are the types of its parts.
struct Known {
  std::string_view name;
  ShapeKind kind;
  std::size_t parts;
};
constexpr std::size_t all = static_cast<std::size_t>(-1);

constexpr std::array known_templates = {
    Known{"optional", ShapeKind::optional, 1},
    Known{"vector", ShapeKind::sequence, 1},
    Known{"deque", ShapeKind::sequence, 1},
    Known{"list", ShapeKind::sequence, 1},
    Known{"array", ShapeKind::array, 1},
    Known{"set", ShapeKind::set, 1},
    Known{"multiset", ShapeKind::set, 1},
    Known{"unordered_set", ShapeKind::set, 1},
    Known{"unordered_multiset", ShapeKind::set, 1},
    Known{"map", ShapeKind::map, 2},
    Known{"multimap", ShapeKind::map, 2},
    Known{"unordered_map", ShapeKind::map, 2},
    Known{"unordered_multimap", ShapeKind::map, 2},
    Known{"pair", ShapeKind::tuple, 2},
    Known{"tuple", ShapeKind::tuple, all},
    Known{"variant", ShapeKind::variant, all},
    Known{"unique_ptr", ShapeKind::pointer, 1},
    Known{"shared_ptr", ShapeKind::pointer, 1},
    Known{"chrono::duration", ShapeKind::duration, 1},
    Known{"chrono::time_point", ShapeKind::time_point, 2},
    Known{"basic_string", ShapeKind::text, 1},
};

struct Refused {
  std::string_view name;
  std::string_view why;
};

constexpr std::array refused_classes = {
    Refused{"basic_string_view", "it does not own its text, which would be gone; write std::string"},
    Refused{"span", "it does not own its elements, which would be gone; write std::vector"},
    Refused{"reference_wrapper", "it refers to a value that is elsewhere; write the type it refers to"},
    Refused{"weak_ptr", "it refers to a value that is elsewhere; write std::shared_ptr"},
    Refused{"function", "it is a function, which cannot be written as bytes"},
    Refused{"any", "nobody can know what it holds; write std::variant of the types that it may hold"},
    Refused{"atomic", "it belongs to the threads of this process; write the type of its value"},
    Refused{"mutex", "it belongs to the threads of this process"},
    Refused{"shared_mutex", "it belongs to the threads of this process"},
    Refused{"recursive_mutex", "it belongs to the threads of this process"},
};

/// The template arguments one after the other, those of packs too.
std::vector<clang::TemplateArgument> flat_arguments(const clang::ClassTemplateSpecializationDecl& special) {
  std::vector<clang::TemplateArgument> flat;
  for (const clang::TemplateArgument& argument : special.getTemplateArgs().asArray()) {
    if (argument.getKind() == clang::TemplateArgument::Pack) {
      flat.insert(flat.end(), argument.pack_begin(), argument.pack_end());
    } else {
      flat.push_back(argument);
    }
  }
  return flat;
}

bool is_std_class(clang::QualType type, std::string_view name) {
  const clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl();
  return record != nullptr && name_in_std(*record) == name;
}

std::string number(const clang::TemplateArgument& argument) {
  llvm::SmallString<24> digits;
  argument.getAsIntegral().toString(digits);
  return std::string(digits.str());
}

/// `1/1000` of std::chrono::milliseconds.
std::string ratio(clang::QualType type) {
  const auto* const special = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsRecordDecl());
  if (special == nullptr || special->getTemplateArgs().size() != 2) return "";
  return number(special->getTemplateArgs()[0]) + '/' + number(special->getTemplateArgs()[1]);
}

StandardShape opaque(std::string problem) { return {ShapeKind::opaque, {}, "", std::move(problem), false}; }

/// What only some templates have: sizes, clocks, deleters.
StandardShape finished(StandardShape shape, std::string_view name,
                       const std::vector<clang::TemplateArgument>& arguments, const clang::ASTContext& context) {
  if (name == "array") shape.detail = number(arguments[1]);
  if (name == "chrono::duration") shape.detail = ratio(arguments[1].getAsType());
  if (name == "chrono::time_point") {
    if (!is_std_class(shape.parts[0], "chrono::system_clock")) {
      return opaque("its clock means nothing to other processes; write std::chrono::system_clock");
    }
    shape.parts.erase(shape.parts.begin());
  }
  if (name == "basic_string") {
    const bool is_plain =
        context.hasSameType(shape.parts[0], context.CharTy) && is_std_class(arguments[1].getAsType(), "char_traits");
    if (!is_plain) return opaque("its letters are no chars; write std::string, in UTF-8");
    shape.parts.clear();
  }
  if (name == "unique_ptr" && !is_std_class(arguments[1].getAsType(), "default_delete")) {
    return opaque("it has a deleter of its own");
  }
  if (shape.kind == ShapeKind::pointer && shape.parts[0]->isArrayType()) {
    return opaque("it does not say how many elements it points to; write std::vector");
  }
  const auto is_const = [](clang::QualType part) { return part.isConstQualified(); };
  if (shape.kind != ShapeKind::pointer && std::any_of(shape.parts.begin(), shape.parts.end(), is_const)) {
    return opaque("what it holds is const, so it cannot be read back");
  }
  return shape;
}

}  // namespace

StandardShape standard_shape(const clang::CXXRecordDecl& record, std::string_view name,
                             const clang::ASTContext& context) {
  if (name == "monostate") return {ShapeKind::unit, {}, "", "", false};
  for (const Refused& refused : refused_classes) {
    if (refused.name == name) return opaque(std::string(refused.why));
  }
  const auto same_name = [name](const Known& each) { return each.name == name; };
  const auto* const known = std::find_if(known_templates.begin(), known_templates.end(), same_name);
  const auto* const special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(&record);
  if (known == known_templates.end() || special == nullptr) {
    return {ShapeKind::opaque, {}, "", "it is a class of the standard library for which tagcache has no codec", true};
  }
  const std::vector<clang::TemplateArgument> arguments = flat_arguments(*special);
  StandardShape shape{known->kind, {}, "", "", false};
  for (const clang::TemplateArgument& argument : arguments) {
    if (shape.parts.size() == known->parts || argument.getKind() != clang::TemplateArgument::Type) break;
    shape.parts.push_back(argument.getAsType().getCanonicalType());
  }
  return finished(std::move(shape), name, arguments, context);
}

}  // namespace tagcache::generator
