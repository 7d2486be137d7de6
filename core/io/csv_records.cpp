#include "io/csv_records.h"

#include <algorithm>
#include <array>
#include <utility>

#include "io/csv_number.h"
#include "io/text_place.h"

namespace headscope {

namespace {

constexpr int kSampledRecords = 8;
constexpr const char* kQuoteRemedy = "Write a quote inside a quoted cell twice";

struct Sample {
  bool consistent = true;  // the same number of cells everywhere, two or more
  std::size_t separators = 0;
};

Sample sampleWith(std::string_view text, char separator) {
  Sample sample;
  CsvRecords records(text, separator, {});
  std::vector<CsvCell> cells;
  std::size_t expected = 0;
  for (int i = 0; i < kSampledRecords; ++i) {
    const Result<bool> found = records.next(cells);
    if (!found || !*found) {
      break;
    }
    expected = i == 0 ? cells.size() : expected;
    sample.consistent = sample.consistent && cells.size() == expected && cells.size() > 1;
    sample.separators += cells.size() - 1;
  }
  return sample;
}

bool isBlank(const std::vector<CsvCell>& cells) {
  return cells.size() == 1 && !cells.front().quoted && trimmed(cells.front().raw).empty();
}

}  // namespace

std::string CsvCell::text() const {
  std::string result(raw);
  if (quoted) {
    for (std::size_t at = result.find("\"\""); at != std::string::npos;
         at = result.find("\"\"", at + 1)) {
      result.erase(at, 1);
    }
  }
  return result;
}

Result<bool> CsvRecords::next(std::vector<CsvCell>& cells) {
  while (at_ < text_.size()) {
    cells.clear();
    while (true) {
      const Result<CsvCell> found = cell();
      if (!found) {
        return failure(found.error());
      }
      if (cells.size() == kMaxCsvColumns) {
        return failure(error(CsvError::tooLarge, found->offset,
                             "this row has more than " + std::to_string(kMaxCsvColumns) + " cells",
                             "Check that it is the file you meant"));
      }
      cells.push_back(*found);
      if (at_ == text_.size() || text_[at_] != separator_) {
        break;
      }
      ++at_;
    }
    skipLineEnd();
    if (!isBlank(cells)) {
      return true;
    }
  }
  return false;
}

bool CsvRecords::atLineEnd() const {
  return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvRecords::skipLineEnd() {
  if (text_.substr(at_).starts_with("\r\n")) {
    ++at_;
  }
  at_ = std::min(at_ + 1, text_.size());
}

Result<CsvCell> CsvRecords::cell() {
  if (at_ < text_.size() && text_[at_] == '"') {
    return quotedCell();
  }
  const std::size_t begin = at_;
  while (!atLineEnd() && text_[at_] != separator_) {
    ++at_;
  }
  return CsvCell{.raw = text_.substr(begin, at_ - begin), .offset = begin};
}

Result<CsvCell> CsvRecords::quotedCell() {
  const std::size_t begin = at_;
  std::size_t close = text_.find('"', begin + 1);
  while (close != std::string_view::npos && text_.substr(close + 1).starts_with('"')) {
    close = text_.find('"', close + 2);
  }
  if (close == std::string_view::npos) {
    return failure(error(CsvError::openQuote, begin, "the quote that starts here is not closed",
                         kQuoteRemedy));
  }
  at_ = close + 1;
  if (!atLineEnd() && text_[at_] != separator_) {
    return failure(error(CsvError::textAfterQuote, at_,
                         "expected the end of the cell after its closing quote", kQuoteRemedy));
  }
  return CsvCell{
      .raw = text_.substr(begin + 1, close - begin - 1), .offset = begin, .quoted = true};
}

Error CsvRecords::error(CsvError code, std::size_t offset, std::string problem,
                        std::string remedy) const {
  return {.code = code,
          .file = file_,
          .place = lineAndColumn(text_, offset),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

char detectCsvSeparator(std::string_view text) {
  constexpr std::array kCandidates{'\t', ';', ','};
  char best = ',';
  std::size_t most = 0;
  for (const char separator : kCandidates) {
    const Sample sample = sampleWith(text, separator);
    if (sample.consistent && sample.separators > 0) {
      return separator;
    }
    if (sample.separators > most) {
      most = sample.separators;
      best = separator;
    }
  }
  return best;
}

}  // namespace headscope
