#include "analysis/layer_mean.h"

namespace headscope {

void LayerMean::weights(HeadId head, int firstQuery, MatrixRef out) const {
  const int heads = heads_->shape().heads;
  Matrix one(out.rows(), out.cols());
  out.setZero();
  for (int each = 0; each < heads; ++each) {
    heads_->weights({head.layer, each}, firstQuery, one);
    out += one;
  }
  out /= static_cast<float>(heads);
}

}  // namespace headscope
