#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <tagcache/entry.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/loader.hpp>
#include <tagcache/options.hpp>
#include <tagcache/purpose.hpp>
#include <tagcache/refreshed.hpp>
#include <tagcache/store.hpp>
#include <tagcache/value_codec.hpp>
#include <utility>

/// The seam between the typed templates in headers and the untyped machinery in the library.
namespace tagcache::detail {

/// The number of reads by hand among the queries of a cache; those of a schema have theirs from 1 on.
inline constexpr unsigned by_hand = 0;

/// How a value is read, beside how its query says that it is.
struct Manner {
  Purpose purpose = Purpose::read;
  const RefreshHook* on_refreshed = nullptr;
  unsigned query = by_hand;
  bool as_schema = false;  ///< the options are those of the query, the same for each call
};

/// A read that hopes for a hit, for the time of the call.
struct HitCall {
  const KeyView& key;
  const ValueType& type;
  const QueryOptions& options;
  const ValueCodec* codec;
  const Manner& manner;
  bool& found_nothing;  ///< becomes true when nothing at all is stored under the key
};

struct LoadReport;

/// One read, for the time of the call.
struct ReadCall {
  const KeyView& key;
  const ValueType& type;
  FunctionView<TagSet()> tags;
  FunctionView<LoadResult(const EntryPointer& previous)> load;
  FunctionView<OwnedLoader()> own_load;
  const QueryOptions& options;
  const ValueCodec* codec = nullptr;
  EntryPointer replaced = nullptr;  ///< an entry that a load is to replace although it is fresh
  Purpose purpose = Purpose::read;  ///< a load for verification is compared with `replaced`, and replaces nothing
  unsigned query = by_hand;
  bool asynchronous = false;                  ///< the loader can only be started: `load` is never called
  const RefreshHook* on_refreshed = nullptr;  ///< of a refresh that this read starts
  LoadReport* report = nullptr;               ///< filled in by a load, to be told when its flight has ended
  bool found_nothing = false;                 ///< by a look for a hit, just before: HitCall
};

/// What a read that has to wait was told when it looked; nothing when it did not look, because the store may block.
struct Glance {
  std::optional<Found> found;
  TimePoint at{};
};

/// Who is called when a read ends for which no thread waits: with what it came to, which is an Outcome or several.
template <class Ends>
class CompletionOf {
 public:
  virtual ~CompletionOf() = default;
  /// Called once, in any thread. With neither the read was cancelled.
  virtual void complete(std::exception_ptr error, std::optional<Ends> outcome) = 0;
};
using Completion = CompletionOf<Outcome>;

/// A read for which no thread waits.
class Pending {
 public:
  virtual ~Pending() = default;
  /// Its completion may be called before this returns.
  virtual void begin() = 0;
  /// The completion is called soon, if it was not yet; others who share the load are not disturbed. May be called from
  /// any thread, at any time.
  virtual void cancel() = 0;
};

/// A read of what is there, for the time of the call.
struct PresentCall {
  const KeyView& key;
  const ValueType& type;
  FunctionView<TagSet()> tags;
  const QueryOptions& options;
  const ValueCodec* codec = nullptr;
  unsigned query = by_hand;
};

}  // namespace tagcache::detail
