#include "exit_code.h"

#include <iostream>

namespace headscope {

int reportError(const Error& error) {
  std::cerr << "headscope: " << describe(error) << '\n';
  return error.kind == ErrorKind::badInput ? kBadInput : kCouldNotDo;
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
