#include "emit/write.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "catch.hpp"

using namespace tagcache::generator;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone when the test is over.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("tagcache_write_test_" + std::to_string(getpid()));
  Folder() { fs::remove_all(path); }
  ~Folder() { fs::remove_all(path); }

  [[nodiscard]] std::string text_of(const std::string& name) const {
    std::ifstream stream(path / name);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
};

const std::vector<GeneratedFile> files{{"a.hpp", "one\n"}, {"a.cpp", "two\n"}};

}  // namespace

TEST_CASE("write: makes the folder and the files") {
  const Folder folder;
  Diagnostics diagnostics;
  const std::string directory = (folder.path / "deep" / "down").string();
  const auto report = write(files, directory, diagnostics);
  REQUIRE(report.has_value());
  CHECK(report->written == std::vector<std::string>{directory + "/a.hpp", directory + "/a.cpp"});
  CHECK(folder.text_of("deep/down/a.hpp") == "one\n");
  CHECK(diagnostics.empty());
}

TEST_CASE("write: leaves alone what has the same text") {
  const Folder folder;
  Diagnostics diagnostics;
  REQUIRE(write(files, folder.path.string(), diagnostics).has_value());
  const auto long_ago = fs::last_write_time(folder.path / "a.hpp") - std::chrono::hours(1);
  fs::last_write_time(folder.path / "a.hpp", long_ago);
  const std::vector<GeneratedFile> changed{files[0], {"a.cpp", "three\n"}};
  const auto report = write(changed, folder.path.string(), diagnostics);
  REQUIRE(report.has_value());
  CHECK(report->unchanged == std::vector<std::string>{(folder.path / "a.hpp").string()});
  CHECK(report->written == std::vector<std::string>{(folder.path / "a.cpp").string()});
  CHECK(fs::last_write_time(folder.path / "a.hpp") == long_ago);
  CHECK(folder.text_of("a.cpp") == "three\n");
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 2);
}

TEST_CASE("write: never leaves the output folder") {
  const Folder folder;
  Diagnostics diagnostics;
  for (const char* const name : {"../a.hpp", "/tmp/a.hpp", "b/a.hpp", "..", ""}) {
    const std::vector<GeneratedFile> escaping{{name, "text"}};
    CHECK_THROWS_AS(write(escaping, folder.path.string(), diagnostics), std::logic_error);
  }
}

TEST_CASE("write: a folder that cannot be made is reported") {
  const Folder folder;
  fs::create_directories(folder.path);
  std::ofstream(folder.path / "file") << "in the way";
  Diagnostics diagnostics;
  CHECK_FALSE(write(files, (folder.path / "file").string(), diagnostics).has_value());
  CHECK(diagnostics.text().find("[cannot-write]") != std::string::npos);
}

TEST_CASE("write: a file that cannot be written is reported and leaves nothing behind") {
  const Folder folder;
  fs::create_directories(folder.path / "a.hpp" / "in the way");
  Diagnostics diagnostics;
  CHECK_FALSE(write(files, folder.path.string(), diagnostics).has_value());
  CHECK(diagnostics.text().find("a.hpp' cannot be written") != std::string::npos);
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("write: when one file cannot be written all are as they were, in other folders too") {
  const Folder folder;
  Diagnostics diagnostics;
  REQUIRE(write(files, folder.path.string(), diagnostics).has_value());
  const std::vector<GeneratedFile> changed{{"a.hpp", "new\n"}, {"b.cpp", "new\n"}};
  fs::create_directories(folder.path / "b.cpp" / "in the way");
  CHECK_FALSE(write(changed, folder.path.string(), diagnostics).has_value());
  CHECK(folder.text_of("a.hpp") == "one\n");

  const std::vector<GeneratedFile> depfile{{"a.d", "a.hpp:\n"}};
  const std::vector<FolderOfFiles> folders{{folder.path.string(), std::span(changed).first(1)},
                                           {(folder.path / "a.cpp").string(), depfile}};
  CHECK_FALSE(write(folders, diagnostics).has_value());
  CHECK(folder.text_of("a.hpp") == "one\n");
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 3);
}

TEST_CASE("check: names what is stale and what is missing, and writes nothing") {
  const Folder folder;
  Diagnostics diagnostics;
  REQUIRE(write(std::span(files).first(1), folder.path.string(), diagnostics).has_value());
  check(std::span(files).first(1), folder.path.string(), diagnostics);
  CHECK(diagnostics.empty());

  const std::vector<GeneratedFile> changed{{"a.hpp", "new\n"}, files[1]};
  check(changed, folder.path.string(), diagnostics);
  CHECK(diagnostics.text().find("a.hpp' is stale") != std::string::npos);
  CHECK(diagnostics.text().find("a.cpp' is missing") != std::string::npos);
  CHECK(folder.text_of("a.hpp") == "one\n");
}

TEST_CASE("depfile: paths are written so that make reads them back") {
  const std::vector<std::string> targets{"out/a.hpp", "out/a b.cpp"};
  const std::vector<std::string> dependencies{"x.yaml", "my $dir/#1.hpp", "a\\b\\ c.hpp"};
  const GeneratedFile file = dependency_file("build/a.d", targets, dependencies);
  CHECK(file.name == "a.d");
  CHECK(file.text == "out/a.hpp out/a\\ b.cpp: \\\n  x.yaml \\\n  my\\ $$dir/\\#1.hpp \\\n  a\\b\\\\\\ c.hpp\n");
}
