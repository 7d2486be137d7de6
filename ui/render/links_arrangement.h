#pragma once

namespace headscope {

// How a figure of links is laid out.
enum class LinksArrangement {
  columns,  // queries under each other at the left, keys at the right, bands between them
  arcs,     // the text as one line, arcs above it; of a text's attention to itself alone
};

}  // namespace headscope
