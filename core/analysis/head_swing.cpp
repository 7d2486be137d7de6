#include "analysis/head_swing.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace headscope {
namespace {

Swing swingOf(std::span<const float> before, std::span<const float> after,
              std::span<const AlignedTokens> keys) {
  Swing result;
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

}  // namespace

Swing rowSwing(const AttentionSource& first, const AttentionSource& second, HeadPair heads,
               AlignedTokens row, std::span<const AlignedTokens> keys) {
  return swingOf(first.row(heads.first, row.first), second.row(heads.second, row.second), keys);
}

HeadSwing headSwing(const AttentionSource& first, const AttentionSource& second, HeadId head,
                    AlignedTokens row, std::span<const AlignedTokens> keys) {
  return {rowSwing(first, second, {head, head}, row, keys), head};
}

std::vector<HeadSwing> rankSwings(const AttentionSource& first, const AttentionSource& second,
                                  AlignedTokens row, std::span<const AlignedTokens> keys) {
  const AttentionShape a = first.shape();
  const AttentionShape b = second.shape();
  std::vector<HeadSwing> swings;
  for (const HeadId head :
       allHeads({.layers = std::min(a.layers, b.layers), .heads = std::min(a.heads, b.heads)})) {
    swings.push_back(headSwing(first, second, head, row, keys));
  }
  std::ranges::stable_sort(swings, std::greater<>(), &HeadSwing::swing);
  return swings;
}

std::vector<HeadSwing> rankAlike(const AttentionSource& first, HeadId head,
                                 const AttentionSource& second, std::span<const HeadId> heads,
                                 AlignedTokens row, std::span<const AlignedTokens> keys,
                                 AlikeOrder order) {
  const std::vector<float> before = first.row(head, row.first);
  std::vector<HeadSwing> swings;
  for (const HeadId other : heads) {
    swings.push_back({swingOf(before, second.row(other, row.second), keys), other});
  }
  if (order == AlikeOrder::mostFirst) {
    std::ranges::stable_sort(swings, std::less<>(), &HeadSwing::swing);
  } else {
    std::ranges::stable_sort(swings, std::greater<>(), &HeadSwing::swing);
  }
  return swings;
}

std::vector<RowSwing> rankRows(const AttentionSource& first, const AttentionSource& second,
                               HeadPair heads, std::span<const AlignedTokens> rows,
                               std::span<const AlignedTokens> keys) {
  std::vector<RowSwing> swings;
  for (const AlignedTokens& row : rows) {
    if (row.first >= 0 && row.second >= 0) {
      swings.push_back({rowSwing(first, second, heads, row, keys), row});
    }
  }
  std::ranges::stable_sort(swings, std::greater<>(), &RowSwing::swing);
  return swings;
}

double meanSwing(std::span<const RowSwing> rows) {
  double sum = 0;
  for (const RowSwing& row : rows) {
    sum += row.swing;
  }
  return rows.empty() ? 0 : sum / static_cast<double>(rows.size());
}

std::vector<HeadId> allHeads(const AttentionShape& shape) {
  std::vector<HeadId> heads;
  for (int layer = 0; layer < shape.layers; ++layer) {
    for (int head = 0; head < shape.heads; ++head) {
      heads.push_back({layer, head});
    }
  }
  return heads;
}

}  // namespace headscope
