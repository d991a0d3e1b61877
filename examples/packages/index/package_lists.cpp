#include "index/package_lists.hpp"

#include <cstdio>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <streambuf>
#include <utility>

namespace catalogue {
namespace {

/// What a command prints, as a stream buffer. Debian's own tools know each way in which a list may be compressed.
class CommandOutput : public std::streambuf {
 public:
  explicit CommandOutput(std::string command) : command_(std::move(command)), pipe_(popen(command_.c_str(), "r")) {
    if (pipe_ == nullptr) throw std::runtime_error("cannot run: " + command_);
  }
  CommandOutput(const CommandOutput&) = delete;
  CommandOutput& operator=(const CommandOutput&) = delete;
  ~CommandOutput() override {
    if (pipe_ != nullptr) pclose(pipe_);
  }

  /// Waits for the command; true when it ended well.
  [[nodiscard]] bool finish() { return pclose(std::exchange(pipe_, nullptr)) == 0; }

 protected:
  int_type underflow() override {
    const std::size_t count = fread(buffer_.data(), 1, buffer_.size(), pipe_);
    if (count == 0) return traits_type::eof();
    setg(buffer_.data(), buffer_.data(), buffer_.data() + count);
    return traits_type::to_int_type(buffer_.front());
  }

 private:
  std::string command_;
  FILE* pipe_;
  std::vector<char> buffer_ = std::vector<char>(1 << 16);
};

std::string quoted(const std::filesystem::path& path) {
  std::string result = "'";
  for (const char character : path.string()) {
    if (character == '\'') {
      result += "'\\''";
    } else {
      result += character;
    }
  }
  return result + "'";
}

std::string printing_command(const std::filesystem::path& file) {
  if (file.extension() == ".xz") return "xz -dc -- " + quoted(file);
  return "/usr/lib/apt/apt-helper cat-file " + quoted(file);
}

}  // namespace

std::optional<PackageLists> lists_of_this_machine() {
  PackageLists lists{"the package lists of this machine", {}};
  CommandOutput output("apt-get indextargets --format '$(FILENAME)' 'Created-By: Packages' 2>/dev/null");
  std::istream lines(&output);
  for (std::string line; std::getline(lines, line);) {
    if (std::filesystem::exists(line)) lists.files.emplace_back(line);
  }
  if (!output.finish() || lists.files.empty()) return std::nullopt;
  return lists;
}

PackageLists shipped_extract() { return {"the extract of Debian's index in " PACKAGES_EXTRACT, {PACKAGES_EXTRACT}}; }

void read(const PackageLists& lists, PackageIndex& index, const PackageIndex::Progress& progress) {
  for (const auto& file : lists.files) {
    const std::string command = printing_command(file);
    CommandOutput output(command);
    std::istream stream(&output);
    index.read(stream, progress);
    if (!output.finish()) throw std::runtime_error("cannot read " + file.string() + ": this failed: " + command);
  }
}

}  // namespace catalogue
