#include "io/csv.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/csv_number.h"
#include "io/csv_records.h"
#include "io/read_file.h"
#include "io/text_place.h"
#include "io/utf8.h"

namespace headscope {

namespace {

using Cells = std::vector<CsvCell>;

struct Source {
  std::string_view text;  // without a byte order mark
  const std::string& file;
  char separator = ',';

  CsvRecords records() const { return {text, separator, file}; }

  Error error(CsvError code, std::size_t offset, std::string place, std::string problem,
              std::string remedy) const {
    return {.code = code,
            .file = file,
            .place = lineAndColumn(text, offset) + place,
            .problem = std::move(problem),
            .remedy = std::move(remedy)};
  }
};

// What a walk over the whole text finds out before anything is allocated.
struct Layout {
  Index rows = 0;     // records, a header included
  Index columns = 0;  // cells of each
  bool header = false;
  bool labels = false;
};

bool isText(const CsvCell& cell) {
  return parseCsvNumber(cell.raw).kind == CsvNumberKind::notANumber;
}

bool isEmpty(const CsvCell& cell) {
  return trimmed(cell.raw).empty();
}

Error tooLarge(const std::string& file, const std::string& problem) {
  return {.code = CsvError::tooLarge,
          .file = file,
          .problem = problem,
          .remedy = "Cut the part you need out of it"};
}

Error raggedError(const Source& source, const Cells& cells, std::size_t expected) {
  // The first cell too many, or the last one there is.
  const std::size_t cell = std::min(expected, cells.size() - 1);
  return source.error(CsvError::ragged, cells[cell].offset, "",
                      "this row has " + std::to_string(cells.size()) +
                          " cells; the first one has " + std::to_string(expected),
                      "Give every row the same number of cells");
}

// Header and labels, of the first record and of whether text stands first in any later one.
void decide(Layout& layout, const Cells& first, bool textInFirstColumn) {
  const bool textInValues = std::any_of(first.begin() + 1, first.end(), isText);
  if (layout.rows == 1) {
    layout.labels = layout.columns > 1 && isText(first.front()) && !textInValues;
    layout.header = textInValues || (isText(first.front()) && !layout.labels);
    return;
  }
  const bool emptyCorner = layout.columns > 1 && isEmpty(first.front());
  layout.labels = layout.columns > 1 && (emptyCorner || textInFirstColumn);
  layout.header = emptyCorner || textInValues || (isText(first.front()) && !layout.labels);
}

Result<Layout> examine(const Source& source) {
  CsvRecords records = source.records();
  Layout layout;
  Cells first;
  Cells cells;
  bool textInFirstColumn = false;
  while (true) {
    const Result<bool> found = records.next(layout.rows == 0 ? first : cells);
    if (!found) {
      return failure(found.error());
    }
    if (!*found) {
      break;
    }
    if (layout.rows > 0) {
      if (cells.size() != first.size()) {
        return failure(raggedError(source, cells, first.size()));
      }
      // An empty cell is a number someone forgot rather than a label.
      textInFirstColumn = textInFirstColumn || (!isEmpty(cells.front()) && isText(cells.front()));
    }
    ++layout.rows;
    if (static_cast<std::uint64_t>(layout.rows) * first.size() > kMaxCsvCells) {
      return failure(
          tooLarge(source.file, "has more than " + std::to_string(kMaxCsvCells) + " cells"));
    }
  }
  if (layout.rows == 0) {
    return failure({.code = CsvError::empty,
                    .file = source.file,
                    .problem = "there is nothing in this file",
                    .remedy = "Check that it is the file you meant"});
  }
  layout.columns = static_cast<Index>(first.size());
  decide(layout, first, textInFirstColumn);
  return layout;
}

Error numberError(const Source& source, const CsvCell& cell, std::size_t column,
                  CsvNumberKind kind) {
  const std::string place = ", cell " + std::to_string(column + 1);
  const std::string shown = inQuotes(cell.raw);
  switch (kind) {
    case CsvNumberKind::notFinite:
      return source.error(CsvError::notFinite, cell.offset, place,
                          shown + " is not a finite number",
                          "Leave out or replace NaN and infinity");
    case CsvNumberKind::outOfRange:
      return source.error(CsvError::outOfRange, cell.offset, place,
                          shown + " is too large for float32", "Scale the numbers down");
    default:
      return source.error(
          CsvError::notANumber, cell.offset, place,
          isEmpty(cell) ? "expected a number; the cell is empty" : shown + " is not a number",
          "Write numbers with a decimal point: 0.25 or 2.5e-1");
  }
}

Result<void> readValues(const Source& source, const Cells& cells, std::size_t skipped,
                        std::span<float> row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const CsvNumber number = parseCsvNumber(cells[i + skipped].raw);
    if (number.kind != CsvNumberKind::finite) {
      return failure(numberError(source, cells[i + skipped], i + skipped, number.kind));
    }
    row[i] = number.value;
  }
  return {};
}

Result<CsvTable> readTable(const Source& source, const Layout& layout) {
  const Index rows = layout.rows - (layout.header ? 1 : 0);
  const std::size_t skipped = layout.labels ? 1 : 0;
  CsvTable table;
  table.values.resize(rows, layout.columns - static_cast<Index>(skipped));
  table.labels.reserve(layout.labels ? static_cast<std::size_t>(rows) : 0);
  MatrixRef values(table.values);
  CsvRecords records = source.records();
  Cells cells;
  if (layout.header) {
    if (const Result<bool> found = records.next(cells); !found) {
      return failure(found.error());
    }
    for (std::size_t i = skipped; i < cells.size(); ++i) {
      table.header.push_back(cells[i].text());
    }
  }
  for (Index row = 0; row < rows; ++row) {
    if (const Result<bool> found = records.next(cells); !found) {
      return failure(found.error());
    }
    if (layout.labels) {
      table.labels.push_back(cells.front().text());
    }
    if (const Result<void> read = readValues(source, cells, skipped, rowSpan(values, row)); !read) {
      return failure(read.error());
    }
  }
  return table;
}

}  // namespace

Result<CsvTable> parseCsv(std::string_view text, const std::string& file) {
  if (text.size() > kMaxCsvBytes) {
    return failure(tooLarge(file, "has " + std::to_string(text.size()) + " bytes; at most " +
                                      std::to_string(kMaxCsvBytes) + " are read"));
  }
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  Source source{.text = text, .file = file};
  if (const std::optional<std::size_t> bad = firstInvalidUtf8(text)) {
    return failure(source.error(CsvError::invalidUtf8, *bad, "",
                                inQuotes(text.substr(*bad, 1)) + " is not UTF-8",
                                "Save the file as UTF-8"));
  }
  source.separator = detectCsvSeparator(text);
  const Result<Layout> layout = examine(source);
  if (!layout) {
    return failure(layout.error());
  }
  if (layout->header && layout->rows == 1) {
    return failure(source.error(CsvError::headerOnly, 0, "",
                                "the only row of this file is a header: it has no numbers",
                                "Check that it is the file you meant"));
  }
  return readTable(source, *layout);
}

Result<CsvTable> readCsv(const std::filesystem::path& path) {
  const Result<std::string> text = readFile(path, kMaxCsvBytes);
  if (!text) {
    Error error = text.error();
    if (error.code == IoError::tooLarge) {
      error.code = CsvError::tooLarge;
    }
    return failure(std::move(error));
  }
  return parseCsv(*text, path.string());
}

}  // namespace headscope
