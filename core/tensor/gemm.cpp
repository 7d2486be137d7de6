#include "tensor/gemm.h"

#include <cassert>

#include <oneapi/dnnl/dnnl.h>

namespace headscope {
namespace {

void sgemm(char transposeB, const ConstMatrixRef& a, const ConstMatrixRef& b, MatrixRef result,
           float scale, float beta) {
  if (result.size() == 0) {
    return;
  }
  if (a.cols() == 0) {
    result *= beta;
    return;
  }
  [[maybe_unused]] const dnnl_status_t status = dnnl_sgemm(
      'N', transposeB, result.rows(), result.cols(), a.cols(), scale, a.data(), a.outerStride(),
      b.data(), b.outerStride(), beta, result.data(), result.outerStride());
  assert(status == dnnl_success);
}

}  // namespace

void multiply(const ConstMatrixRef& a, const ConstMatrixRef& b, MatrixRef result, float scale,
              Accumulate accumulate) {
  assert(a.cols() == b.rows() && a.rows() == result.rows() && b.cols() == result.cols());
  sgemm('N', a, b, result, scale, accumulate == Accumulate::yes ? 1.0F : 0.0F);
}

void multiplyTransposed(const ConstMatrixRef& a, const ConstMatrixRef& b, MatrixRef result,
                        float scale) {
  assert(a.cols() == b.cols() && a.rows() == result.rows() && b.rows() == result.cols());
  sgemm('T', a, b, result, scale, 0.0F);
}

void affine(const ConstMatrixRef& a, const ConstMatrixRef& weight,
            const Eigen::Ref<const Eigen::RowVectorXf>& bias, MatrixRef result) {
  if (bias.size() == 0) {
    multiply(a, weight, result);
    return;
  }
  assert(bias.size() == result.cols());
  result.rowwise() = bias;
  multiply(a, weight, result, 1, Accumulate::yes);
}

}  // namespace headscope
