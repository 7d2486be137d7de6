#include "exit_code.h"

#include <iostream>

namespace headscope {

int exitCodeOf(const Error& error) {
  return error.kind == ErrorKind::badInput ? kBadInput : kCouldNotDo;
}

int reportError(const Error& error) {
  std::cerr << "headscope: " << describe(error) << '\n';
  return exitCodeOf(error);
}

void reportNotice(const ModelDescription& model) {
  if (!model.notice.empty()) {
    std::cerr << "headscope: " << model.name << ": " << model.notice << '\n';
  }
}

void reportCut(const Run& run) {
  if (run.cut) {
    std::cerr << "headscope: cut after " << run.cut->tokensKept << " of " << run.cut->tokensTotal
              << " tokens, at character " << run.cut->codePoint << " of the text\n";
  }
}

}  // namespace headscope
