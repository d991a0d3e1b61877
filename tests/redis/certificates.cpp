#include "certificates.hpp"

#include <cstdlib>
#include <stdexcept>

namespace redis_test {

Certificates::Certificates() { run("", "authority"); }

void Certificates::sign(const std::string& name, const std::string& names) {
  run(" -CA '" + authority() + "' -CAkey '" + key("authority") + "' -addext 'basicConstraints=critical,CA:FALSE'" +
          " -addext 'subjectAltName=" + names + "'",
      name);
}

void Certificates::run(const std::string& arguments, const std::string& name) {
  const std::string log = (folder_.path() / "log").string();
  const std::string command =
      "openssl req -x509 -days 2 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=" + name +
      "' -keyout '" + key(name) + "' -out '" + certificate(name) + "'" + arguments + " >'" + log + "' 2>&1";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed: " + command);
}

}  // namespace redis_test
