#pragma once

#include <span>
#include <vector>

namespace headscope {

// The softmax of one row, taken apart: a key's weight is its term ÷ sum.
struct SoftmaxSum {
  double greatest = 0;        // of the scores, which is taken from each of them
  std::vector<double> terms;  // (n_key) e^(score - greatest)
  double sum = 0;             // of all terms; at least 1
  int visible = 0;            // keys that the mask leaves; all where it leaves none
};

// scores (n_key), with bias and mask, the lowest float where a key is hidden; at least one.
SoftmaxSum softmaxSum(std::span<const float> scores);

// One of the other terms.
struct KeyTerm {
  int key = 0;
  double value = 0;
};

// What the sum is made of beside one key's term.
struct OtherTerms {
  std::vector<KeyTerm> strongest;  // largest first, equals in the order of their keys
  int restCount = 0;               // visible keys that are neither among these nor the one
  double restSum = 0;
};
OtherTerms otherTerms(const SoftmaxSum& sum, int key, int most);

}  // namespace headscope
