#include "demo/demo.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

#include "demo/picture.hpp"

namespace shop {
namespace {

using namespace std::chrono_literals;

constexpr auto between_writes = 150ms;
constexpr auto between_pictures = 200ms;
constexpr auto shown_in_picture = 1s;  ///< how far back it looks
constexpr std::size_t shown_notes = 5;

bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

/// `0:42`
std::string clock_text(Moment::duration time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  return std::to_string(seconds / 60) + (seconds % 60 < 10 ? ":0" : ":") + std::to_string(seconds % 60);
}

}  // namespace

Demo::Demo(Cluster& cluster, const Interrupts& interrupts, const Options& options)
    : cluster_(cluster),
      interrupts_(interrupts),
      style_{wants_colour()},
      tour_(cluster, options.quick ? 500ms : 5s),
      begun_at_(std::chrono::steady_clock::now()) {
  if (!options.quick && Terminal::is_there()) terminal_.emplace();
}

int Demo::run() {
  while (!over_) {
    wait();
    if (const auto signal = interrupts_.take()) return 128 + *signal;
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t node = 0; node < Cluster::size; ++node) cluster_.member(node).take();
    write_in_turn(now);
    go_on_with_tour(now);
    if (!terminal_) continue;
    for (const char key : terminal_->keys()) obey(key);
    draw(now);
  }
  terminal_.reset();
  std::cout << '\n' << verdict(cluster_, style_) << std::endl;
  return cluster_.broken() == 0 ? 0 : 1;
}

void Demo::wait() {
  std::array<pollfd, 4> entries{{{interrupts_.descriptor(), POLLIN, 0},
                                 {cluster_.member(0).process().output(), POLLIN, 0},
                                 {cluster_.member(1).process().output(), POLLIN, 0},
                                 {terminal_ ? STDIN_FILENO : -1, POLLIN, 0}}};
  ::poll(entries.data(), entries.size(), static_cast<int>(std::chrono::milliseconds(between_writes).count()));
}

void Demo::write_in_turn(Moment now) {
  if (now - written_at_ < between_writes) return;
  written_at_ = now;
  cluster_.write(next_writer_);
  next_writer_ = (next_writer_ + 1) % Cluster::size;
}

void Demo::go_on_with_tour(Moment now) {
  if (tour_.is_over()) return;
  const Moment begun_at = tour_.begun_at();
  const auto number = tour_.number();
  if (noted_step_ != number) note(tour_.caption());
  noted_step_ = number;
  tour_.go_on(now);
  if (terminal_ && tour_.is_over()) note("That was the tour; the keys below do it again");
  if (terminal_ || (number == tour_.number() && !tour_.is_over())) return;
  for (const std::string& line : picture_of_nodes(cluster_, begun_at, style_)) std::cout << line << '\n';
  std::cout << std::flush;
  over_ = tour_.is_over();
}

void Demo::note(std::string_view what) {
  const auto at = std::chrono::steady_clock::now() - begun_at_;
  if (!terminal_) std::cout << '\n' << ' ' << style_.strong(what) << std::endl;
  notes_.push_back(" " + style_.faint(right(clock_text(at), 6)) + "  " + std::string(what));
}

void Demo::obey(char key) {
  if (key == 'q') over_ = true;
  if (key == 'a' || key == 'b') {
    cluster_.member(key == 'a' ? 0 : 1).write(0);
    note(key == 'a' ? "Node A writes the product that is read most" : "Node B writes the product that is read most");
  }
  if (cluster_.server() != nullptr) obey_about(*cluster_.server(), key);
}

void Demo::obey_about(RedisServer& redis, char key) {
  using State = RedisServer::State;
  if (key != 's' && key != 'p' && key != 'c') return;
  tour_.stop();
  if (key == 's' && redis.state() == State::down) {
    redis.start();
    note("Redis starts again, and has forgotten all");
  } else if (key == 's') {
    redis.stop();
    note("Redis is stopped");
  } else if (key == 'p' && redis.state() == State::up) {
    redis.pause();
    note("Redis is paused: its connections stand, and it does not answer");
  } else if (key == 'p' && redis.state() == State::paused) {
    redis.go_on();
    note("Redis goes on");
  } else if (key == 'c' && redis.state() == State::up) {
    redis.cut();
    note("All connections to Redis are cut, once");
  }
}

void Demo::draw(Moment now) {
  if (now - drawn_at_ < between_pictures) return;
  drawn_at_ = now;
  std::vector<std::string> lines{" " + style_.strong("tagcache") + "   two service processes, one Redis, one database" +
                                     right(clock_text(now - begun_at_), 22),
                                 "", line_of_redis(now), ""};
  for (std::string& line : picture_of_nodes(cluster_, now - shown_in_picture, style_)) lines.push_back(std::move(line));
  lines.insert(lines.begin() + 9, "");
  lines.insert(lines.end(), {"", verdict(cluster_, style_), ""});
  const auto first = notes_.size() - std::min(notes_.size(), shown_notes);
  lines.insert(lines.end(), notes_.begin() + static_cast<std::ptrdiff_t>(first), notes_.end());
  lines.resize(23);
  lines.push_back(line_of_keys());
  terminal_->draw(lines);
}

std::string Demo::line_of_keys() const {
  const auto key = [this](std::string_view letter, std::string_view what) {
    return " " + style_.strong(letter) + " " + style_.faint(std::string(what) + " ");
  };
  const std::string own = key("s", "stop or start Redis") + key("p", "pause or go on") + key("c", "cut");
  return key("a", "A writes") + key("b", "B writes") + (cluster_.server() == nullptr ? "" : own) + key("q", "quit");
}

std::string Demo::line_of_redis(Moment now) {
  RedisServer* const redis = cluster_.server();
  if (redis == nullptr) return " " + style_.strong("REDIS") + "   yours";
  ask_for_load(*redis, now);
  const std::array<std::string, 3> states{style_.good("● up    "), style_.middling("◐ paused"), style_.bad("○ down  ")};
  std::string line = " " + style_.strong("REDIS") + "   " + states[static_cast<std::size_t>(redis->state())];
  if (redis->state() == RedisServer::State::up) line += " " + grouped(commands_a_second_) + " commands/s";
  if (!tour_.is_over()) {
    line += style_.faint("   step " + std::to_string(tour_.number()) + " of " + std::to_string(tour_.size()));
  }
  return line;
}

void Demo::ask_for_load(const RedisServer& redis, Moment now) {
  if (now - asked_at_ < 1s) return;
  const auto commands = redis.commands().value_or(0);
  const double seconds = std::chrono::duration<double>(now - asked_at_).count();
  const auto gained = commands > commands_ ? commands - commands_ : 0;  // it began anew
  commands_a_second_ = static_cast<std::uint64_t>(static_cast<double>(gained) / seconds);
  commands_ = commands;
  asked_at_ = now;
}

}  // namespace shop
