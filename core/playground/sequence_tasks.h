#pragma once

#include "playground/task.h"
#include "playground/task_fields.h"

namespace headscope {

// Sequences of random symbols, which have no meaning of their own: what is right follows from the
// others in the sequence alone. All give TaskError.

// Symbols, then some of them again after a random distance (Elhage et al. 2021, "Induction heads"):
// from its second symbol on, the repetition can be told. Causal.
Result<std::shared_ptr<const Task>> inductionTask(TaskFields fields);

// Each row names the symbol before it.
Result<std::shared_ptr<const Task>> copyTask(TaskFields fields);

// Each row names the symbol at the same distance from the other end.
Result<std::shared_ptr<const Task>> reverseTask(TaskFields fields);

}  // namespace headscope
