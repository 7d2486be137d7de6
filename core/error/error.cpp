#include "error/error.h"

namespace headscope {

std::string describe(const Error& error) {
  std::string text;
  for (const std::string* part : {&error.file, &error.place}) {
    if (!part->empty()) {
      text += *part + ": ";
    }
  }
  text += error.problem + ".";
  if (!error.remedy.empty()) {
    text += " " + error.remedy + ".";
  }
  return text;
}

std::string ErrorDomain::message(int value) const {
  return std::string(name_) + " " + std::to_string(value);
}

}  // namespace headscope
