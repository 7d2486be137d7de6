#pragma once

namespace CLI {
class App;
}

namespace headscope {

// Adds the subcommand `models` to the program's command line. When the user's words name it, it
// runs as they are parsed, and leaves its exit code in exitCode.
void addModelsCommand(CLI::App& parent, int& exitCode);

}  // namespace headscope
