#include <QTest>

#include "analysis/maximum_flow.h"
#include "test_class.h"

namespace headscope::test_maximum_flow {

class TestMaximumFlow : public QObject {
  Q_OBJECT
 private slots:
  void theNarrowestEdgeOfAChainDecides() {
    FlowGraph graph(4);
    graph.addEdge(0, 1, 3);
    graph.addEdge(1, 2, .5);
    graph.addEdge(2, 3, 2);
    QCOMPARE(graph.maximumFlow(0, 3), .5);
  }

  void waysAddUp() {
    FlowGraph graph(4);
    graph.addEdge(0, 1, 1);
    graph.addEdge(0, 2, 2);
    graph.addEdge(1, 3, 3);
    graph.addEdge(2, 3, 1.5);
    QCOMPARE(graph.maximumFlow(0, 3), 2.5);
  }

  // The example of Cormen et al., "Introduction to Algorithms", section 26.2: 23.
  void flowIsTakenBackWhereAnotherWayIsBetter() {
    FlowGraph graph(6);
    graph.addEdge(0, 1, 16);
    graph.addEdge(0, 2, 13);
    graph.addEdge(2, 1, 4);
    graph.addEdge(1, 3, 12);
    graph.addEdge(3, 2, 9);
    graph.addEdge(2, 4, 14);
    graph.addEdge(4, 3, 7);
    graph.addEdge(3, 5, 20);
    graph.addEdge(4, 5, 4);
    QCOMPARE(graph.maximumFlow(0, 5), 23.0);
    QCOMPARE(graph.maximumFlow(0, 5), 23.0);  // each begins anew
    QCOMPARE(graph.maximumFlow(2, 5), 15.0);  // 4 + 7 + 4
  }

  void nothingGoesAgainstAnEdge() {
    FlowGraph graph(2);
    graph.addEdge(0, 1, 1);
    QCOMPARE(graph.maximumFlow(1, 0), 0.0);
  }
};

HEADSCOPE_TEST(TestMaximumFlow)

}  // namespace headscope::test_maximum_flow

#include "test_maximum_flow.moc"
