#pragma once

#include <memory>
#include <span>

#include "playground/training_options.h"
#include "source/checkpoint_source.h"

namespace headscope {

// By what openModel knows the trained model that comes with the program.
inline constexpr const char* kPlaygroundName = "playground";

// The trained model that comes with the program (resources/playground/model). Errors: those of a
// checkpoint.
Result<std::shared_ptr<const CheckpointSource>> openBuiltInPlayground();

// A model as it is while it learns: values of the whole layout. Takes about a millisecond with the
// sizes of the playground, so that it can be done for each picture.
Result<std::shared_ptr<const CheckpointSource>> playgroundSource(const TaskSetting& task,
                                                                 const TrainingOptions& options,
                                                                 std::span<const float> values);

}  // namespace headscope
