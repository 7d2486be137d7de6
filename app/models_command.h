#pragma once

namespace headscope {

class Commands;

// `headscope models list | get NAME | path NAME | verify NAME | remove NAME [--json]`, on the
// user's own store.
void addModelsCommand(Commands program);

}  // namespace headscope
