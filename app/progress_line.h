#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace headscope {

// How progress is shown: one line written over again, or a line every tenth of the way.
enum class ProgressStyle { rewrittenLine, separateLines };

enum class ProgressUnit { bytes, steps };

// "Downloading all-MiniLM-L6-v2: 41 of 83 MB (50 %)", on a terminal or in a log.
class ProgressLine {
 public:
  ProgressLine(std::ostream& stream, ProgressStyle style) : stream_(stream), style_(style) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { finish(); }

  // total 0 where it is unknown: then only what is done is told.
  void show(const std::string& what, std::uint64_t done, std::uint64_t total,
            ProgressUnit unit = ProgressUnit::bytes);

  // Ends a line that is being rewritten, so that what follows starts on its own.
  void finish();

 private:
  void rewrite(const std::string& text);

  std::ostream& stream_;
  ProgressStyle style_;
  std::string what_;   // of the last call
  int tenth_ = -1;     // of the last line written, for separateLines
  std::string shown_;  // of the line being rewritten
};

}  // namespace headscope
