#include "database/removal_on_interrupt.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "database/temporary_folder.hpp"

using namespace catalogue;

namespace {

/// What a program that is ended by a signal does: it says where its folder is, and works until then.
[[noreturn]] void work_until_ended(int report) {
  const TemporaryFolder folder;
  const RemovalOnInterrupt removal(folder.path());
  std::ofstream(folder.path() / "packages.sqlite") << "rows";
  const std::string path = folder.path().string();
  if (write(report, path.data(), path.size()) < 0) _exit(1);
  close(report);
  for (;;) pause();
}

std::string read_all(int pipe) {
  std::string text;
  std::array<char, 256> part{};
  for (ssize_t size = 0; (size = read(pipe, part.data(), part.size())) > 0;)
    text.append(part.data(), static_cast<std::size_t>(size));
  return text;
}

}  // namespace

TEST_CASE("a program that is interrupted leaves no folder behind", "[packages]") {
  const int number = GENERATE(SIGINT, SIGTERM, SIGHUP);
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(ends[0]);
    work_until_ended(ends[1]);
  }
  close(ends[1]);
  const std::string folder = read_all(ends[0]);
  close(ends[0]);
  CHECK(std::filesystem::exists(folder));
  REQUIRE(kill(child, number) == 0);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == number));
  CHECK_FALSE(std::filesystem::exists(folder));
}

TEST_CASE("when all is done, signals are what they were", "[packages]") {
  const TemporaryFolder folder;
  {
    const RemovalOnInterrupt removal(folder.path());
  }
  CHECK(std::filesystem::exists(folder.path()));
  sigset_t blocked;
  REQUIRE(pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0);
  CHECK(sigismember(&blocked, SIGINT) == 0);
}
