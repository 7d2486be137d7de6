#include "source/top_tokens.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headscope {

std::vector<TokenChance> topTokens(const CheckpointSource& model, const ConstMatrixRef& hidden,
                                   int count) {
  const auto logits = model.logits(hidden);
  if (!logits) {
    return {};
  }
  const auto row = logits->row(0);
  const double greatest{row.maxCoeff()};
  double sum = 0;
  for (Index id = 0; id < row.size(); ++id) {
    sum += std::exp(double{row(id)} - greatest);
  }
  std::vector<std::int32_t> order(static_cast<std::size_t>(row.size()));
  std::iota(order.begin(), order.end(), 0);
  const auto end = order.begin() + std::min<std::ptrdiff_t>(count, row.size());
  std::partial_sort(order.begin(), end, order.end(),
                    [&row](std::int32_t a, std::int32_t b) { return row(a) > row(b); });
  std::vector<TokenChance> top;
  for (auto id = order.begin(); id != end; ++id) {
    top.push_back({.id = *id,
                   .text = model.tokenText(*id),
                   .probability = std::exp(double{row(*id)} - greatest) / sum});
  }
  return top;
}

}  // namespace headscope
