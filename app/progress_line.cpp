#include "progress_line.h"

#include <algorithm>
#include <ostream>

namespace headscope {

namespace {

// 1 MB = 1,000,000 bytes; at least 1, so that a small file is not "0 of 0 MB".
std::string megabytes(std::uint64_t bytes) {
  return std::to_string(bytes == 0 ? 0 : std::max<std::uint64_t>(1, bytes / 1'000'000));
}

std::string amount(std::uint64_t done, std::uint64_t total, ProgressUnit unit) {
  return unit == ProgressUnit::steps
             ? "step " + std::to_string(done) + " of " + std::to_string(total)
             : megabytes(done) + " of " + megabytes(total) + " MB";
}

}  // namespace

void ProgressLine::show(const std::string& what, std::uint64_t done, std::uint64_t total,
                        ProgressUnit unit) {
  if (what != what_) {
    finish();
    what_ = what;
    tenth_ = -1;
  }
  const std::uint64_t percent = total == 0 ? 0 : done * 100 / total;
  const std::string text = total == 0
                               ? what
                               : what + ": " + amount(done, total, unit) + " (" +
                                     std::to_string(std::min<std::uint64_t>(percent, 100)) + " %)";
  if (style_ == ProgressStyle::rewrittenLine) {
    rewrite(text);
    return;
  }
  const int tenth = static_cast<int>(percent / 10);
  if (tenth > tenth_) {
    tenth_ = tenth;
    stream_ << text << '\n' << std::flush;
  }
}

void ProgressLine::rewrite(const std::string& text) {
  if (text == shown_) {
    return;
  }
  const std::size_t width = std::max(text.size(), shown_.size());
  shown_ = text;
  stream_ << '\r' << text << std::string(width - text.size(), ' ') << std::flush;
}

void ProgressLine::finish() {
  if (!shown_.empty()) {
    stream_ << '\n' << std::flush;
    shown_.clear();
  }
}

}  // namespace headscope
