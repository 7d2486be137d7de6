#pragma once

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

namespace headscope {

inline double millisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

// The value that so large a share of the others does not exceed; the share lies in [0, 1].
inline double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

// The median, the 99th percentile and the worst.
inline void say(const std::string& what, const std::vector<double>& times) {
  std::cout << what << ": " << percentile(times, .5) << " ms, p99 " << percentile(times, .99)
            << " ms, at worst " << percentile(times, 1) << " ms\n";
}

}  // namespace headscope
