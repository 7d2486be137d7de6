#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog_error.h"

namespace headscope {

struct ChildCommand {
  std::vector<std::string> arguments;  // the first is the program, looked for in PATH
  std::vector<std::pair<std::string, std::string>> environment;  // set over this process's own
  std::filesystem::path outputFile;  // takes what it prints, standard output and error
};

struct ChildExit {
  int status = 0;  // its exit status, or 128 + the number of the signal that ended it
  bool stopped = false;
};

// Runs a program, without a shell, in a process group of its own, with an empty standard input, and
// waits for it; calls whileRunning (which may be empty) about ten times a second. At a stop request
// the whole group is asked to end and after two seconds made to.
// The error is the errno value of what failed, ENOENT where there is no such program.
tl::expected<ChildExit, int> runChild(const ChildCommand& command,
                                      const std::function<void()>& whileRunning,
                                      std::stop_token stop);

}  // namespace headscope
