#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "blog_cache.hpp"

namespace {

/// Loads and writes. A map stands for the database here; examples/packages has a real one.
class Database final : public blog::BlogSource {
 public:
  blog::User get_user(blog::UserId user) override {
    const std::lock_guard lock(mutex_);
    ++reads_;
    return {user, names_.at(user.value)};
  }

  std::vector<blog::Post> list_posts(blog::UserId user, int page) override {
    const std::lock_guard lock(mutex_);
    ++reads_;
    return {{blog::PostId{user.value * 100}, names_.at(user.value) + "'s post on page " + std::to_string(page)}};
  }

  void rename_user(blog::UserId user, const std::string& name) override {
    const std::lock_guard lock(mutex_);
    names_[user.value] = name;
  }

  [[nodiscard]] int reads() const {
    const std::lock_guard lock(mutex_);
    return reads_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::uint64_t, std::string> names_{{42, "Ann"}, {43, "Bob"}};
  int reads_ = 0;
};

void read_twice(blog::BlogCache& cache) {
  auto user = cache.get_user(blog::UserId{42});  // loads
  std::cout << user->name << ": " << name(user.status()) << '\n';
  user = cache.get_user(blog::UserId{42});  // does not
  std::cout << user->name << ": " << name(user.status()) << '\n';
}

void invalidate(blog::BlogCache& cache) {
  cache.invalidate(cache.tags.users(blog::UserId{42}).posts);             // this user's posts, all pages
  cache.invalidate(cache.tags.users(blog::UserId{42}));                   // this user and everything below
  cache.invalidate(tagcache::exact(cache.tags.users(blog::UserId{42})));  // the user, but not the posts
  cache.invalidate({cache.tags.users(blog::UserId{42}), cache.tags.users(blog::UserId{43})});  // two in one step
  cache.invalidate(cache.tags.users);                                                          // all users
}

void look_closer(blog::BlogCache& cache) {
  const auto posts = cache.list_posts(blog::UserId{42}, 1);
  std::cout << posts->front().title << ", loaded " << posts.age().count() << " ms ago\n";
  const auto entries = posts.entries();
  std::cout << (entries.before ? "something was stored before\n" : "nothing was stored before\n");
  for (const tagcache::Tag& tag : entries.after.tags()) std::cout << "carries " << tag.text() << '\n';
}

void share(blog::BlogCache& cache) {
  const std::shared_ptr<const blog::User> user = cache.get_user(blog::UserId{43}).share();
  cache.clear();
  std::cout << user->name << " is still here\n";
}

void use_primitives(blog::BlogCache& cache) {
  const auto answer = cache.primitives().query<int>("answer", {tagcache::Tag("answers")}, [] { return 42; });
  std::cout << *answer << ": " << name(answer.status()) << '\n';
  cache.primitives().invalidate(tagcache::Tag("answers"));
}

}  // namespace

int main() {
  Database database;
  blog::BlogCache cache(database);

  read_twice(cache);
  cache.rename_user(blog::UserId{42}, "Anna");  // writes, then invalidates, then warms
  std::cout << cache.get_user(blog::UserId{42})->name << '\n';
  look_closer(cache);
  invalidate(cache);
  share(cache);
  use_primitives(cache);
  std::cout << database.reads() << " database reads\n";
}
