#include "program.h"

#include "command_line.h"
#include "compare_command.h"
#include "dump_command.h"
#include "heads_command.h"
#include "info_command.h"
#include "model_option.h"
#include "models_command.h"
#include "render_command.h"
#include "tokenize_command.h"
#include "train_command.h"
#include "window_command.h"

namespace headscope {

int runProgram(int argc, char** argv) {
  CommandLine line({.name = "headscope",
                    .purpose = "See where every attention head of a transformer looks.",
                    .version = HEADSCOPE_VERSION});
  WindowRequest window;
  line.options().option("--model", window.model, kModelHelp);
  line.options().option("--text", window.text, "the text to begin with");
  addInfoCommand(line.commands());
  addDumpCommand(line.commands());
  addRenderCommand(line.commands());
  addCompareCommand(line.commands());
  addHeadsCommand(line.commands());
  addTokenizeCommand(line.commands());
  addTrainCommand(line.commands());
  addModelsCommand(line.commands());
  return line.run(argc, argv, [&] { return runWindow(window, argc, argv); });
}

}  // namespace headscope
