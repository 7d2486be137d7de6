#pragma once

#include "io/gguf_cursor.h"
#include "io/gguf_header.h"

namespace headscope {

// The metadata's keys and values, `count` of them. The cursor has the error, if any.
std::unordered_map<std::string, GgufValue> readGgufMetadata(GgufCursor& cursor,
                                                            std::uint64_t count);

}  // namespace headscope
