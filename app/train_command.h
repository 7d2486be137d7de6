#pragma once

namespace headscope {

class Commands;

// `headscope train --task T --heads 4 --d-k 16 … --out DIR [--record F] [--json]`: trains a model
// of the playground and writes what `--model DIR` opens. Ctrl+C ends the training early; what has
// been learnt is saved.
void addTrainCommand(Commands program);

}  // namespace headscope
