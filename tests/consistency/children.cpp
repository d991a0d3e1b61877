#include "children.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace consistency {

Children::Children(SharedLedger& ledger, std::size_t count, std::uint64_t seed)
    : ledger_(ledger), count_(count), seed_(seed) {
  for (std::size_t i = 0; i < count_; ++i) start(i);
}

Children::~Children() {
  for (const pid_t process : processes_) {
    if (process <= 0) continue;
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
  }
}

void Children::start(std::size_t node) {
  const std::array<std::string, 5> words{"--node", std::to_string(node), std::to_string(count_),
                                         std::to_string(ledger_.descriptor()), std::to_string(seed_ += 1000)};
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::execl("/proc/self/exe", "consistency_node", words[0].c_str(), words[1].c_str(), words[2].c_str(),
            words[3].c_str(), words[4].c_str(), nullptr);
    ::_exit(127);
  }
  processes_[node] = process;
}

void Children::replace(std::size_t node) {
  ::kill(processes_[node], SIGKILL);
  ::waitpid(processes_[node], nullptr, 0);
  start(node);
}

void Children::pause(std::size_t node) { ::kill(processes_[node], SIGSTOP); }
void Children::resume(std::size_t node) { ::kill(processes_[node], SIGCONT); }

void Children::look() {
  for (std::size_t i = 0; i < count_; ++i) {
    int status = 0;
    if (processes_[i] <= 0 || ::waitpid(processes_[i], &status, WNOHANG) != processes_[i]) continue;
    processes_[i] = 0;
    ledger_->violation("node " + std::to_string(i) + " ended by itself, status " + std::to_string(status));
    start(i);
  }
}

void Children::join() {
  for (std::size_t i = 0; i < count_; ++i) {
    int status = 0;
    ::waitpid(processes_[i], &status, 0);
    if (status != 0) ledger_->violation("node " + std::to_string(i) + " ended with " + std::to_string(status));
    processes_[i] = 0;
  }
}

}  // namespace consistency
