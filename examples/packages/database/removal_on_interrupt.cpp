#include "database/removal_on_interrupt.hpp"

#include <pthread.h>
#include <signal.h>  // sigwait is POSIX, and not in <csignal> by name

#include <system_error>
#include <utility>

namespace catalogue {
namespace {

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, number);
  return signals;
}

}  // namespace

RemovalOnInterrupt::RemovalOnInterrupt(std::filesystem::path folder) {
  const sigset_t signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  thread_ = std::thread([this, folder = std::move(folder)] { wait_for_signal(folder); });
}

RemovalOnInterrupt::~RemovalOnInterrupt() {
  is_over_ = true;
  pthread_kill(thread_.native_handle(), SIGHUP);  // for this thread alone, which waits for it
  thread_.join();
  const sigset_t signals = ending_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// A thread that waits may do what a signal handler must not: remove files.
void RemovalOnInterrupt::wait_for_signal(const std::filesystem::path& folder) const {
  const sigset_t signals = ending_signals();
  int number = 0;
  sigwait(&signals, &number);
  if (is_over_) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  static_cast<void>(signal(number, SIG_DFL));
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  static_cast<void>(raise(number));
}

}  // namespace catalogue
