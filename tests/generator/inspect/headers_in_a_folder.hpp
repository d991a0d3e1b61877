#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "inspect/inspect.hpp"

namespace tagcache::generator {

/// Headers in a folder that is gone when the test is over.
struct HeadersInAFolder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("tagcache_inspect_test_" + std::to_string(getpid()));
  HeadersInAFolder() { std::filesystem::create_directories(path); }
  ~HeadersInAFolder() { std::filesystem::remove_all(path); }
  HeadersInAFolder(const HeadersInAFolder&) = delete;
  HeadersInAFolder& operator=(const HeadersInAFolder&) = delete;

  void add(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
  [[nodiscard]] CompileSettings settings() const { return {{"-std=c++20", "-I" + path.string()}, ""}; }
};

/// A name of the schema without a place in it.
inline Text without_place(std::string text) { return {std::move(text), {}}; }

}  // namespace tagcache::generator
