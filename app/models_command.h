#pragma once

namespace headscope {

class Commands;

// `headscope models list | get NAME | path NAME | verify NAME | remove NAME [--json]`, on the
// user's own store and cache of the hub.
void addModelsCommand(Commands program);

}  // namespace headscope
