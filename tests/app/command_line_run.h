#pragma once

#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "command_line.h"

namespace headscope {

// What a command line gave.
struct Outcome {
  int exitCode = -1;
  std::string out;
  std::string err;
};

// The argc and argv of `headscope WORDS…`.
class Argv {
 public:
  explicit Argv(std::vector<std::string> words) : words_(std::move(words)) {
    words_.insert(words_.begin(), "headscope");
    for (std::string& word : words_) {
      pointers_.push_back(word.data());
    }
    pointers_.push_back(nullptr);
  }
  Argv(const Argv&) = delete;
  Argv& operator=(const Argv&) = delete;
  int count() const { return static_cast<int>(words_.size()); }
  char** values() { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

// `headscope WORDS…`, where the line's own messages go into the outcome.
inline Outcome runLine(CommandLine& line, std::vector<std::string> words,
                       const std::function<int()>& withoutCommand) {
  Argv argv(std::move(words));
  std::ostringstream out;
  std::ostringstream err;
  const int exitCode = line.run(argv.count(), argv.values(), withoutCommand, out, err);
  return {.exitCode = exitCode, .out = out.str(), .err = err.str()};
}

}  // namespace headscope
