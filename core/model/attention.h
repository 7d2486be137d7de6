#pragma once

#include <vector>

#include "model/config.h"
#include "model/head_sight.h"
#include "model/projections.h"
#include "tensor/packed_matrix.h"

namespace headscope {

// A head's keys laid out for the scores: keyᵀ (d_k, n_key), of length 1 each for the cosine.
// key (n_key, d_k).
void packKeys(ScoreKind kind, const ConstMatrixRef& key, PackedMatrix& keys);

// Some rows of one head's map.
struct HeadRows {
  int head = 0;
  Index firstQuery = 0;
};

// One head's scores as the rule makes them: query (rows, d_k), key (n_key, d_k), scores
// (rows, n_key). No mask yet.
void attentionScores(const ScoreRule& rule, HeadRows rows, const ConstMatrixRef& query,
                     const ConstMatrixRef& key, MatrixRef scores);

// One head's weights: softmax(scores + mask), of what it may see. The shapes are those of
// attentionScores (Vaswani et al. 2017, equation 1).
void attentionWeights(const ScoreRule& rule, const HeadSight& sight, HeadRows rows,
                      const ConstMatrixRef& query, const ConstMatrixRef& key, MatrixRef weights);

// What attend() writes to on the way, kept from one pass to the next.
struct AttentionWorkspace {
  std::vector<PackedMatrix> keys;    // of each key head, keyᵀ (d_k, n_key)
  std::vector<PackedMatrix> values;  // (n_key, d_k)
};

// All heads: every head's weights times its values, side by side. The first query is that of
// position firstQuery, the first key of position 0. concatenated (n_query, heads · d_k).
void attend(const BlockConfig& config, const Mask& mask, const Projections& projections,
            Index firstQuery, AttentionWorkspace& workspace, MatrixRef concatenated,
            LayerEdits edits = {});

// cap · tanh(score / cap), where the rule has a cap.
void capScores(const ScoreRule& rule, MatrixRef scores);

// Rows scaled to length 1, as the cosine score takes them; a row of zeros stays zero.
Matrix unitRows(const ConstMatrixRef& rows);

}  // namespace headscope
