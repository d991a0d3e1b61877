#pragma once

#include <tagcache/packer.hpp>

#include "model.hpp"

/// What each of the two generated source files makes of a page.
tagcache::Bytes encode_by_one(const shared::Page<shared::Item>& page);
tagcache::Bytes encode_by_two(const shared::Page<shared::Item>& page);

std::uint64_t item_fingerprint_of_one();
std::uint64_t item_fingerprint_of_two();
std::uint64_t query_fingerprint_of_one();
std::uint64_t query_fingerprint_of_two();
