#include "temporary_folder.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

using redis_test::TemporaryFolder;

TEST_CASE("a folder of who was killed is removed by the next one, and one that is owned is not") {
  std::array<int, 2> told{};
  REQUIRE(::pipe(told.data()) == 0);
  const pid_t process = ::fork();
  REQUIRE(process >= 0);
  if (process == 0) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "dump.rdb") << "data";
    const std::string path = folder.path().string() + '\n';
    if (::write(told[1], path.data(), path.size()) > 0) ::pause();
    ::_exit(1);
  }
  std::string path;
  for (char letter = 0; ::read(told[0], &letter, 1) == 1 && letter != '\n';) path += letter;
  for (const int end : told) ::close(end);
  const TemporaryFolder other;
  CHECK(std::filesystem::exists(std::filesystem::path(path) / "dump.rdb"));
  REQUIRE(::kill(process, SIGKILL) == 0);
  REQUIRE(::waitpid(process, nullptr, 0) == process);
  const TemporaryFolder next;
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(std::filesystem::exists(other.path()));
}
