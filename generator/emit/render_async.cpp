#include "emit/render_async.hpp"

#include "emit/render_parts.hpp"

namespace tagcache::generator {
namespace {

/// The parameters of the private function of a query; `name` is in front of those of its method.
std::string read_parameters(const CppQuery& query, const std::string& name, const std::string& call) {
  const std::string read = "::tagcache::detail::AsyncRead<" + query.value + ">&" + name;
  return followed_by(read + ", " + std::string(per_call) + call, query.method_parameters);
}

std::string many_parameters(const CppQuery& query, const std::string& name, const std::string& call) {
  const std::string read = "::tagcache::detail::AsyncManyRead<" + query.value + ">&" + name;
  return followed_by(read + ", " + std::string(per_call) + call, query.many.method_parameters);
}

}  // namespace

std::string async_many_method(const CppUnit& unit, const CppQuery& query) {
  const std::string parameters = followed_by(query.many.method_parameters, "auto token");
  return filled("async_many.hpp",
                {{"results", "std::exception_ptr, std::vector<tagcache::Handle<" + query.value + ">>"},
                 {"name", query.many.name},
                 {"parameters", parameters},
                 {"cache", unit.cache},
                 {"arguments", followed_by("token, {}", query.many.arguments)},
                 {"per_call_parameters", std::string(per_call) + " call, " + parameters},
                 {"per_call_arguments", followed_by("token, call", query.many.arguments)},
                 {"if_present_parameters", std::string(if_present) + ", " + parameters}});
}

std::string async_many_definition(const CppUnit& unit, const CppQuery& query) {
  return filled("async_read_many.cpp", {{"cache", unit.cache},
                                        {"name", query.many.name},
                                        {"parameters", many_parameters(query, " read", " call")},
                                        {"structure", query.structure},
                                        {"arguments", followed_by("read, call", query.many.arguments)}});
}

std::string async_method(const CppUnit& unit, const CppQuery& query) {
  const std::string parameters = followed_by(query.method_parameters, "auto token");
  return filled("async_query.hpp", {{"results", "std::exception_ptr, tagcache::Handle<" + query.value + '>'},
                                    {"name", query.name},
                                    {"parameters", parameters},
                                    {"cache", unit.cache},
                                    {"arguments", followed_by("token, {}", query.arguments)},
                                    {"per_call_parameters", std::string(per_call) + " call, " + parameters},
                                    {"per_call_arguments", followed_by("token, call", query.arguments)},
                                    {"if_present_parameters", std::string(if_present) + ", " + parameters}});
}

std::string async_method(const CppUnit& unit, const CppMutation& mutation) {
  std::string result = mutation.method_returns == "void" ? "" : mutation.method_returns;
  if (result.starts_with("::")) result.erase(0, 2);
  return filled("async_method.hpp", {{"results", followed_by("std::exception_ptr", result)},
                                     {"name", mutation.name},
                                     {"parameters", followed_by(mutation.method_parameters, "auto token")},
                                     {"cache", unit.cache},
                                     {"arguments", followed_by("token", mutation.arguments)}});
}

std::string async_members(const CppUnit& unit) {
  const auto read = [](const CppQuery& query) {
    const std::string many =
        query.many.name.empty() ? "" : "\nvoid " + query.many.name + "_(" + many_parameters(query, "", "") + ");";
    return "void " + query.name + "_(" + read_parameters(query, "", "") + ");" + many;
  };
  const auto write = [](const CppMutation& mutation) {
    return "::boost::asio::awaitable<" + mutation.method_returns + "> " + mutation.name + "_(" +
           mutation.owned_parameters + ");";
  };
  return filled("async_members.hpp",
                {{"reads", each(unit.queries, "\n", read)}, {"writes", each(unit.mutations, "\n", write)}});
}

std::string async_definition(const CppUnit& unit, const CppQuery& query) {
  return filled("async_read.cpp", {{"cache", unit.cache},
                                   {"name", query.name},
                                   {"parameters", read_parameters(query, " read", " call")},
                                   {"structure", query.structure},
                                   {"arguments", followed_by("read, call", query.arguments)}});
}

std::string async_definition(const CppUnit& unit, const CppMutation& mutation) {
  return filled("async_write.cpp", {{"returns", mutation.method_returns},
                                    {"cache", unit.cache},
                                    {"name", mutation.name},
                                    {"parameters", mutation.owned_parameters},
                                    {"statements", lines(mutation.coroutine)}});
}

}  // namespace tagcache::generator
