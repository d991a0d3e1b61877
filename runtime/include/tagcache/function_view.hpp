#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace tagcache::detail {

template <class Signature>
class FunctionView;

/// A callable passed down for the time of one call: two pointers, no allocation, no ownership.
template <class Result, class... Arguments>
class FunctionView<Result(Arguments...)> {
 public:
  template <class Callable>
    requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionView> &&
             std::is_invocable_r_v<Result, Callable&, Arguments...>)
  FunctionView(Callable&& callable) noexcept  // NOLINT(bugprone-forwarding-reference-overload): constrained above
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* object, Arguments... arguments) -> Result {
          return (*static_cast<std::remove_reference_t<Callable>*>(object))(std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const { return call_(object_, std::forward<Arguments>(arguments)...); }

 private:
  void* object_;
  Result (*call_)(void*, Arguments...);
};

}  // namespace tagcache::detail
