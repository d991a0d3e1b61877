#pragma once

#include <tagcache/key.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <utility>

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
        view_{key_.view(), call.type,        tags_, load_, own_, options_, call.encoder, std::move(replaced), purpose,
              call.query,  call.asynchronous} {}
  OwnedCall(const OwnedCall&) = delete;
  OwnedCall& operator=(const OwnedCall&) = delete;

  [[nodiscard]] const ReadCall& view() const noexcept { return view_; }
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
  ReadCall view_;
};

}  // namespace tagcache::detail
