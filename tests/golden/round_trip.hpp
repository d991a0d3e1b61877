#pragma once

#include <tagcache/codec/standard.hpp>

#include "catch.hpp"

/// Whether `value` is written, read back equal, and written again as the same bytes.
template <class T>
[[nodiscard]] bool comes_back(const T& value) {
  const auto bytes = tagcache::encode(value);
  if (!bytes) return false;
  const auto back = tagcache::decode<T>(*bytes);
  return back && *back == value && tagcache::encode(*back) == bytes;
}

template <class Query>
concept HasFingerprint = requires { Query::fingerprint; };
