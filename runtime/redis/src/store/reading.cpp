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

Reading::Reading(const KeyLayout& layout, const Wrapping& wrapping, StatCounters& counters, const Question& question)
    : layout_(layout), wrapping_(wrapping), counters_(counters), question_(question) {
  const Request& request = question.request;
  if (request.codec == nullptr || request.layers == Layers::memory) {
    ended(MissCause::absent);
    return;
  }
  text_ = request.key.text();
  named_ = request.tags();
  const Marks marks(layout, request.key.prefix(), named_);
  for (const Mark& mark : marks.all()) asked_.push_back(mark.key);
}

void Reading::ask(Commands& commands) const {
  commands.begin(asked_.size() + (is_second_ ? 2 : 3));
  commands.word("MGET");
  commands.word(layout_.incarnation());
  if (!is_second_) commands.word(layout_.entry(text_));
  for (const std::string& key : asked_) commands.word(key);
}

void Reading::ended(MissCause cause) {
  is_over_ = true;
  answer_ = {};
  answer_.found.absence = cause;
}

void Reading::hear(const Reply& reply, std::uint64_t time) {
  const std::size_t first = is_second_ ? 1 : 2;
  if (reply.items.size() != asked_.size() + first) throw StoreError("Redis: MGET gave another number of values");
  const std::optional<Standing> before = std::exchange(standing_, standing_of(reply.items.front()));
  if (!standing_ || (is_second_ && standing_->incarnation != before->incarnation)) return ended(MissCause::absent);
  time_ = std::max(time_, time);
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    known_.emplace_back(asked_[i], marker(reply.items[first + i].text, standing_->incarnation));
  }
  if (is_second_ || read(reply.items[1])) judge();
}

bool Reading::read(const Reply& record) {
  if (!record.is_text()) {
    ended(MissCause::absent);
    return false;
  }
  bytes_ = record.text;
  record_ = opened(bytes_, wrapping_);
  auto tags = record_ ? tags_of(record_->body.tags) : std::nullopt;
  if (!tags) {
    ++counters_.unreadable;
    ended(MissCause::absent);
    return false;
  }
  tags_ = *std::move(tags);
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

const std::optional<Marker>* Reading::known(const std::string& key) const {
  const auto found = std::find_if(known_.begin(), known_.end(), [&](const auto& each) { return each.first == key; });
  return found == known_.end() ? nullptr : &found->second;
}

void Reading::judge() {
  const Marks marks(layout_, question_.request.key.prefix(), tags_);
  std::vector<std::string> unknown;
  Validity validity = record_->head.expired > 0 ? Validity::expired : Validity::valid;
  for (const Mark& mark : marks.all()) {
    const std::optional<Marker>* const its = known(mark.key);
    if (its == nullptr) {
      unknown.push_back(mark.key);
      continue;
    }
    const Validity by_this = judged(mark, *its, record_->head.number);
    const bool is_scope = &mark == &marks.all().front();
    if (is_scope && by_this != Validity::valid) return ended(MissCause::cleared);
    validity = std::max(validity, by_this);
  }
  if (unknown.empty() || validity == Validity::invalidated) return hand_out(validity);
  is_second_ = true;
  asked_ = std::move(unknown);
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
  const std::shared_ptr<EntryNode> entry = question_.request.codec->decode(payload);
  if (!entry) {
    ++counters_.unreadable;
    return ended(MissCause::absent);
  }
  const std::uint64_t age = time_ > head.stored ? time_ - head.stored : 0;
  const auto capped = std::chrono::microseconds(std::min<std::uint64_t>(age, std::uint64_t{1} << 52U));
  set_times(*entry, body.times, question_.request.now, capped);
  entry->tags = tags_;
  entry->result_tags = body.result_tags;
  entry->weight = body.weight;
  entry->validator = std::string(body.validator);
  is_over_ = true;
  answer_.found = {entry, validity, MissCause::absent};
  answer_.stamp = stamp;
}

}  // namespace tagcache::detail::redis
