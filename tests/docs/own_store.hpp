#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tagcache/store.hpp>
#include <utility>
#include <vector>

/// A store as somebody else would write it, by what docs/testing.md and tagcache/store.hpp say: one map, one lock, and
/// a diary of all that was ever invalidated.
class DiaryStore final : public tagcache::Store {
 public:
  tagcache::Found find(const tagcache::Request& request) override {
    const std::lock_guard lock(mutex_);
    return look(request);
  }

  tagcache::Begun begin(const tagcache::Request& request) override {
    tagcache::TagSet tags = request.tags();
    const std::lock_guard lock(mutex_);
    auto load = std::make_shared<DiaryLoad>();
    load->key = request.key.text();
    load->prefix = request.key.prefix();
    load->tags = std::move(tags);
    load->began = ++now_;
    load->is_for_us = request.layers != tagcache::Layers::remote;
    return {load, look(request)};
  }

  bool is_current(const tagcache::Load& load, std::span<const tagcache::Tag> result_tags) override {
    const std::lock_guard lock(mutex_);
    const auto& begun = static_cast<const DiaryLoad&>(load);
    return !is_overtaken(begun) && judge(begun.tags, begun.began) == tagcache::Validity::valid &&
           judge(result_tags, begun.began) == tagcache::Validity::valid;
  }

  bool keep(const tagcache::Load& load, tagcache::detail::EntryPointer entry, tagcache::TimePoint now) override {
    const std::lock_guard lock(mutex_);
    const auto& begun = static_cast<const DiaryLoad&>(load);
    if (is_overtaken(begun)) return false;
    if (judge(tagcache::detail::result_tags(*entry), begun.began) == tagcache::Validity::invalidated) return false;
    const auto present = entries_.find(begun.key);
    if (present != entries_.end() && present->second.began > begun.began) return false;
    entries_.erase(begun.key);
    if (!begun.is_for_us || now >= entry->grace_until) return false;
    entries_.emplace(begun.key, Kept{std::move(entry), begun.prefix, begun.began, 0});
    return true;
  }

  void set(const tagcache::Request& request, tagcache::detail::EntryPointer entry) override {
    const std::lock_guard lock(mutex_);
    const std::string key = request.key.text();
    written_[key] = ++now_;
    entries_.erase(key);
    if (request.layers == tagcache::Layers::remote) return;
    entries_.emplace(key, Kept{std::move(entry), std::string(request.key.prefix()), ++now_, 0});
  }

  void erase(const tagcache::KeyView& key) override {
    const std::lock_guard lock(mutex_);
    written_[key.text()] = ++now_;
    entries_.erase(key.text());
  }

  void expire(const tagcache::KeyView& key) override {
    const std::lock_guard lock(mutex_);
    written_[key.text()] = ++now_;
    const auto found = entries_.find(key.text());
    if (found != entries_.end()) found->second.expired = now_;
  }

  void invalidate(std::span<const tagcache::Invalidation> invalidations) override {
    const std::lock_guard lock(mutex_);
    ++now_;
    for (const auto& each : invalidations) diary_.push_back({each, now_});
  }

  void clear(std::string_view prefix) override {
    const std::lock_guard lock(mutex_);
    cleared_[std::string(prefix)] = ++now_;
    std::erase_if(entries_, [&](const auto& each) { return each.second.prefix == prefix; });
  }

  void disconnect() override {
    const std::lock_guard lock(mutex_);
    entries_.clear();
  }

 private:
  using Number = std::uint64_t;
  struct DiaryLoad final : tagcache::Load {
    std::string key;
    std::string prefix;
    tagcache::TagSet tags;
    Number began = 0;
    bool is_for_us = true;
  };
  struct Kept {
    tagcache::detail::EntryPointer entry;
    std::string prefix;
    Number began;
    Number expired;
  };
  struct Line {
    tagcache::Invalidation invalidation;
    Number at;
  };

  [[nodiscard]] tagcache::Found look(const tagcache::Request& request) const {
    const auto found = entries_.find(request.key.text());
    if (found == entries_.end() || &found->second.entry->type() != &request.type) return {};
    const Kept& kept = found->second;
    const auto own = kept.expired > 0 ? tagcache::Validity::expired : tagcache::Validity::valid;
    return {kept.entry, std::max(own, judge(kept.entry->tags, kept.began))};
  }

  /// The worst that the diary says of these tags since then.
  [[nodiscard]] tagcache::Validity judge(std::span<const tagcache::Tag> tags, Number since) const {
    auto worst = tagcache::Validity::valid;
    for (const auto& [invalidation, at] : diary_) {
      const auto is_reached = [&reaching = invalidation](const tagcache::Tag& tag) {
        return reaching.reach == tagcache::Reach::exact ? tag == reaching.tag
                                                        : tag.bytes().starts_with(reaching.tag.bytes());
      };
      if (at <= since || std::none_of(tags.begin(), tags.end(), is_reached)) continue;
      const bool softly = invalidation.becomes == tagcache::Becomes::expired;
      worst = std::max(worst, softly ? tagcache::Validity::expired : tagcache::Validity::invalidated);
    }
    return worst;
  }

  [[nodiscard]] bool is_overtaken(const DiaryLoad& load) const {
    const auto is_later = [&](const std::map<std::string, Number>& moments, const std::string& name) {
      const auto found = moments.find(name);
      return found != moments.end() && found->second > load.began;
    };
    return is_later(written_, load.key) || is_later(cleared_, load.prefix);
  }

  mutable std::mutex mutex_;
  Number now_ = 0;
  std::map<std::string, Kept> entries_;
  std::map<std::string, Number> written_;
  std::map<std::string, Number> cleared_;
  std::vector<Line> diary_;
};
