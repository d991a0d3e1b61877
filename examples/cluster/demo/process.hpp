#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace shop {

/// Another program that this one runs, spoken to by lines. It ends with this object, and when this program ends without
/// one: the kernel kills it then. Ctrl-C in a terminal does not reach it.
class Process {
 public:
  /// `words` are its name and arguments. `program` is a path, or is looked for as shells do; when it cannot be run, the
  /// process ends at once with the code `not_there`.
  Process(const std::string& program, std::vector<std::string> words);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  static constexpr int not_there = 127;

  [[nodiscard]] pid_t id() const { return id_; }
  /// To be polled: there is something to take, or the process has ended.
  [[nodiscard]] int output() const { return output_; }
  /// Lines that it has written since the last call. Does not wait.
  [[nodiscard]] std::vector<std::string> take_lines();
  /// Nobody listens any more when it has ended; then nothing happens.
  void tell(std::string_view line);

  /// Waits so long at most. The code of a process that a signal ended is 128 and its number.
  [[nodiscard]] bool has_ended(std::chrono::milliseconds patience = {});
  [[nodiscard]] int exit_code() const { return exit_code_; }
  void signal(int number) const;
  /// Has it read the end of its input, and kills it when that is not enough.
  void end();

 private:
  pid_t id_ = 0;
  int input_ = -1;
  int output_ = -1;
  bool ended_ = false;
  int exit_code_ = 0;
  std::string unfinished_;  ///< the beginning of a line
};

}  // namespace shop
