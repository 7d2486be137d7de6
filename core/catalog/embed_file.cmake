# Run by cmake -P with INPUT (a file), OUTPUT (a .cpp) and SYMBOL: writes the file's bytes as
# `std::string_view headscope::SYMBOL()`, so that the program needs no installed data folder.
file(READ ${INPUT} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR bytes "${digits} / 2")
string(REGEX REPLACE "(................................)" "\\1\n    " hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1', " literal "${hex}")
file(WRITE ${OUTPUT}
"#include <string_view>

namespace headscope {

std::string_view ${SYMBOL}();

std::string_view ${SYMBOL}() {
  static constexpr char kBytes[] = {
    ${literal}'\\0'};
  return {kBytes, ${bytes}};
}

}  // namespace headscope
")
