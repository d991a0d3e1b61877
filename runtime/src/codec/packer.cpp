#include <algorithm>
#include <bit>
#include <limits>
#include <tagcache/packer.hpp>

#include "codec/heads.hpp"

namespace tagcache {

namespace head = detail::head;

namespace {

constexpr std::uint64_t most_8 = std::numeric_limits<std::uint8_t>::max();
constexpr std::uint64_t most_16 = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint64_t most_32 = std::numeric_limits<std::uint32_t>::max();

/// Which of the forms with 1, 2, 4 and 8 bytes holds `number`: 0 to 3.
unsigned form_of(std::uint64_t number) {
  if (number <= most_8) return 0;
  if (number <= most_16) return 1;
  return number <= most_32 ? 2 : 3;
}

constexpr std::string_view too_long = "a text, byte string or container is longer than MessagePack can say (4 GiB)";

}  // namespace

void Packer::append(const void* data, std::size_t size) {
  if (!ok() || size == 0) return;
  const auto* const first = static_cast<const std::byte*>(data);
  out_->insert(out_->end(), first, first + size);
}

void Packer::write_number(std::uint8_t head, std::uint64_t number, unsigned bytes) {
  std::byte written[9] = {std::byte(head)};
  for (unsigned i = 0; i < bytes; ++i) written[bytes - i] = static_cast<std::byte>(number >> (8U * i));
  append(written, bytes + 1U);
}

void Packer::write_nil() { write_head(head::nil); }

void Packer::write_bool(bool value) { write_head(value ? head::yes : head::no); }

void Packer::write_unsigned(std::uint64_t value) {
  if (value <= head::largest_positive) return write_head(static_cast<std::uint8_t>(value));
  const unsigned form = form_of(value);
  write_number(static_cast<std::uint8_t>(head::unsigned_8 + form), value, 1U << form);
}

void Packer::write_signed(std::int64_t value) {
  if (value >= 0) return write_unsigned(static_cast<std::uint64_t>(value));
  const auto bits = static_cast<std::uint64_t>(value);
  if (value >= -32) return write_head(static_cast<std::uint8_t>(bits));
  // One bit more than the number without its sign: -128 fits into 8 bits as 127 does.
  const unsigned form = form_of(~bits << 1U);
  write_number(static_cast<std::uint8_t>(head::signed_8 + form), bits, 1U << form);
}

void Packer::write_float(float value) { write_number(head::float_32, std::bit_cast<std::uint32_t>(value), 4); }

void Packer::write_float(double value) { write_number(head::float_64, std::bit_cast<std::uint64_t>(value), 8); }

void Packer::write_text(std::string_view text) {
  if (text.size() > most_32) return fail(too_long);
  if (text.size() < 32) {
    write_head(static_cast<std::uint8_t>(head::short_text + text.size()));
  } else {
    const unsigned form = form_of(text.size());
    write_number(static_cast<std::uint8_t>(head::text_8 + form), text.size(), 1U << form);
  }
  append(text.data(), text.size());
}

void Packer::write_bytes(std::span<const std::byte> bytes) {
  if (bytes.size() > most_32) return fail(too_long);
  const unsigned form = form_of(bytes.size());
  write_number(static_cast<std::uint8_t>(head::bytes_8 + form), bytes.size(), 1U << form);
  append(bytes.data(), bytes.size());
}

void Packer::write_array(std::size_t size) {
  if (size > most_32) return fail(too_long);
  if (size < 16) return write_head(static_cast<std::uint8_t>(head::short_array + size));
  size <= most_16 ? write_number(head::array_16, size, 2) : write_number(head::array_32, size, 4);
}

void Packer::write_map(std::size_t size) {
  if (size > most_32) return fail(too_long);
  if (size < 16) return write_head(static_cast<std::uint8_t>(head::short_map + size));
  size <= most_16 ? write_number(head::map_16, size, 2) : write_number(head::map_32, size, 4);
}

void Packer::write_in_order(std::size_t items, detail::FunctionView<void()> write_next) {
  const std::size_t begin = out_->size();
  std::vector<std::size_t> ends;
  ends.reserve(items);
  for (std::size_t written = 0; written < items; ++written) {
    write_next();
    ends.push_back(out_->size());
  }
  sort_items(begin, ends);
}

void Packer::sort_items(std::size_t begin, std::span<const std::size_t> ends) {
  if (!ok() || ends.size() < 2) return;
  const Bytes unsorted(out_->begin() + static_cast<std::ptrdiff_t>(begin), out_->end());
  std::vector<std::span<const std::byte>> items;
  std::size_t start = begin;
  for (const std::size_t end : ends) {
    items.push_back(std::span(unsorted).subspan(start - begin, end - start));
    start = end;
  }
  std::sort(items.begin(), items.end(),
            [](const auto& left, const auto& right) { return std::ranges::lexicographical_compare(left, right); });
  out_->resize(begin);
  for (const std::span<const std::byte> item : items) append(item.data(), item.size());
}

}  // namespace tagcache
