#include "io/csv.h"

#include "fuzz/entries.h"
#include "fuzz/promises.h"

namespace headscope {

Result<void> readAsCsv(std::span<const std::byte> input) {
  const Result<CsvTable> table = parseCsv(textOf(input), "a.csv");
  if (!table) {
    return refused(table.error());
  }
  const auto rows = static_cast<std::size_t>(table->values.rows());
  const auto columns = static_cast<std::size_t>(table->values.cols());
  promise(rows >= 1 && columns >= 1, "a table has values");
  promise(table->values.allFinite(), "values are finite");
  promise(table->header.empty() || table->header.size() == columns, "a name for each column");
  promise(table->labels.empty() || table->labels.size() == rows, "a label for each row");
  return {};
}

}  // namespace headscope
