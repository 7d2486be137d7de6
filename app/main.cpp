#include "program.h"
#include "tensor/page_reuse.h"

int main(int argc, char** argv) {
  headscope::reuseFreedPages();
  return headscope::runProgram(argc, argv);
}
