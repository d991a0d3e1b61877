#include "option_checks.hpp"

#include <stdexcept>
#include <string>
#include <tagcache/loaded.hpp>
#include <tagcache/typed_reads.hpp>

namespace tagcache::detail {
namespace {

void refuse_negative(const char* option, const std::optional<Duration>& duration) {
  if (duration) not_negative(option, *duration);
}

void refuse_no_share(const char* option, const std::optional<double>& share) {
  if (!share || (*share >= 0 && *share <= 1)) return;  // not a number is no share
  throw std::invalid_argument(std::string(option) + " is " + std::to_string(*share) + ": a share is from 0 to 1");
}

}  // namespace

Duration not_negative(const char* option, Duration duration) {
  if (duration >= Duration::zero()) return duration;
  throw std::invalid_argument(std::string(option) + " is " + std::to_string(duration.count()) +
                              " ms: a duration must not be negative; zero is allowed");
}

void refuse_to_verify(const QueryOptions& options) {
  if (options.verify.value_or(0) == 0) return;
  throw std::invalid_argument("verify is " + std::to_string(*options.verify) +
                              ", but values of this type cannot be compared: give it a tagcache::Codec that can be "
                              "seen here, or leave verify out");
}

void check(const QueryOptions& options) {
  refuse_negative("ttl", options.ttl);
  refuse_negative("grace", options.grace);
  refuse_negative("negative_ttl", options.negative_ttl);
  refuse_negative("error_ttl", options.error_ttl);
  refuse_negative("refresh_pause", options.refresh_pause);
  refuse_negative("idle_ttl", options.idle_ttl);
  refuse_negative("memory_ttl", options.memory_ttl);
  refuse_no_share("jitter", options.jitter);
  if (options.refresh_ahead) refuse_negative("refresh_ahead", options.refresh_ahead->before());
  refuse_negative("soft_timeout", options.soft_timeout);
  refuse_negative("hard_timeout", options.hard_timeout);
  if (options.consistency) refuse_negative("consistency", options.consistency->staleness());
  refuse_negative("lease", options.lease);
  refuse_no_share("verify", options.verify);
}

std::string key_prefix(const CacheOptions& options) {
  std::string prefix = *options.prefix;
  if (prefix.ends_with(':')) prefix.pop_back();
  if (prefix.empty()) {
    throw std::invalid_argument("the prefix \"" + *options.prefix +
                                "\" is empty: name the cache, for example \"shop\"");
  }
  if (!options.version) return prefix;
  if (options.version->empty() || options.version->find(':') != std::string::npos) {
    throw std::invalid_argument("the version \"" + *options.version +
                                "\" is empty or has a colon: write, for example, \"v2\"");
  }
  return prefix + ':' + *options.version;
}

}  // namespace tagcache::detail
