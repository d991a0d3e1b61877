#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace catalogue {

/// One prepared statement. Bind from 1, step through the rows, read columns from 0; `reset` makes it ready again.
/// Errors are thrown as std::runtime_error with SQLite's own words and the statement.
class Statement {
 public:
  Statement(sqlite3* connection, const char* sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(int place, std::string_view text);
  Statement& bind(int place, std::int64_t number);

  /// True while there is a row to read.
  bool step();
  /// Runs a statement that has no rows, and resets it.
  void run();
  void reset() noexcept;

  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;

 private:
  void check(int result) const;

  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

/// One connection to the database file, with the statements prepared on it so far. Used by one thread at a time.
class Connection {
 public:
  explicit Connection(const std::filesystem::path& file);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// The statement for `sql`, prepared at its first use and reset. `sql` is a literal: its address is its name.
  Statement& prepared(const char* sql);
  /// Runs statements without rows or parameters.
  void run(const char* sql);
  /// Rows that the last INSERT, UPDATE or DELETE touched.
  [[nodiscard]] std::int64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const noexcept;
  };

  std::unique_ptr<sqlite3, Close> connection_;
  std::map<const char*, std::unique_ptr<Statement>> statements_;
};

/// All that happens between construction and `commit` happens at once or, without `commit`, not at all. Reads see the
/// database of one moment.
class Transaction {
 public:
  enum class Kind { reading, writing };

  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace catalogue
