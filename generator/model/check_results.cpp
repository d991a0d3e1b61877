#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/resolve_context.hpp"

namespace tagcache::generator {
namespace {

/// `std::atomic<int>` without its template, when `type` is one of it.
std::string argument_of(const std::string& type, std::string_view name) {
  const bool is_one = type.starts_with(std::string(name) + '<') && type.ends_with('>');
  return is_one ? type.substr(name.size() + 1, type.size() - name.size() - 2) : "";
}

std::string of_pointer(const std::string& type) {
  std::string value = type.substr(0, type.find_last_not_of(" *") + 1);
  if (value.starts_with("const ")) value.erase(0, sizeof("const"));
  if (value == "char") return "std::string";
  return value == "void" ? "the type that it points to" : value + ", or std::shared_ptr<const " + value + '>';
}

/// A type that has the values that `type` only shows.
std::string owning(const std::string& type) {
  if (type == "std::string_view") return "std::string";
  for (const std::string_view view : {"std::span", "std::initializer_list"}) {
    const std::string element = argument_of(type, view);
    const std::string plain = element.starts_with("const ") ? element.substr(sizeof("const")) : element;
    if (!plain.empty() && plain.find(',') == std::string::npos) return "std::vector<" + plain + '>';
  }
  return type.ends_with('*') ? of_pointer(type) : "a type that has the values";
}

/// Shared, it stays where it is. `leaves_memory`: a store outside of the process would have to know how to write it.
std::string shared(const std::string& type, bool leaves_memory) {
  if (const std::string value = argument_of(type, "std::atomic"); !value.empty()) return value;
  const std::string whole = argument_of(type, "std::unique_ptr");
  const std::string pointer = "std::shared_ptr<const " + (whole.empty() ? type : whole) + '>';
  const std::string cure = pointer.find(',') == std::string::npos ? pointer : '"' + pointer + '"';
  return leaves_memory ? cure + ", with layers: [memory]" : cure;
}

void check_result(const std::optional<Text>& returns, const std::string& owner, const Query* query,
                  const ResolveContext& context) {
  if (!returns) return;
  const TypeFacts facts = context.facts_of(returns->value);
  const bool is_kept = query != nullptr;
  const bool moves = facts.not_moved.empty();
  const std::string why = !moves ? facts.not_moved : is_kept ? facts.not_kept : "";
  if (why.empty()) return;
  const bool is_unknown = why.ends_with("not defined") && argument_of(returns->value, "std::unique_ptr").empty();
  const std::string cure = is_unknown ? "..., and below include the header that defines it"
                           : moves    ? owning(returns->value)
                                      : shared(returns->value, is_kept && leaves_memory(*query, context.model));
  context.diagnostics.report(
      {"not-a-result",
       returns->range,
       "'" + returns->value + "' cannot be what " + owner + " returns: " + why,
       is_kept ? "a type whose values can be moved and own what they show" : "a type whose values can be moved",
       "returns: " + cure,
       {}});
}

}  // namespace

bool may_be_returned(const TypeFacts& facts) { return facts.not_moved.empty() && facts.not_kept.empty(); }

void check_results(const ResolveContext& context) {
  for (std::size_t index = 0; index < context.document.queries.size(); ++index) {
    const WrittenQuery& query = context.document.queries[index];
    check_result(query.returns, "the query " + query.name.value, &context.model.queries[index], context);
  }
  for (const WrittenMutation& mutation : context.document.mutations) {
    check_result(mutation.returns, "the mutation " + mutation.name.value, nullptr, context);
  }
}

}  // namespace tagcache::generator
