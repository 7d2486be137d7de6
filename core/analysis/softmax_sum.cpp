#include "analysis/softmax_sum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headscope {

SoftmaxSum softmaxSum(std::span<const float> scores) {
  constexpr float kHidden = std::numeric_limits<float>::lowest();
  SoftmaxSum softmax{.greatest = double{*std::ranges::max_element(scores)}};
  for (const float score : scores) {
    softmax.terms.push_back(std::exp(double{score} - softmax.greatest));
    softmax.sum += softmax.terms.back();
    softmax.visible += score > kHidden ? 1 : 0;
  }
  if (softmax.visible == 0) {
    softmax.visible = static_cast<int>(scores.size());
  }
  return softmax;
}

OtherTerms otherTerms(const SoftmaxSum& sum, int key, int most) {
  std::vector<KeyTerm> others;
  for (int j = 0; j < static_cast<int>(sum.terms.size()); ++j) {
    if (j != key) {
      others.push_back({.key = j, .value = sum.terms[static_cast<std::size_t>(j)]});
    }
  }
  std::ranges::stable_sort(others, std::ranges::greater(), &KeyTerm::value);
  // What is hidden has a term of 0 and stands last.
  const int hidden = static_cast<int>(sum.terms.size()) - sum.visible;
  const bool isHidden = sum.terms[static_cast<std::size_t>(key)] == 0 && hidden > 0;
  const auto visible = others.size() - static_cast<std::size_t>(isHidden ? hidden - 1 : hidden);
  others.resize(visible);
  OtherTerms result;
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (i < static_cast<std::size_t>(most)) {
      result.strongest.push_back(others[i]);
    } else {
      ++result.restCount;
      result.restSum += others[i].value;
    }
  }
  return result;
}

}  // namespace headscope
