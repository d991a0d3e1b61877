#pragma once

#include <string>

#include "server.hpp"

namespace redis_test {

/// A certificate authority of its own with what it signed, as PEM files in a temporary folder; made by the program
/// openssl.
class Certificates {
 public:
  Certificates();

  /// Signs one for a name; `names` is a subjectAltName, such as "IP:127.0.0.1,DNS:localhost".
  void sign(const std::string& name, const std::string& names);

  [[nodiscard]] std::string authority() const { return certificate("authority"); }
  [[nodiscard]] std::string certificate(const std::string& name) const {
    return (folder_.path() / (name + ".pem")).string();
  }
  [[nodiscard]] std::string key(const std::string& name) const { return (folder_.path() / (name + ".key")).string(); }

 private:
  void run(const std::string& arguments, const std::string& name);

  TemporaryFolder folder_;
};

}  // namespace redis_test
