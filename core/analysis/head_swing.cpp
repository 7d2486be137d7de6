#include "analysis/head_swing.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace headscope {

HeadSwing headSwing(const AttentionSource& first, const AttentionSource& second, HeadId head,
                    AlignedTokens row, std::span<const AlignedTokens> keys) {
  const std::vector<float> before = first.row(head, row.first);
  const std::vector<float> after = second.row(head, row.second);
  HeadSwing result{.head = head};
  double moved = 0;
  double most = -1;
  for (const AlignedTokens& pair : keys) {
    const float from = pair.first < 0 ? 0 : before[static_cast<std::size_t>(pair.first)];
    const float to = pair.second < 0 ? 0 : after[static_cast<std::size_t>(pair.second)];
    const double change = std::abs(static_cast<double>(to) - static_cast<double>(from));
    moved += change;
    if (change > most) {
      most = change;
      result.key = pair;
      result.before = from;
      result.after = to;
    }
  }
  result.swing = moved / 2;
  return result;
}

std::vector<HeadSwing> rankSwings(const AttentionSource& first, const AttentionSource& second,
                                  AlignedTokens row, std::span<const AlignedTokens> keys) {
  const AttentionShape a = first.shape();
  const AttentionShape b = second.shape();
  std::vector<HeadSwing> swings;
  for (int layer = 0; layer < std::min(a.layers, b.layers); ++layer) {
    for (int head = 0; head < std::min(a.heads, b.heads); ++head) {
      swings.push_back(headSwing(first, second, {layer, head}, row, keys));
    }
  }
  std::ranges::stable_sort(swings, std::greater<>(), &HeadSwing::swing);
  return swings;
}

}  // namespace headscope
