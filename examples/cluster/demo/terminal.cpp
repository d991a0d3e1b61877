#include "demo/terminal.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <iostream>

namespace shop {

Terminal::Terminal() {
  ::tcgetattr(STDIN_FILENO, &before_);
  termios by_key = before_;
  by_key.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &by_key);
  std::cout << "\033[?1049h\033[?25l";  // another screen, without a cursor
}

Terminal::~Terminal() {
  std::cout << "\033[?25h\033[?1049l" << std::flush;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

bool Terminal::is_there() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1; }

void Terminal::draw(const std::vector<std::string>& lines) {
  std::string screen = "\033[H";
  for (const std::string& line : lines) {
    if (&line != &lines.front()) screen += "\r\n";
    screen += line + "\033[K";
  }
  std::cout << screen << "\033[J" << std::flush;
}

std::string Terminal::keys() {
  std::array<char, 64> bytes{};
  pollfd entry{STDIN_FILENO, POLLIN, 0};
  if (::poll(&entry, 1, 0) <= 0) return {};
  const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
  return {bytes.data(), count < 0 ? 0 : static_cast<std::size_t>(count)};
}

}  // namespace shop
