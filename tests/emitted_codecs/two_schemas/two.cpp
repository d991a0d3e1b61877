#include "schemas.hpp"
#include "two_cache.cpp"

tagcache::Bytes encode_by_two(const shared::Page<shared::Item>& page) { return tagcache::encode(page).value(); }
std::uint64_t item_fingerprint_of_two() { return tagcache::Codec<shared::Item>::fingerprint; }
std::uint64_t query_fingerprint_of_two() { return shared::GetItem::fingerprint; }
