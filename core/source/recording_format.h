#pragma once

namespace headscope {

// What the metadata of a recording's file have beside its task and options.
inline constexpr const char* kRecordingFormatKey = "format";
inline constexpr const char* kRecordingFormat = "headscope recording 1";

}  // namespace headscope
