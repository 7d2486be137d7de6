#pragma once

namespace headscope {

class Commands;

// `headscope heads --model M --text T [--json]`: what each head does, measured, and the labels that
// this earns it.
void addHeadsCommand(Commands program);

}  // namespace headscope
