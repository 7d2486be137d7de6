#pragma once

#include <vector>

#include "position/position_kind.h"
#include "train/block_parameters.h"

namespace headscope {

// What is trained: words and their positions, blocks, and the choice of a word. The rows of a batch
// are words; the answer to a row is chosen from classes.
struct ModelShape {
  BlockConfig block;
  BlockParts parts;
  int layers = 1;
  Index words = 0;  // rows of the word table
  // Words that are given have a width of their own. They stay as they are, are projected to
  // d_model, and a class is one of them: its logit is the dot product with what the last row is
  // projected to. 0: words are learnt, d_model wide, and each is a class with weights of its own.
  Index dGiven = 0;
  PositionKind positions = PositionKind::none;  // what is added to words
  Index positionRows = 0;  // of PositionKind::learned; else any length is taken
  bool finalNorm = false;  // of what the last block leaves

  bool wordsAreGiven() const { return dGiven > 0; }
};

// Where the numbers of a model lie.
struct ModelPlaces {
  Place words;           // (words, d_model); empty where words are given
  LinearPlaces wordsIn;  // (d_given, d_model), or empty
  Place positions;       // (positionRows, d_model), or empty
  std::vector<BlockPlaces> blocks;
  NormPlaces finalNorm;
  LinearPlaces answers;        // (d_model, d_given), or (d_model, words)
  std::vector<Place> linears;  // the weights of linear maps, by their index
};

// Adds all numbers of a model to an empty layout.
ModelPlaces placeModel(const ModelShape& shape, ParameterLayout& layout);

}  // namespace headscope
