#pragma once

#include <string_view>

namespace headscope {

enum class CsvNumberKind { finite, notANumber, notFinite, outOfRange };

struct CsvNumber {
  CsvNumberKind kind = CsvNumberKind::notANumber;
  float value = 0;  // of a finite one
};

// A decimal number with a point, whatever the locale, with or without sign, exponent and blanks
// around it. What is too small for float32 is 0; NaN and infinity are known by any of their names.
CsvNumber parseCsvNumber(std::string_view cell);

// Without the blanks and tabs around it.
std::string_view trimmed(std::string_view cell);

}  // namespace headscope
