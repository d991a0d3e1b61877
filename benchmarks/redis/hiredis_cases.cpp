#include "cases.hpp"

#if BENCHMARK_HIREDIS
#include <hiredis/hiredis.h>

#include <stdexcept>
#endif

namespace trips {
#if BENCHMARK_HIREDIS
namespace {

struct Closing {
  void operator()(redisContext* connection) const { redisFree(connection); }
};

/// A connection of its own, and commands as words, as a program by hand has them.
class Loop {
 public:
  Loop(const Place& place, bool asks_time)
      : connection_(redisConnect(place.host.c_str(), place.port)), words_{"MGET"}, asks_time_(asks_time) {
    if (!connection_ || connection_->err != 0) throw std::runtime_error("hiredis does not connect");
    words_.insert(words_.end(), place.keys.begin(), place.keys.end());
    for (const std::string& word : words_) {
      texts_.push_back(word.data());
      sizes_.push_back(word.size());
    }
  }

  void ask() {
    redisContext* const connection = connection_.get();
    redisAppendCommandArgv(connection, static_cast<int>(texts_.size()), texts_.data(), sizes_.data());
    if (asks_time_) redisAppendCommand(connection, "TIME");
    take(words_.size() - 1);
    if (asks_time_) take(2);
  }

 private:
  void take(std::size_t items) {
    void* answer = nullptr;
    const int code = redisGetReply(connection_.get(), &answer);
    auto* const reply = static_cast<redisReply*>(answer);
    const bool is_good = code == REDIS_OK && reply->type == REDIS_REPLY_ARRAY && reply->elements == items &&
                         reply->element[0]->type == REDIS_REPLY_STRING;
    freeReplyObject(reply);
    if (!is_good) throw std::runtime_error("not what was asked for");
  }

  std::unique_ptr<redisContext, Closing> connection_;
  std::vector<std::string> words_;
  std::vector<const char*> texts_;
  std::vector<std::size_t> sizes_;
  bool asks_time_;
};

class Plain final : public Case {
 public:
  Plain(Place place, bool asks_time) : place_(std::move(place)), asks_time_(asks_time) {}
  Call call() override {
    return [loop = std::make_shared<Loop>(place_, asks_time_)] { loop->ask(); };
  }

 private:
  const Place place_;
  const bool asks_time_;
};

}  // namespace

std::unique_ptr<Case> hiredis_case(const std::string& name, const Place& place) {
  if (name == "hiredis_mget") return std::make_unique<Plain>(place, false);
  if (name == "hiredis_mget_time") return std::make_unique<Plain>(place, true);
  return nullptr;
}
#else
std::unique_ptr<Case> hiredis_case(const std::string&, const Place&) { return nullptr; }
#endif

}  // namespace trips
