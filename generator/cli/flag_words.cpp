#include "cli/flag_words.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view shell = "SHELL:";

class ShellWords {
 public:
  void take(char letter) {
    if (escaped_) {
      escaped_ = false;
      add(letter);
    } else if (letter == '\\' && quote_ != '\'') {
      escaped_ = true;
    } else if (quote_ != 0) {
      letter == quote_ ? static_cast<void>(quote_ = 0) : add(letter);
    } else if (letter == '"' || letter == '\'') {
      quote_ = letter;
      in_word_ = true;  // "" is a word too
    } else if (letter == ' ' || letter == '\t') {
      end_word();
    } else {
      add(letter);
    }
  }

  std::vector<std::string> finish() {
    end_word();
    return std::move(words_);
  }

 private:
  void add(char letter) {
    word_.push_back(letter);
    in_word_ = true;
  }
  void end_word() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  std::vector<std::string> words_;
  std::string word_;
  char quote_ = 0;
  bool in_word_ = false;
  bool escaped_ = false;
};

}  // namespace

std::vector<std::string> flag_words(std::string_view line) {
  if (!line.starts_with(shell)) return line.empty() ? std::vector<std::string>{} : std::vector{std::string(line)};
  ShellWords words;
  for (const char letter : line.substr(shell.size())) words.take(letter);
  return words.finish();
}

}  // namespace tagcache::generator
