#pragma once

namespace headscope {

class Commands;

// `headscope info --model M [--json]`: what a model is.
void addInfoCommand(Commands program);

}  // namespace headscope
