#include "document/source_files.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "catch.hpp"

using namespace tagcache::generator;

namespace {

/// A folder that is empty at first and gone at last.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("tagcache_source_files_test_" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_ / "parts");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a file is read once, by whatever spelling of its path") {
  const Folder folder;
  std::ofstream(folder / "ids.yaml") << "\xEF\xBB\xBFids: {}\n";
  SourceFiles files;
  const SourceFile* const file = files.read(folder / "ids.yaml");
  REQUIRE(file != nullptr);
  CHECK(file->path() == folder / "ids.yaml");
  CHECK(file->text() == "ids: {}\n");
  CHECK(file->order() == 0);
  CHECK(files.read(folder / "parts/../ids.yaml") == file);
}

TEST_CASE("folders and files that are not there cannot be read") {
  const Folder folder;
  SourceFiles files;
  CHECK(files.read(folder / "parts") == nullptr);
  CHECK(files.read(folder / "nowhere.yaml") == nullptr);
}

TEST_CASE("files in memory are found by their path, and know their order") {
  SourceFiles files;
  const SourceFile* const first = files.add("a.yaml", "a");
  const SourceFile* const second = files.add("b.yaml", "b");
  CHECK(files.read("a.yaml") == first);
  CHECK(files.read("./b.yaml") == second);
  CHECK(second->order() == 1);
}
