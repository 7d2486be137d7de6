#pragma once

#include "error/error.h"

namespace headscope {

enum class CsvError {
  tooLarge = 1,  // kMaxCsvBytes, kMaxCsvCells
  invalidUtf8,
  openQuote,       // a quoted cell that never ends
  textAfterQuote,  // … that goes on after its closing quote
  empty,           // nothing but blank lines
  headerOnly,
  ragged,  // a row with another number of cells than the first
  notANumber,
  notFinite,   // NaN or infinity
  outOfRange,  // beyond float32
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(CsvError);
