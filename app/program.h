#pragma once

namespace headscope {

// The command line: a subcommand, or the window. Exit codes: 0, 1 (could not do it), 2 (bad
// input), 128 + the number of a signal that stopped it.
int runProgram(int argc, char** argv);

}  // namespace headscope
