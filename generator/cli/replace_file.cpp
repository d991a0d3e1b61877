#include "cli/replace_file.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

bool write_all(int file, std::string_view text) {
  std::FILE* const stream = fdopen(file, "wb");
  if (stream == nullptr) return close(file), false;
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  return (std::fclose(stream) == 0) && written;
}

}  // namespace

bool replace_file(const std::string& path, std::string_view text) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) return false;
  const fs::perms permissions = fs::status(target, error).permissions();
  // A file that its owner made read-only is not written, though its folder would allow it.
  if (error || access(target.c_str(), W_OK) != 0) return false;
  std::string temporary = target.string() + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) return false;
  bool done = write_all(file, text);
  if (done) fs::permissions(temporary, permissions, error);
  if (done && !error) fs::rename(temporary, target, error);
  done = done && !error;
  if (!done) fs::remove(temporary, error);
  return done;
}

}  // namespace tagcache::generator
