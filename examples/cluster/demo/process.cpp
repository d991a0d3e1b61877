#include "demo/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace shop {
namespace {

constexpr std::chrono::seconds patience_at_the_end{3};

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// Between fork and exec nothing may be allocated: other threads may have held locks.
[[noreturn]] void become(const char* program, char* const* words, pid_t parent, int input, int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended before the line above
  ::setpgid(0, 0);                        // a group of its own, which Ctrl-C does not reach
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::execvp(program, words);
  ::_exit(Process::not_there);
}

}  // namespace

Process::Process(const std::string& program, std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> to{};
  std::array<int, 2> from{};
  // Its input is a socket, into which one may write without a signal when it has ended.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to.data()) != 0) fail("socketpair");
  if (::pipe2(from.data(), O_CLOEXEC) != 0) fail("pipe2");
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ < 0) fail("fork");
  if (id_ == 0) become(program.c_str(), arguments.data(), parent, to[0], from[1]);
  ::close(to[0]);
  ::close(from[1]);
  input_ = to[1];
  output_ = from[0];
  ::fcntl(output_, F_SETFL, O_NONBLOCK);
}

Process::~Process() {
  end();
  ::close(output_);
}

std::vector<std::string> Process::take_lines() {
  std::array<char, 4096> bytes{};
  for (ssize_t count = 0; (count = ::read(output_, bytes.data(), bytes.size())) > 0;) {
    unfinished_.append(bytes.data(), static_cast<std::size_t>(count));
  }
  std::vector<std::string> lines;
  for (auto end = unfinished_.find('\n'); end != std::string::npos; end = unfinished_.find('\n')) {
    lines.push_back(unfinished_.substr(0, end));
    unfinished_.erase(0, end + 1);
  }
  return lines;
}

void Process::tell(std::string_view line) {
  const std::string text = std::string(line) + '\n';
  static_cast<void>(::send(input_, text.data(), text.size(), MSG_NOSIGNAL));
}

bool Process::has_ended(std::chrono::milliseconds patience) {
  if (ended_) return true;
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
  if (watched < 0) fail("pidfd_open");
  pollfd entry{watched, POLLIN, 0};
  ended_ = ::poll(&entry, 1, static_cast<int>(patience.count())) > 0;
  ::close(watched);
  if (!ended_) return false;
  int status = 0;
  ::waitpid(id_, &status, 0);
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

void Process::signal(int number) const {
  if (!ended_) ::kill(id_, number);
}

void Process::end() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
  if (has_ended(patience_at_the_end)) return;
  signal(SIGKILL);
  static_cast<void>(has_ended(patience_at_the_end));
}

}  // namespace shop
