#include "store/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <climits>
#include <stdexcept>

namespace tagcache::detail::redis {

std::string signature(std::string_view key, std::string_view mark, std::string_view body) {
  std::string bytes(mark);
  bytes.append(body);
  std::string result(signature_size, '\0');
  unsigned length = 0;
  auto* const out = reinterpret_cast<unsigned char*>(result.data());
  const auto* const in = reinterpret_cast<const unsigned char*>(bytes.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), in, bytes.size(), out, &length) == nullptr) {
    throw std::runtime_error("OpenSSL could not sign");
  }
  return result;
}

bool is_signed_by_one(const Wrapping& wrapping, std::string_view mark, std::string_view body, std::string_view given) {
  const auto by = [&](const std::string& key) {
    const std::string right = signature(key, mark, body);
    return given.size() == right.size() && CRYPTO_memcmp(given.data(), right.data(), right.size()) == 0;
  };
  return by(wrapping.key) || std::any_of(wrapping.former_keys.begin(), wrapping.former_keys.end(), by);
}

}  // namespace tagcache::detail::redis
