#include "io/csv_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

namespace headscope {

namespace {

// The exponent after "e"; far out of range for one that 64 bits do not hold.
std::int64_t exponentIn(std::string_view digits) {
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  std::int64_t exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error == std::errc::result_out_of_range) {
    constexpr std::int64_t kBeyondAnyFile = std::int64_t{1} << 62U;
    return digits.starts_with('-') ? -kBeyondAnyFile : kBeyondAnyFile;
  }
  return exponent;
}

// Whether a number that is not zero is less than 1 without its sign. from_chars does not tell a
// number that is too small from one that is too large.
bool isBelowOne(std::string_view number) {
  const std::size_t e = number.find_first_of("eE");
  const std::int64_t exponent = e == std::string_view::npos ? 0 : exponentIn(number.substr(e + 1));
  std::string_view mantissa = number.substr(0, e);
  if (mantissa.starts_with('-')) {
    mantissa.remove_prefix(1);
  }
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
  const std::int64_t order = first < point ? point - first - 1 : point - first;
  return order + exponent < 0;
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t begin = cell.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    return {};
  }
  return cell.substr(begin, cell.find_last_not_of(kBlanks) - begin + 1);
}

CsvNumber parseCsvNumber(std::string_view cell) {
  std::string_view text = trimmed(cell);
  if (text.starts_with('+') && !text.starts_with("+-")) {
    text.remove_prefix(1);  // which from_chars does not take
  }
  float value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::invalid_argument || stop != end) {
    return {};
  }
  if (error == std::errc::result_out_of_range) {
    return isBelowOne(text) ? CsvNumber{.kind = CsvNumberKind::finite}
                            : CsvNumber{.kind = CsvNumberKind::outOfRange};
  }
  return {.kind = std::isfinite(value) ? CsvNumberKind::finite : CsvNumberKind::notFinite,
          .value = value};
}

}  // namespace headscope
