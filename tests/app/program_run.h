#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "app/command_line_run.h"
#include "program.h"

namespace headscope {

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
  Argv argv(std::move(arguments));
  const Capture out(std::cout);
  const Capture err(std::cerr);
  const int exitCode = runProgram(argv.count(), argv.values());
  return {.exitCode = exitCode, .out = out.text(), .err = err.text()};
}

}  // namespace headscope
