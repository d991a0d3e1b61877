#include "database/connection.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace catalogue {
namespace {

[[noreturn]] void fail(sqlite3* connection, const char* sql) {
  throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(connection) + " in: " + sql);
}

}  // namespace

Statement::Statement(sqlite3* connection, const char* sql) : connection_(connection) {
  if (sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK) {
    fail(connection, sql);
  }
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int place, std::string_view text) {
  check(sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(int place, std::int64_t number) {
  check(sqlite3_bind_int64(statement_, place, number));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(connection_, sqlite3_sql(statement_));
  return result == SQLITE_ROW;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() noexcept { sqlite3_reset(statement_); }

std::string Statement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return text == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

void Statement::check(int result) const {
  if (result != SQLITE_OK) fail(connection_, sqlite3_sql(statement_));
}

void Connection::Close::operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }

Connection::Connection(const std::filesystem::path& file) {
  // SQLite's own locks are off: a connection is never used by two threads at once.
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  connection_.reset(opened);
  if (result != SQLITE_OK) fail(opened, "open");
  sqlite3_busy_timeout(opened, 10'000);
  // Readers never wait for the writer (WAL). The whole database fits into each connection's page cache, so that the
  // runs without tagcache in front are as quick as SQLite can make them.
  run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = "
      "268435456");
}

Connection::~Connection() = default;

Statement& Connection::prepared(const char* sql) {
  auto& statement = statements_[sql];
  if (statement) {
    statement->reset();
  } else {
    statement = std::make_unique<Statement>(connection_.get(), sql);
  }
  return *statement;
}

void Connection::run(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(connection_.get(), sql);
}

std::int64_t Connection::changes() const { return sqlite3_changes64(connection_.get()); }

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
  // A writer takes the write lock at once; one that began as a reader could find that it may not write any more.
  if (kind == Kind::writing) {
    connection_.prepared("BEGIN IMMEDIATE").run();
  } else {
    connection_.prepared("BEGIN").run();
  }
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.prepared("ROLLBACK").run();
  } catch (const std::runtime_error&) {
    // SQLite has rolled back by itself already; the error that led here is on its way to the caller.
  }
}

void Transaction::commit() {
  connection_.prepared("COMMIT").run();
  open_ = false;
}

}  // namespace catalogue
