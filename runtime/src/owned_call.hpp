#pragma once

#include <tagcache/key.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <utility>

#include "load_report.hpp"

namespace tagcache::detail {

/// A call that owns what it refers to, for loads that run when their caller is gone.
class OwnedCall {
 public:
  OwnedCall(const ReadCall& call, EntryPointer replaced, Purpose purpose)
      : key_(call.key),
        tags_{call.tags()},
        load_{call.own_load()},
        own_{&load_.loader},
        options_(call.options),
        on_refreshed_(call.on_refreshed != nullptr ? *call.on_refreshed : nullptr),
        view_{key_.view(),
              call.type,
              tags_,
              load_,
              own_,
              options_,
              call.codec,
              std::move(replaced),
              purpose,
              call.query,
              call.asynchronous,
              on_refreshed_ ? &on_refreshed_ : nullptr,
              &report_} {}
  OwnedCall(const OwnedCall&) = delete;
  OwnedCall& operator=(const OwnedCall&) = delete;

  [[nodiscard]] const ReadCall& view() const noexcept { return view_; }
  /// What its load found out.
  [[nodiscard]] const LoadReport& report() const noexcept { return report_; }
  /// Whether its load was a refresh that somebody is to be told of.
  [[nodiscard]] bool was_refreshed() const noexcept {
    return on_refreshed_ && view_.purpose == Purpose::refresh && report_.before && report_.after;
  }
  [[nodiscard]] const OwnedLoader& loader() const noexcept { return load_.loader; }

 private:
  struct Tags {
    TagSet tags;
    TagSet operator()() const { return tags; }
  };
  struct Loader {
    OwnedLoader loader;
    LoadResult operator()(const EntryPointer& previous) const { return loader.run(previous); }
  };
  struct Own {
    const OwnedLoader* loader;
    OwnedLoader operator()() const { return *loader; }
  };

  Key key_;
  Tags tags_;
  Loader load_;
  Own own_;
  QueryOptions options_;
  RefreshHook on_refreshed_;  ///< empty when nobody is to be told
  mutable LoadReport report_;
  ReadCall view_;
};

}  // namespace tagcache::detail
