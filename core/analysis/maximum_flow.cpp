#include "analysis/maximum_flow.h"

#include <algorithm>
#include <limits>

namespace headscope {
namespace {

// Less is nothing: what rounding leaves of an edge that is used up.
constexpr double kLeast = 1e-12;

}  // namespace

void FlowGraph::addEdge(int from, int to, double capacity) {
  edgesOf_[static_cast<std::size_t>(from)].push_back(static_cast<int>(edges_.size()));
  edges_.push_back({to, capacity, capacity});
  edgesOf_[static_cast<std::size_t>(to)].push_back(static_cast<int>(edges_.size()));
  edges_.push_back({from, 0, 0});
}

bool FlowGraph::findLevels(int source, int sink) {
  level_.assign(edgesOf_.size(), -1);
  level_[static_cast<std::size_t>(source)] = 0;
  std::vector<int> reached = {source};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const int index : edgesOf_[static_cast<std::size_t>(reached[i])]) {
      const Edge& edge = edges_[static_cast<std::size_t>(index)];
      if (edge.left > kLeast && level_[static_cast<std::size_t>(edge.to)] < 0) {
        level_[static_cast<std::size_t>(edge.to)] =
            level_[static_cast<std::size_t>(reached[i])] + 1;
        reached.push_back(edge.to);
      }
    }
  }
  return level_[static_cast<std::size_t>(sink)] >= 0;
}

double FlowGraph::push(int node, int sink, double most) {
  if (node == sink) {
    return most;
  }
  const std::vector<int>& edges = edgesOf_[static_cast<std::size_t>(node)];
  for (std::size_t& next = tried_[static_cast<std::size_t>(node)]; next < edges.size(); ++next) {
    const auto index = static_cast<std::size_t>(edges[next]);
    const int to = edges_[index].to;
    if (edges_[index].left <= kLeast ||
        level_[static_cast<std::size_t>(to)] != level_[static_cast<std::size_t>(node)] + 1) {
      continue;
    }
    const double pushed = push(to, sink, std::min(most, edges_[index].left));
    if (pushed > kLeast) {
      edges_[index].left -= pushed;
      edges_[index ^ 1U].left += pushed;
      return pushed;
    }
  }
  return 0;
}

double FlowGraph::maximumFlow(int source, int sink) {
  for (Edge& edge : edges_) {
    edge.left = edge.capacity;
  }
  double flow = 0;
  while (findLevels(source, sink)) {
    tried_.assign(edgesOf_.size(), 0);
    while (const double pushed = push(source, sink, std::numeric_limits<double>::infinity())) {
      flow += pushed;
    }
  }
  return flow;
}

}  // namespace headscope
