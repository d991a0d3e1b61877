#include "database/database.hpp"

#include <sqlite3.h>

#include <stdexcept>
#include <string>

namespace shop {
namespace {

std::int64_t number(ProductId product) { return static_cast<std::int64_t>(product); }

/// Makes a statement ready for its next use, whatever became of this one.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  ~Reset() { sqlite3_reset(statement_); }
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

void Database::Close::operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
void Database::Close::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& file) {
  sqlite3* connection = nullptr;
  const int opened = sqlite3_open(file.c_str(), &connection);
  connection_.reset(connection);
  if (opened != SQLITE_OK) fail();
  sqlite3_busy_timeout(connection, 10'000);  // the other process writes
  run("PRAGMA journal_mode=WAL");            // readers do not wait for writers
  run("PRAGMA synchronous=OFF");             // it is gone after the demo anyway
  run("CREATE TABLE IF NOT EXISTS products (id INTEGER PRIMARY KEY, title TEXT NOT NULL, cents INTEGER NOT NULL,"
      " pieces INTEGER NOT NULL, version INTEGER NOT NULL)");
  read_ = prepare("SELECT title, cents, pieces, version FROM products WHERE id = ?1");
  change_ =
      prepare("UPDATE products SET cents = ?2, pieces = ?3, version = version + 1 WHERE id = ?1 RETURNING version");
}

Database::~Database() = default;

void Database::fill(std::uint32_t count) {
  const std::lock_guard lock(mutex_);
  const std::string last = std::to_string(count - 1);
  run(("WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + last +
       ") INSERT INTO products SELECT n, 'Product ' || n, 1999, 100, 1 FROM numbers")
          .c_str());
}

Product Database::read(ProductId product) {
  const std::lock_guard lock(mutex_);
  const Reset reset(read_.get());
  sqlite3_bind_int64(read_.get(), 1, number(product));
  expect_row(read_);
  return {reinterpret_cast<const char*>(sqlite3_column_text(read_.get(), 0)), sqlite3_column_int64(read_.get(), 1),
          sqlite3_column_int64(read_.get(), 2), static_cast<std::uint64_t>(sqlite3_column_int64(read_.get(), 3))};
}

std::uint64_t Database::change(ProductId product, std::int64_t cents, std::int64_t pieces) {
  const std::lock_guard lock(mutex_);
  const Reset reset(change_.get());
  sqlite3_bind_int64(change_.get(), 1, number(product));
  sqlite3_bind_int64(change_.get(), 2, cents);
  sqlite3_bind_int64(change_.get(), 3, pieces);
  expect_row(change_);
  const auto version = static_cast<std::uint64_t>(sqlite3_column_int64(change_.get(), 0));
  if (sqlite3_step(change_.get()) != SQLITE_DONE) fail();  // commits
  return version;
}

void Database::run(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

Database::Statement Database::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    fail();
  return Statement(statement);
}

void Database::expect_row(const Statement& statement) {
  const int result = sqlite3_step(statement.get());
  if (result == SQLITE_DONE) throw std::runtime_error("there is no such product");
  if (result != SQLITE_ROW) fail();
}

void Database::fail() { throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(connection_.get())); }

}  // namespace shop
