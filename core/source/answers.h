#pragma once

#include <string>
#include <vector>

#include "source/checkpoint_source.h"

namespace headscope {

// What a trained model answers at one row.
struct Answer {
  int row = 0;
  // Of the words of the text by their rows: a word that stands there twice has the same number
  // twice. They need not sum to 1: the model chooses among all the words of its lesson.
  std::vector<double> ofRows;
  int bestRow =
      -1;           // the first with the greatest probability, where that is the best of all; or -1
  double best = 0;  // the greatest probability of all
};

// The answers of a model with a lesson at those of the rows of a run of it that the lesson asks:
// the softmax over the words it chooses among and those of the text. Nothing where it has no
// lesson. hidden: the model's output (n, d_model).
std::vector<Answer> answersOf(const CheckpointSource& model, const std::vector<Token>& tokens,
                              const ConstMatrixRef& hidden);

}  // namespace headscope
