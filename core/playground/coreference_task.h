#pragma once

#include "playground/task.h"
#include "playground/task_fields.h"

namespace headscope {

// "Name the word that *it* stands for": sentences of templates, in which an adjective fits one of
// two nouns. Words are given, so that a model can read words that it has never met. TaskError.
Result<std::shared_ptr<const Task>> coreferenceTask(TaskFields fields);

}  // namespace headscope
