#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_error.h"
#include "tensor/matrix.h"

namespace headscope {

inline constexpr std::size_t kMaxCsvBytes = std::size_t{512} << 20U;
inline constexpr std::uint64_t kMaxCsvCells = std::uint64_t{64} << 20U;  // labels included

// A matrix as spreadsheets and scripts save it.
struct CsvTable {
  std::vector<std::string> header;  // the name of each column of values, or empty
  std::vector<std::string> labels;  // the name of each row of values, or empty
  Matrix values;                    // (rows, columns), at least 1 × 1, finite
};

// Numbers in UTF-8 text, separated by commas, semicolons or tabs, which is found out; cells in
// quotes or not; any line end; a byte order mark and blank lines are passed over.
// The first column holds labels where it is text in some row after the first, or where the
// first row starts with an empty cell, as pandas and R save row names. The first row is a header
// where it starts with that empty cell or is no number somewhere in the columns of values. A
// single row may have a label but is never a header.
// Errors, with line and column: CsvErrors.
Result<CsvTable> parseCsv(std::string_view text, const std::string& file);

// Of a file of at most kMaxCsvBytes; also the errors of readFile but for its tooLarge, which is
// CsvError's.
Result<CsvTable> readCsv(const std::filesystem::path& path);

}  // namespace headscope
