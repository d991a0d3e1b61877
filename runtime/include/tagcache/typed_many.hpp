#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tagcache/handle.hpp>
#include <tagcache/many_call.hpp>
#include <tagcache/per_call.hpp>
#include <tagcache/primitives.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// Queries that generated code describes, read for several values of one argument: the one at Query::varying.
namespace tagcache::detail {

/// References to the parts of `tuple`, with `part` in one place of it.
template <std::size_t Place, class Tuple, class Part>
[[nodiscard]] constexpr auto with_part(const Tuple& tuple, const Part& part) {
  return [&]<std::size_t... Places>(std::index_sequence<Places...>) {
    const auto at = [&]<std::size_t Each>(std::integral_constant<std::size_t, Each>) -> decltype(auto) {
      if constexpr (Each == Place) {
        return (part);
      } else {
        return (std::get<Each>(tuple));
      }
    };
    return std::forward_as_tuple(at(std::integral_constant<std::size_t, Places>())...);
  }(std::make_index_sequence<std::tuple_size_v<Tuple>>());
}

/// What the source gives for `missing`, each as `told` has it. `kept` are the other arguments.
template <class Query, class Source, class Told, class Value, class Argument, class Kept>
[[nodiscard]] std::vector<Loaded<Value>> load_many(Source& source, const Told& told, std::span<const Argument> missing,
                                                   std::span<const Previous<Value>> previous, const Kept& kept) {
  auto values = std::apply(
      [&](const auto&... each) {
        if constexpr (requires { Query::load_many(source, each..., previous); }) {
          return Query::load_many(source, each..., previous);
        } else {
          return Query::load_many(source, each...);
        }
      },
      with_part<Query::varying>(kept, missing));
  std::vector<Loaded<Value>> loaded;
  for (auto&& value : values) {
    const std::size_t place = loaded.size();
    Loaded<Value> given(std::move(value));
    if (place >= missing.size()) {
      loaded.push_back(std::move(given));  // too many values are refused where they would be kept
      continue;
    }
    loaded.push_back(std::apply([&](const auto&... each) { return told(std::move(given), previous[place], each...); },
                                with_part<Query::varying>(kept, missing[place])));
  }
  return loaded;
}

/// Calls `read` with what a read of `Query` takes: the values of the argument that varies, in whose place a std::span
/// stands, what gives key and tags of one of them, and a loader. `told` adds to a Loaded what the query says of its
/// value.
template <class Query, class Source, class Told, class Read, class... Passed>
auto with_many(Source& source, const Told& told, const Read& read, const Passed&... arguments) {
  using Value = typename Query::Value;
  const std::tuple<const Passed&...> all(arguments...);
  const auto several = std::get<Query::varying>(all);
  using Argument = typename decltype(several)::value_type;
  const auto key = [&all](const Argument& one) {
    return std::apply([](const auto&... each) { return Query::key(each...); }, with_part<Query::varying>(all, one));
  };
  const auto tags = [&all](const Argument& one) {
    return std::apply([](const auto&... each) { return Query::tags(each...); }, with_part<Query::varying>(all, one));
  };
  std::tuple<Passed...> kept(arguments...);
  std::get<Query::varying>(kept) = {};  // asked for anew by each load
  return read(several, key, tags,
              [&source, told, kept = std::move(kept)](std::span<const Argument> missing,
                                                      std::span<const Previous<Value>> previous) {
                return load_many<Query>(source, told, missing, previous, kept);
              });
}

/// Calls `use` with a read of `Query` for several values, as `call` says.
template <class Query, class Source, class Told, class Use, class... Passed>
auto with_many_call(Primitives& cache, std::uint64_t name_hash, Source& source, const Told& told, const PerCall& call,
                    const Use& use, const Passed&... arguments) {
  using Value = typename Query::Value;
  const QueryOptions options = options_of<Query>(call);
  const RefreshHook hook = refresh_hook_of<Value>(call);
  const Manner manner{call.purpose, hook ? &hook : nullptr, Query::number};
  const auto read = [&](const auto& several, const auto& key, const auto& tags, auto load) {
    return cache.template with_many<Value>(Query::name, name_hash, several, key, tags, std::move(load), options, manner,
                                           codec_of_query<Query>(), use);
  };
  return with_many<Query>(source, told, read, arguments...);
}

/// Reads `Query` for several values.
template <class Query, class Source, class Told, class... Passed>
[[nodiscard]] std::vector<Handle<typename Query::Value>> query_many(Primitives& cache, std::uint64_t name_hash,
                                                                    Source& source, const Told& told,
                                                                    const PerCall& call, const Passed&... arguments) {
  const auto run = [&cache](const auto& its_call) {
    return handles_of<typename Query::Value>(cache.run_many(its_call));
  };
  return with_many_call<Query>(cache, name_hash, source, told, call, run, arguments...);
}

/// What that would hand out without a load.
template <class Query, class Source, class Told, class... Passed>
[[nodiscard]] std::vector<std::optional<Handle<typename Query::Value>>> query_many(Primitives& cache,
                                                                                   std::uint64_t name_hash,
                                                                                   Source& source, const Told& told,
                                                                                   IfPresent,
                                                                                   const Passed&... arguments) {
  std::vector<std::optional<Handle<typename Query::Value>>> handles;
  const auto look = [&](const auto& call) {
    cache.present_many({call.keys, call.type, call.tags, call.options, call.codec, call.manner.query},
                       adder_to(handles));
  };
  with_many_call<Query>(cache, name_hash, source, told, PerCall(), look, arguments...);
  return handles;
}

}  // namespace tagcache::detail
