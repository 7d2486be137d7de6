#pragma once

#include <filesystem>

#include "source/recorded_training.h"

namespace headscope {

enum class RecordingError {
  notARecording = 1,  // a safetensors file, but of something else
  damaged,            // parts that do not fit each other
  tooLarge,           // more than kMostRecordedBytes of frames
};

inline constexpr std::size_t kMostRecordedBytes = 512u << 20;

// Writes a safetensors file that anyone can read (docs/playground.md): frames.step and
// frames.values, losses, tests.step and tests.accuracy, and, of the task's examples, what each head
// of each layer asks and offers at each frame: probe.P.layer.L.query and .key (frames, n,
// heads · d_k). Neighbouring frames lie side by side. The file is whole or not there. Errors of
// writeSafetensors.
Result<void> saveRecording(const std::filesystem::path& file, const RecordedTraining& training);

// RecordingError; the errors of SafetensorsFile::open, JsonError, TaskError of what it says about
// its task.
Result<RecordedTraining> openRecording(const std::filesystem::path& file);

// Whether a file says that it is one; false where it cannot be read.
bool isRecording(const std::filesystem::path& file);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(RecordingError);
