#pragma once

#include <vector>

#include "model/layer_recorder.h"
#include "model/transformer.h"

namespace headscope {

// Which attention of a block is looked at; a decoder's block has two.
enum class BlockAttention { own, cross };

// How a step's matrix is made of those before it.
enum class StepKind {
  given,  // of nothing that is shown: X, what an encoder has made
  norm,
  query,  // a row of the input times the columns of W_Q, normed and turned where the model does so
  key,
  value,
  scores,  // Q Kᵀ, scaled, capped and with a bias for the distance as the rule says
  mask,
  softmax,
  headOutput,       // Z = softmax · V
  concatenation,    // Z of every head
  attentionOutput,  // · W_O
  otherAttention,   // what the attention that is not looked at adds; its steps are not shown
  sum,              // of its inputs
  hidden,           // of the feed-forward network, after the activation and the gate
  feedForward,      // what that network adds
};

struct BlockStep {
  Stage stage;
  StepKind kind;
  std::vector<int> inputs;  // the steps that it is made of, by their place; those come before it
  Matrix matrix;  // (n_query or n_key, columns); queries, keys and values of the head alone
};

// Whether its rows are keys, and whether its columns are.
bool hasKeyRows(const BlockStep& step);
bool hasKeyColumns(const BlockStep& step);

// What one head does in one block, from what enters the block to what leaves it: the last step's
// matrix is the next block's input. A value; the block is kept for who asks how a number came
// about.
struct BlockSteps {
  Layer block;
  int head = 0;
  BlockAttention attention = BlockAttention::own;
  std::vector<BlockStep> steps;

  const BlockStep& at(int step) const { return steps[static_cast<std::size_t>(step)]; }
  int count() const { return static_cast<int>(steps.size()); }
  int find(Stage stage) const;  // -1 where the block has no such step
};

// What stages there are depends on the block: a step that would leave its input as it is (no norm,
// no mask that hides anything, no residual, the identity for a weight) is not among them. So X Xᵀ,
// its softmax and a weighted sum are three steps. `record` is of a pass through this
// block and has the head's stages. The cross attention's steps begin behind the block's own.
BlockSteps blockSteps(Layer block, const LayerRecorder& record, int head,
                      BlockAttention attention = BlockAttention::own);

}  // namespace headscope
