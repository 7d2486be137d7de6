#include "analysis/rollout.h"

#include "analysis/maximum_flow.h"

namespace headscope {
namespace {

void normaliseRows(Matrix& map) {
  for (Index row = 0; row < map.rows(); ++row) {
    if (const float sum = map.row(row).sum(); sum > 0) {
      map.row(row) /= sum;
    }
  }
}

Matrix withResidual(Matrix map) {
  map.diagonal().array() += 1;
  normaliseRows(map);
  return map;
}

}  // namespace

Matrix meanMap(const AttentionSource& source, int layer) {
  const AttentionShape shape = source.shape();
  Matrix sum = Matrix::Zero(shape.nQuery, shape.nKey);
  for (int head = 0; head < shape.heads; ++head) {
    sum += source.map({layer, head});
  }
  return sum / static_cast<float>(shape.heads);
}

Matrix rollout(const AttentionSource& source, int layer, Residuals residuals) {
  const auto mapOf = [&](int l) {
    return residuals == Residuals::counted ? withResidual(meanMap(source, l)) : meanMap(source, l);
  };
  Matrix rolled = mapOf(0);
  for (int l = 1; l <= layer; ++l) {
    rolled = mapOf(l) * rolled;
  }
  return rolled;
}

std::optional<Matrix> attentionFlow(const AttentionSource& source, int layer,
                                    const std::stop_token& stop) {
  const int n = source.shape().nQuery;
  if (n > kMostFlowTokens) {
    return std::nullopt;
  }
  // Node l · n + i is token i before layer l; those of l = layer + 1 are after the last one.
  FlowGraph graph((layer + 2) * n);
  for (int l = 0; l <= layer; ++l) {
    const Matrix map = withResidual(meanMap(source, l));
    for (int query = 0; query < n; ++query) {
      for (int key = 0; key < n; ++key) {
        if (map(query, key) > 0) {
          graph.addEdge((l + 1) * n + query, l * n + key, static_cast<double>(map(query, key)));
        }
      }
    }
  }
  Matrix flow(n, n);
  for (int query = 0; query < n; ++query) {
    for (int key = 0; key < n; ++key) {
      if (stop.stop_requested()) {
        return std::nullopt;
      }
      flow(query, key) = static_cast<float>(graph.maximumFlow((layer + 1) * n + query, key));
    }
  }
  normaliseRows(flow);
  return flow;
}

}  // namespace headscope
