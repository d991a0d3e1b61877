#include "store/reading.hpp"

#include <algorithm>
#include <span>
#include <tagcache/value_codec.hpp>

#include "store/bytes.hpp"

namespace tagcache::detail::redis {

std::optional<Standing> standing_of(const Reply& record) noexcept {
  constexpr std::size_t size = 44;
  if (!record.is_text() || record.text.size() != size) return std::nullopt;
  ByteReader reader(record.text);
  Standing standing;
  standing.incarnation = reader.number<std::uint64_t>();
  standing.sequence = reader.number<std::uint64_t>();
  standing.announced = reader.number<std::uint64_t>();
  return standing;
}

Reading::Reading(const KeyLayout& layout, const Wrapping& wrapping, StatCounters& counters, TagHints& hints,
                 const Question& question)
    : layout_(layout), wrapping_(wrapping), counters_(counters), hints_(hints), question_(question) {
  const Request& request = question.request;
  if (request.codec == nullptr || request.layers == Layers::memory) {
    ended(MissCause::absent);
    return;
  }
  text_ = request.key.text();
  auto hint = hints.of(text_);
  tags_ = hint ? *std::move(hint) : request.tags();
  marks_.emplace(layout, request.key.prefix(), tags_);
}

void Reading::ask(Commands& commands) const {
  const auto& marks = marks_->all();
  const bool is_second = !others_.empty();
  commands.begin(is_second ? 2 + others_.size() : 3 + marks.size());
  commands.word("MGET");
  commands.word(layout_.incarnation());
  if (is_second) {
    for (const std::size_t place : others_) commands.word(marks[place].key);
    return;
  }
  commands.word(layout_.entry(text_));
  for (const Mark& mark : marks) commands.word(mark.key);
}

void Reading::ended(MissCause cause) {
  is_over_ = true;
  answer_ = {};
  answer_.found.absence = cause;
}

void Reading::hear(Reply reply, std::uint64_t time) {
  const bool is_second = !others_.empty();
  const std::size_t first = is_second ? 1 : 2;
  const std::size_t asked = is_second ? others_.size() : marks_->all().size();
  if (reply.items.size() != asked + first) throw StoreError("Redis: MGET gave another number of values");
  const std::optional<Standing> before = std::exchange(standing_, standing_of(reply.items.front()));
  if (!standing_ || (is_second && standing_->incarnation != before->incarnation)) return ended(MissCause::absent);
  time_ = std::max(time_, time);
  markers_.resize(marks_->all().size());
  for (std::size_t i = 0; i < asked; ++i) {
    markers_[is_second ? others_[i] : i] = marker(reply.items[first + i].text, standing_->incarnation);
  }
  if (is_second) {
    others_.clear();
    judge();
  } else if (read(std::move(reply.items[1]))) {
    judge();
  }
}

bool Reading::read(Reply record) {
  if (!record.is_text()) {
    ended(MissCause::absent);
    return false;
  }
  bytes_ = std::move(record.text);
  record_ = opened(bytes_, wrapping_);
  if (!record_ || !find_tags()) {
    ++counters_.unreadable;
    ended(MissCause::absent);
    return false;
  }
  if (record_->head.incarnation != standing_->incarnation || record_->body.key != text_) {
    ended(MissCause::absent);
    return false;
  }
  if (record_->body.fingerprint != question_.request.codec->fingerprint) {
    ++counters_.other_shapes;
    ended(MissCause::another_type);
    return false;
  }
  return true;
}

/// The tags of the entry. False when what stands there are none.
bool Reading::find_tags() {
  const auto& stored = record_->body.tags;
  if (std::ranges::equal(stored, tags_, {}, {}, &Tag::bytes)) return true;
  auto tags = tags_of(stored);
  if (!tags) return false;
  const Marks asked = *std::exchange(marks_, std::nullopt);
  const auto markers = std::exchange(markers_, {});
  const TagSet named = std::exchange(tags_, *std::move(tags));  // `asked` looks at them
  marks_.emplace(layout_, question_.request.key.prefix(), tags_);
  for (const Mark& mark : marks_->all()) {
    const auto found = std::ranges::find(asked.all(), mark.key, &Mark::key);
    if (found == asked.all().end()) others_.push_back(markers_.size());
    markers_.push_back(found == asked.all().end() ? std::nullopt
                                                  : markers[static_cast<std::size_t>(found - asked.all().begin())]);
  }
  hints_.remember(text_, tags_);
  return true;
}

/// Once more when there are others to ask for, unless what is known says enough.
void Reading::judge() {
  const auto& marks = marks_->all();
  Validity validity = record_->head.expired > 0 ? Validity::expired : Validity::valid;
  auto other = others_.begin();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (other != others_.end() && *other == i) {
      ++other;
      continue;
    }
    const Validity by_this = judged(marks[i], markers_[i], record_->head.number);
    if (i == 0 && by_this != Validity::valid) return ended(MissCause::cleared);  // that of the scope
    validity = std::max(validity, by_this);
  }
  if (others_.empty() || validity == Validity::invalidated) hand_out(validity);
}

void Reading::hand_out(Validity validity) {
  const RecordHead& head = record_->head;
  const Stamp stamp{{head.incarnation, 0}, head.number};
  if (question_.held == stamp) {
    is_over_ = true;
    answer_.unchanged = true;
    answer_.stamp = stamp;
    answer_.found.validity = validity;
    return;
  }
  const RecordBody& body = record_->body;
  const auto payload = std::as_bytes(std::span(body.payload));
  const std::shared_ptr<EntryNode> entry = question_.request.codec->decode(payload, question_.room);
  if (!entry) {
    ++counters_.unreadable;
    return ended(MissCause::absent);
  }
  const std::uint64_t age = time_ > head.stored ? time_ - head.stored : 0;
  const auto capped = std::chrono::microseconds(std::min<std::uint64_t>(age, std::uint64_t{1} << 52U));
  set_times(*entry, body.times, question_.request.now, capped);
  entry->tags = std::move(tags_);
  entry->result_tags = body.result_tags;
  entry->weight = body.weight;
  entry->set_validator(std::string(body.validator));
  is_over_ = true;
  answer_.found = {entry, validity, MissCause::absent};
  answer_.stamp = stamp;
}

}  // namespace tagcache::detail::redis
