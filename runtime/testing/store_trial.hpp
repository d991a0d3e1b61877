#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/testing/store_conformance.hpp>
#include <tagcache/value_codec.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace tagcache::testing {

/// A key that owns its parts, of one text or of a text and a number.
class TrialKey {
 public:
  /// `name` is a literal, as names of queries are: stores keep it as a view.
  explicit TrialKey(std::string text, std::string prefix = "app", std::string_view name = "query")
      : prefix_(std::move(prefix)), name_(name), text_(std::move(text)), parts_(text_) {}
  TrialKey(const TrialKey&) = delete;
  TrialKey& operator=(const TrialKey&) = delete;

  [[nodiscard]] KeyView view() const { return {prefix_, name_, detail::hash_name(name_), parts_}; }
  [[nodiscard]] std::string text() const { return view().text(); }

 private:
  std::string prefix_;
  std::string_view name_;
  std::string text_;
  std::tuple<std::string_view> parts_;
};

/// When all trials happen, and how long their entries live.
inline constexpr TimePoint trial_time{std::chrono::hours(1)};

/// For a text under `key`, which outlives it, as `tags` does.
[[nodiscard]] Request request(const KeyView& key, detail::FunctionView<TagSet()> tags, TimePoint now = trial_time);

/// One rule tried on one store: what the rule does to the store, and what it expects of it.
class Trial {
 public:
  Trial(std::shared_ptr<Store> store, std::string_view rule, std::vector<StoreFailure>& failures)
      : store_(std::move(store)), rule_(rule), failures_(failures) {}

  [[nodiscard]] Store& store() const noexcept { return *store_; }
  /// From here on the trial holds no store, only what it got from it.
  void let_go_of_store() { store_.reset(); }

  void set(const TrialKey& key, const std::string& value, const TagSet& tags = {}) const;
  [[nodiscard]] Begun begin(const TrialKey& key, const TagSet& tags = {}, Layers layers = Layers::all) const;
  /// Tags are those of the arguments, then those that came with the value.
  bool keep(const Begun& begun, const std::string& value, TagSet tags = {}, const TagSet& result_tags = {}) const;
  [[nodiscard]] bool is_current(const Begun& begun, const TagSet& result_tags = {}) const;
  [[nodiscard]] Found find(const TrialKey& key) const;
  void invalidate(const Tag& tag, Reach reach = Reach::prefix, Becomes becomes = Becomes::invalidated) const;

  void expect(bool holds, std::string_view expected, std::string_view happened) const;
  /// A valid entry with this value.
  void expect_valid(const TrialKey& key, std::string_view value, std::string_view when) const;
  /// Nothing valid: nothing at all, or an entry that the store knows to be expired or invalidated.
  void expect_not_valid(const TrialKey& key, std::string_view when) const;
  /// Nothing, or an invalidated entry.
  void expect_dead(const TrialKey& key, std::string_view when) const;
  void expect_expired(const TrialKey& key, std::string_view when) const;
  void expect_nothing(const TrialKey& key, std::string_view when) const;

 private:
  std::shared_ptr<Store> store_;
  std::string rule_;
  std::vector<StoreFailure>& failures_;
};

/// An entry of `value`, loaded at trial_time, that lives an hour and has an hour of grace.
[[nodiscard]] std::shared_ptr<detail::EntryNode> trial_entry(const std::string& value, TagSet tags);

/// `"value", expired`, for messages.
[[nodiscard]] std::string described(const Found& found);

struct StoreRule {
  std::string_view name;
  void (*check)(Trial& trial);
};

[[nodiscard]] std::span<const StoreRule> rules_of_entries();
[[nodiscard]] std::span<const StoreRule> rules_of_tags();
[[nodiscard]] std::span<const StoreRule> rules_of_loads();
[[nodiscard]] std::span<const StoreRule> rules_of_threads();

}  // namespace tagcache::testing
