#include "program.h"

#include <iostream>

#include <CLI/CLI.hpp>

#include "dump_command.h"
#include "exit_code.h"
#include "info_command.h"
#include "model_option.h"
#include "models_command.h"
#include "render_command.h"
#include "tokenize_command.h"
#include "window_command.h"

namespace headscope {

int runProgram(int argc, char** argv) {
  CLI::App program("See where every attention head of a transformer looks.", "headscope");
  program.set_version_flag("--version", std::string("headscope ") + HEADSCOPE_VERSION);
  program.require_subcommand(0, 1);
  WindowRequest window;
  program.add_option("--model", window.model, kModelHelp);
  program.add_option("--text", window.text, "the text to begin with");
  int exitCode = kDone;
  addInfoCommand(program, exitCode);
  addDumpCommand(program, exitCode);
  addRenderCommand(program, exitCode);
  addTokenizeCommand(program, exitCode);
  addModelsCommand(program, exitCode);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // 0 for --help and --version.
    return program.exit(error) == 0 ? kDone : kBadInput;
  }
  if (program.get_subcommands().empty()) {
    return runWindow(window, argc, argv);
  }
  return exitCode;
}

}  // namespace headscope
