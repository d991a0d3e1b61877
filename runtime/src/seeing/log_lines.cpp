#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <tagcache/observer.hpp>
#include <utility>

namespace tagcache {
namespace {

/// `3.1 ms`: three digits and a unit.
std::string amount(std::chrono::nanoseconds time) {
  constexpr std::array units = {std::pair{"s", 1e9}, std::pair{"ms", 1e6}, std::pair{"us", 1e3}};
  const auto count = static_cast<double>(time.count());
  const double size = count < 0 ? -count : count;
  std::size_t unit = 0;
  while (unit + 1 < units.size() && size < units[unit].second) ++unit;
  const auto tenths = static_cast<std::int64_t>(count / units[unit].second * 10 + (count < 0 ? -0.5 : 0.5));
  std::string text = (tenths < 0 ? "-" : "") + std::to_string(std::abs(tenths / 10));
  if (tenths % 10 != 0) text += '.' + std::to_string(std::abs(tenths % 10));
  return text + ' ' + units[unit].first;
}

std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

std::string_view word(const ReadEvent& event) {
  if (!event.status) return event.failed ? "FAILED" : "NONE";
  switch (*event.status) {
    case Status::hit:
      return "HIT";
    case Status::stale:
      return "STALE";
    case Status::miss:
    case Status::reloaded:
      return "MISS";
    case Status::fallback:
      return "FALLBACK";
  }
  return "READ";
}

std::string_view word(Purpose purpose) {
  switch (purpose) {
    case Purpose::read:
    case Purpose::force:
      return "LOAD ";
    case Purpose::refresh:
      return "REFRESH ";
    case Purpose::warming:
      return "WARM ";
    case Purpose::verification:
      return "VERIFY ";
  }
  return "LOAD ";
}

/// How old what it was served is, where the cause does not say it all: the ttl of what was invalidated, or expired
/// early, may go on.
std::string freshness(const ReadEvent& event) {
  if (!event.fresh_for) return "";
  if (event.fresh_for->count() < 0) return ", expired " + amount(-*event.fresh_for) + " ago";
  const bool is_old = event.status == Status::stale || event.status == Status::fallback;
  if (is_old && (event.cause == MissCause::invalidated || event.cause == MissCause::expired)) return "";
  return ", fresh for " + amount(*event.fresh_for);
}

class LogLines final : public Observer {
 public:
  LogLines(std::function<void(Level, std::string_view)> write, Level least) : write_(std::move(write)), least_(least) {}

  [[nodiscard]] Level level() const noexcept override { return least_; }

  void read(Level level, const ReadEvent& event) override {
    std::string line = std::string(word(event)) + ' ' + event.key.text();
    if (event.cause) line += ' ' + std::string(name(*event.cause));
    if (event.joined) line += ", joined";
    line += ", " + amount(event.took);
    line += freshness(event);
    write(level, std::move(line));
  }

  void load(Level level, const LoadEvent& event) override {
    std::string line = std::string(word(event.purpose)) + event.key.text() + ", " + amount(event.took);
    if (event.error) line += ", failed: " + message_of(event.error);
    write(level, std::move(line));
  }

  void refresh(Level level, const RefreshEvent& event) override {
    write(level, std::string(word(event.purpose)) + event.key.text() + (event.taken ? " queued" : " refused"));
  }

  void verified(Level level, const VerifyEvent& event) override {
    const auto& [key, stale, served, loaded, is_refresh] = event.verification;
    write(level, (is_refresh ? "REFRESHED " : "VERIFIED ") + key +
                     (stale ? is_refresh ? ": changed" : ": stale" : ": the same"));
  }

  void invalidated(Level level, std::span<const Invalidation> invalidations) override {
    std::string tags;
    for (const Invalidation& invalidation : invalidations) {
      tags += (tags.empty() ? "" : ", ") + invalidation.tag.text();
      if (invalidation.reach == Reach::exact) tags += " (exact)";
      if (invalidation.becomes == Becomes::expired) tags += " (expired)";
    }
    write(level, "INVALIDATE " + tags);
  }

  void cleared(Level level, std::string_view prefix) override { write(level, "CLEAR " + std::string(prefix)); }

  void store_failed(Level level, const StoreErrorEvent& event) override {
    const auto left_out = enter(event);
    if (!left_out) return;
    std::string line = "STORE " + std::string(name(event.call)) + " failed: " + message_of(event.error);
    if (*left_out > 0) line += " (and " + std::to_string(*left_out) + " more)";
    write(level, std::move(line));
  }

  void switched(Level level, std::string_view what, bool on) override {
    write(level, "SWITCH " + std::string(what) + (on ? " on" : " off"));
  }

 private:
  /// What was written last of one kind of call.
  struct Written {
    std::optional<TimePoint> at;
    std::uint64_t left_out = 0;
  };

  /// How many were left out since the last line; absent when this one is left out as well.
  [[nodiscard]] std::optional<std::uint64_t> enter(const StoreErrorEvent& event) {
    const std::lock_guard lock(mutex_);
    Written& written = written_[static_cast<std::size_t>(event.call)];
    if (written.at && event.at < later(*written.at, std::chrono::seconds(1))) {
      ++written.left_out;
      return std::nullopt;
    }
    written.at = event.at;
    return std::exchange(written.left_out, 0);
  }

  void write(Level level, std::string line) const {
    for (char& letter : line) {
      if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
    }
    write_(level, line);
  }

  const std::function<void(Level, std::string_view)> write_;
  const Level least_;
  std::mutex mutex_;
  std::array<Written, store_calls> written_;
};

}  // namespace

std::shared_ptr<Observer> log_lines(std::function<void(Level, std::string_view)> write, Level least) {
  return std::make_shared<LogLines>(std::move(write), least);
}

}  // namespace tagcache
