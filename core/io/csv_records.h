#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_error.h"

namespace headscope {

inline constexpr std::size_t kMaxCsvColumns = std::size_t{1} << 20U;

struct CsvCell {
  std::string_view raw;    // without the quotes around it; quotes within stand twice
  std::size_t offset = 0;  // of the cell in the text
  bool quoted = false;

  std::string text() const;  // as it was meant
};

// Walks through the records of a CSV text (RFC 4180, with any separator and any line end). Blank
// lines are no records. A quote counts at the start of a cell only.
class CsvRecords {
 public:
  // The text must outlive this and the cells. `file` is for errors.
  CsvRecords(std::string_view text, char separator, std::string file)
      : text_(text), separator_(separator), file_(std::move(file)) {}

  // The next record, or false at the end of the text. CsvError::openQuote, textAfterQuote; tooLarge
  // for more than kMaxCsvColumns cells.
  Result<bool> next(std::vector<CsvCell>& cells);

 private:
  bool atLineEnd() const;
  void skipLineEnd();
  Result<CsvCell> cell();
  Result<CsvCell> quotedCell();
  Error error(CsvError code, std::size_t offset, std::string problem, std::string remedy) const;

  std::string_view text_;
  char separator_;
  std::string file_;
  std::size_t at_ = 0;
};

// Tab, semicolon or comma: the first of them that cuts each of the first records into the same
// number of cells, two or more; else the one that cuts them most often.
char detectCsvSeparator(std::string_view text);

}  // namespace headscope
