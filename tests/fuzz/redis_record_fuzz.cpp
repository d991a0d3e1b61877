// Records and announcements as somebody else may have left them in Redis: whatever is there is read without trouble,
// and what is read says the same when it is written again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "store/announcement.hpp"
#include "store/envelope.hpp"

using namespace tagcache::detail::redis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto message = message_of(bytes)) {
    if (const auto* tags = std::get_if<std::vector<tagcache::Invalidation>>(&message->what)) {
      if (announcement_bytes(*tags) != bytes.substr(24)) std::abort();
    }
  }
  static_cast<void>(opened(bytes, {0, "a key", {"another"}}));
  const auto record = opened(bytes, {});
  if (!record) return 0;
  const auto tags = tags_of(record->body.tags);
  if (tags && tags->size() != record->body.tags.size()) std::abort();
  const SealedRecord again = sealed(record->body, {});
  const bool is_plain = bytes[3] == 0;
  if (is_plain && again.mark + bytes.substr(4, RecordHead::size - 4) + again.body != bytes) std::abort();
  return 0;
}
