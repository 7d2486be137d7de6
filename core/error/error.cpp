#include "error/error.h"

namespace headscope {
namespace {

// No character of UTF-8 is cut in two.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 600;
  if (text.size() <= kMost) {
    return text;
  }
  std::size_t length = kMost;
  while (length > 0 && (text[length] & 0xC0) == 0x80) {
    --length;
  }
  return text.substr(0, length) + "…";
}

}  // namespace

std::string describe(const Error& error) {
  std::string text;
  for (const std::string* part : {&error.file, &error.place}) {
    if (!part->empty()) {
      text += shortened(*part) + ": ";
    }
  }
  text += shortened(error.problem) + ".";
  if (!error.remedy.empty()) {
    text += " " + shortened(error.remedy) + ".";
  }
  return text;
}

std::string ErrorDomain::message(int value) const {
  return std::string(name_) + " " + std::to_string(value);
}

}  // namespace headscope
