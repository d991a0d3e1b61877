#include "one_cache.cpp"
#include "schemas.hpp"

tagcache::Bytes encode_by_one(const shared::Page<shared::Item>& page) { return tagcache::encode(page).value(); }
std::uint64_t item_fingerprint_of_one() { return tagcache::Codec<shared::Item>::fingerprint; }
std::uint64_t query_fingerprint_of_one() { return one::GetItem::fingerprint; }
