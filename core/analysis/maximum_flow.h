#pragma once

#include <vector>

namespace headscope {

// A directed graph whose edges carry at most so much.
class FlowGraph {
 public:
  explicit FlowGraph(int nodes) : edgesOf_(static_cast<std::size_t>(nodes)) {}

  void addEdge(int from, int to, double capacity);  // capacity > 0

  // The most that can go from one node to another, not the same (Dinic 1970).
  double maximumFlow(int source, int sink);

 private:
  struct Edge {
    int to;
    double capacity;
    double left;  // of it, in the flow under way
  };

  bool findLevels(int source, int sink);
  double push(int node, int sink, double most);

  // An edge and its reverse lie beside each other: i and i ^ 1.
  std::vector<Edge> edges_;
  std::vector<std::vector<int>> edgesOf_;
  std::vector<int> level_;          // edges from the source, -1 where it cannot be reached
  std::vector<std::size_t> tried_;  // how many of a node's edges are done with at this level
};

}  // namespace headscope
