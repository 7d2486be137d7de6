#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "program.h"

namespace headscope {

// What a command line gave.
struct Outcome {
  int exitCode = -1;
  std::string out;
  std::string err;
};

// Takes what is written to a stream until it goes.
class Capture {
 public:
  explicit Capture(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Capture() { stream_.rdbuf(before_); }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostream& stream_;
  std::streambuf* before_;
};

// The whole program, as a shell would call it: `headscope ARGUMENTS…`.
inline Outcome runHeadscope(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "headscope");
  std::vector<char*> argv;
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  const Capture out(std::cout);
  const Capture err(std::cerr);
  const int exitCode = runProgram(static_cast<int>(arguments.size()), argv.data());
  return {.exitCode = exitCode, .out = out.text(), .err = err.text()};
}

}  // namespace headscope
