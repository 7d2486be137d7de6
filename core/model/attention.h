#pragma once

#include <vector>

#include "model/config.h"
#include "model/mask.h"
#include "tensor/packed_matrix.h"

namespace headscope {

// A head's keys laid out for the scores: keyᵀ (d_k, n_key), of length 1 each for the cosine.
// key (n_key, d_k).
void packKeys(ScoreKind kind, const ConstMatrixRef& key, PackedMatrix& keys);

// One head's scores: scale · query keyᵀ, or cosines. query (rows, d_k), key (n_key, d_k), scores
// (rows, n_key). No mask yet.
void attentionScores(ScoreKind kind, const ConstMatrixRef& query, const ConstMatrixRef& key,
                     MatrixRef scores);

// One head's weights: softmax(scores + mask) for rows firstQuery … of the map. The shapes are
// those of attentionScores (Vaswani et al. 2017, equation 1).
void attentionWeights(ScoreKind kind, const Mask& mask, Index firstQuery,
                      const ConstMatrixRef& query, const ConstMatrixRef& key, MatrixRef weights);

// What attend() writes to on the way, kept from one pass to the next.
struct AttentionWorkspace {
  std::vector<PackedMatrix> keys;    // of each head, keyᵀ (d_k, n)
  std::vector<PackedMatrix> values;  // (n, d_k)
};

// All heads: every head's weights times its values, side by side. queryKeyValue
// (n, 3 · heads · d_k) as BlockWeights lays it, concatenated (n, heads · d_k).
void attend(const BlockConfig& config, const Mask& mask, const ConstMatrixRef& queryKeyValue,
            AttentionWorkspace& workspace, MatrixRef concatenated);

// 1/sqrt(d_k) or 1.
float scoreScale(ScoreKind kind, int dK);

// Rows scaled to length 1, as the cosine score takes them; a row of zeros stays zero.
Matrix unitRows(const ConstMatrixRef& rows);

}  // namespace headscope
