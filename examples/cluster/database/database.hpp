#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "model.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace shop {

/// The row of a product.
struct Product {
  std::string title;
  std::int64_t cents = 0;
  std::int64_t pieces = 0;
  std::uint64_t version = 0;
};

/// A database file that several processes use at the same time. Thread-safe: one caller at a time. Errors are thrown as
/// std::runtime_error with SQLite's own words.
class Database {
 public:
  /// Opens the file, or makes it.
  explicit Database(const std::filesystem::path& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Products with the numbers 0 to `count` - 1.
  void fill(std::uint32_t count);

  [[nodiscard]] Product read(ProductId product);
  /// Returns the version that the row has now. Who reads after it returned, in any process, reads this one or a later.
  std::uint64_t change(ProductId product, std::int64_t cents, std::int64_t pieces);

 private:
  struct Close {
    void operator()(sqlite3* connection) const noexcept;
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  void run(const char* sql);
  [[nodiscard]] Statement prepare(const char* sql);
  void expect_row(const Statement& statement);
  [[noreturn]] void fail();

  std::mutex mutex_;
  std::unique_ptr<sqlite3, Close> connection_;
  Statement read_;
  Statement change_;
};

}  // namespace shop
