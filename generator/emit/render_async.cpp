#include "emit/render_async.hpp"

#include "emit/render_parts.hpp"

namespace tagcache::generator {
namespace {

std::string followed_by(const std::string& first, const std::string& rest) {
  return rest.empty() ? first : first.empty() ? rest : first + ", " + rest;
}

std::string async_method(const CppUnit& unit, const std::string& name, const std::string& parameters,
                         const std::string& arguments, std::string_view call, const std::string& results) {
  return filled("async_method.hpp", {{"results", results},
                                     {"name", name},
                                     {"parameters", followed_by(parameters, "auto token")},
                                     {"call", std::string(call)},
                                     {"cache", unit.cache},
                                     {"arguments", followed_by("token", arguments)}});
}

std::string async_read(const CppQuery& query) { return "::tagcache::detail::AsyncRead<" + query.value + ">&"; }

}  // namespace

std::string async_method(const CppUnit& unit, const CppQuery& query) {
  return async_method(unit, query.name, query.method_parameters, query.arguments, "async_read",
                      "std::exception_ptr, tagcache::Handle<" + query.value + '>');
}

std::string async_method(const CppUnit& unit, const CppMutation& mutation) {
  std::string result = mutation.method_returns == "void" ? "" : mutation.method_returns;
  if (result.starts_with("::")) result.erase(0, 2);
  return async_method(unit, mutation.name, mutation.method_parameters, mutation.arguments, "async_write",
                      followed_by("std::exception_ptr", result));
}

std::string async_members(const CppUnit& unit) {
  const auto read = [](const CppQuery& query) {
    return "void " + query.name + "_(" + followed_by(async_read(query), query.method_parameters) + ");";
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
                                   {"parameters", followed_by(async_read(query) + " read", query.method_parameters)},
                                   {"structure", query.structure},
                                   {"arguments", followed_by("read", query.arguments)}});
}

std::string async_definition(const CppUnit& unit, const CppMutation& mutation) {
  return filled("async_write.cpp", {{"returns", mutation.method_returns},
                                    {"cache", unit.cache},
                                    {"name", mutation.name},
                                    {"parameters", mutation.owned_parameters},
                                    {"statements", lines(mutation.coroutine)}});
}

}  // namespace tagcache::generator
