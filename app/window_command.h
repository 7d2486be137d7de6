#pragma once

#include <string>

namespace headscope {

struct WindowRequest {
  std::string model;  // empty: the one of last time, or the default
  std::string text;   // likewise
};

// Opens the window and runs until it is closed.
int runWindow(const WindowRequest& request, int argc, char** argv);

}  // namespace headscope
