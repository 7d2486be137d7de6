#pragma once

#include <string_view>

#include "playground/task.h"
#include "playground/task_fields.h"

namespace headscope {

// Each row names the word that comes after it, in a text of one's own: causal. The text's end is
// kept for the test. TaskError::tooFew for a text of fewer than kLeastWords words, TextError for
// one that is no UTF-8; `called` names it in errors.
inline constexpr std::size_t kLeastWords = 60;
Result<std::shared_ptr<const Task>> nextWordTask(std::string_view text, const std::string& called,
                                                 TaskDescription description);

// The same of a file, with the text in it.
Result<std::shared_ptr<const Task>> nextWordTask(TaskFields fields);

}  // namespace headscope
