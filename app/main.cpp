#include "program.h"

int main(int argc, char** argv) {
  return headscope::runProgram(argc, argv);
}
