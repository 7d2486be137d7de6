#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>

#include "analysis/value_weighting.h"
#include "render/tabular_text.h"
#include "source/copied_lengths.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_inspector {

// The chosen cell's arithmetic, beside the map.
class TestMainWindowInspector : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void whatACellAddsIsFound_data();
  void whatACellAddsIsFound();
  void whatIsChangedByHandIsInIt();
  void aRowSaysHowWidelyItLooks();
  void foldsAreRemembered();
  void itIsReachedByTab();
  void aLowWindowScrollsIt();

 private:
  OwnHome home_;
};

namespace {

struct Inspecting : DrivenWindow {
  explicit Inspecting(const QString& model = kSmallSandbox, const QString& text = kThreeWords,
                      QSize size = {1200, 800})
      : DrivenWindow(model, text, size) {
    selection().setHead({1, 1});
    selection().setCell(1, 2);
    wait();
  }
  bool wait() {
    return settle() && QTest::qWaitFor([&] { return !window.copiedValues()->isBusy(); }, 10000);
  }
  CellPanel& panel() { return *window.cellPanel(); }
  QString summary(InspectorPart part) {
    const InspectedPart* told = panel().inspected().find(part);
    return told == nullptr ? QString() : told->summary;
  }
  // What the output's summary has to be.
  QString expectedOutput() {
    const HeadId head = selection().head();
    const auto lengths = copiedLengthsOf(*session().model(), session().input(), session().part(),
                                         head.layer, session().sharedEdits());
    const CopiedPart part = copiedPart(session().attention()->row(head, selection().query()),
                                       rowSpan(*lengths, head.head), selection().key());
    return QStringLiteral("%1 · %2 %")
        .arg(listNumber(part.length, 3), listNumber(100 * part.share, part.share < .0995 ? 1 : 0));
  }
};

}  // namespace

void TestMainWindowInspector::whatACellAddsIsFound_data() {
  QTest::addColumn<QString>("model");
  QTest::newRow("sandbox") << kSmallSandbox;
  QTest::newRow("causal") << QStringLiteral("sandbox:heads=3,d_k=4,layers=2,mask=causal");
  QTest::newRow("playground") << QStringLiteral("playground");
}

void TestMainWindowInspector::whatACellAddsIsFound() {
  QFETCH(QString, model);
  Inspecting driven(model);
  driven.selection().setCell(2, 1);
  QCOMPARE(driven.summary(InspectorPart::output), driven.expectedOutput());
  // While the next text's are not known nothing is said, and nothing moves.
  const int height = driven.panel().height();
  QTest::keyClicks(driven.window.topBar()->sentence(), QStringLiteral(" four"));
  QVERIFY(driven.settle());
  QCOMPARE(driven.summary(InspectorPart::output), QStringLiteral("…"));
  QVERIFY(driven.wait());
  QCOMPARE(driven.summary(InspectorPart::output), driven.expectedOutput());
  QCOMPARE(driven.panel().height(), height);
}

void TestMainWindowInspector::whatIsChangedByHandIsInIt() {
  Inspecting driven;
  const QString before = driven.summary(InspectorPart::softmax);
  driven.session().changeEdits(
      {.encoder = {.weights = {{{0, 0}, 1, 2, .9F}, {{1, 1}, 1, 2, .5F}}}});
  QVERIFY(driven.wait());
  QCOMPARE(driven.panel().weight(), QStringLiteral("0.500"));
  QCOMPARE(driven.panel().inspected().lines.back().name, QStringLiteral("changed by hand"));
  QCOMPARE(driven.summary(InspectorPart::output), driven.expectedOutput());
  QVERIFY(driven.summary(InspectorPart::softmax) != before);  // the layer below has changed
  driven.session().changeEdits({.encoder = {.headsOff = {{1, 1}}}});
  QVERIFY(driven.wait());
  QCOMPARE(driven.summary(InspectorPart::output), QStringLiteral("the head is off"));
}

void TestMainWindowInspector::aRowSaysHowWidelyItLooks() {
  Inspecting driven;
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Escape);
  QCOMPARE(driven.panel().title(), QStringLiteral("two → all keys"));
  const Matrix map = driven.map();
  double bits = 0;
  for (int key = 0; key < 3; ++key) {
    bits -= double{map(1, key)} * std::log2(double{map(1, key)});
  }
  QCOMPARE(driven.panel().weight(), listNumber(bits, 2));
  QCOMPARE(driven.panel().inspected().find(InspectorPart::strongest)->lines.size(), std::size_t{3});
}

void TestMainWindowInspector::foldsAreRemembered() {
  {
    Inspecting driven;
    QVERIFY(!driven.panel().isOpen(InspectorPart::softmax));
    QTest::mouseClick(driven.panel().heading(InspectorPart::softmax), Qt::LeftButton);
    QTest::mouseClick(driven.panel().heading(InspectorPart::strongest), Qt::LeftButton);
    QTest::mouseClick(driven.panel().orderButton(ProductOrder::largestFirst), Qt::LeftButton);
    driven.window.close();
  }
  Inspecting driven;
  QVERIFY(driven.panel().isOpen(InspectorPart::softmax));
  QVERIFY(!driven.panel().isOpen(InspectorPart::strongest));
  QCOMPARE(driven.panel().productOrder(), ProductOrder::largestFirst);
  const auto& terms = driven.panel().bars()->terms();
  QVERIFY(std::abs(terms.front().product()) >= std::abs(terms.back().product()));
}

void TestMainWindowInspector::itIsReachedByTab() {
  Inspecting driven;
  driven.window.heatmap()->setFocus();
  QStringList reached;
  for (int i = 0; i < 40 && driven.window.focusWidget() != driven.window.rowView(); ++i) {
    QTest::keyClick(driven.window.focusWidget(), Qt::Key_Tab);
    QWidget* focus = driven.window.focusWidget();
    if (focus == &driven.panel()) {
      reached << QStringLiteral("panel");
      QTest::keyClick(focus, Qt::Key_C, Qt::ControlModifier);
    } else if (focus == driven.panel().bars()) {
      reached << QStringLiteral("bars");
    } else if (auto* heading = qobject_cast<FoldHeading*>(focus)) {
      reached << heading->text();
    }
  }
  QCOMPARE(reached, (QStringList{QStringLiteral("panel"), QStringLiteral("Softmax"),
                                 QStringLiteral("Output"), QStringLiteral("q · k"),
                                 QStringLiteral("bars")}));
  QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("L1·H1\ntwo → three\t")));
}

void TestMainWindowInspector::aLowWindowScrollsIt() {
  Inspecting driven(kSmallSandbox, kThreeWords, {1440, 900});
  QScrollBar* bar = driven.window.inspector()->verticalScrollBar();
  QCOMPARE(bar->maximum(), 0);
  QVERIFY(driven.window.rowView()->height() > 200);
  const FoldHeading* products = driven.panel().heading(InspectorPart::products);
  QCOMPARE(driven.panel().bars()->y(), products->y() + products->height());
  QCOMPARE(products->height(), driven.panel().heading(InspectorPart::output)->height());
  const int width = driven.panel().width();
  driven.window.resize(1440, 620);
  QCoreApplication::processEvents();
  driven.panel().setOpen(InspectorPart::softmax, true);
  driven.panel().setOpen(InspectorPart::output, true);
  QTRY_VERIFY(bar->maximum() > 0);
  QCOMPARE(driven.panel().width(), width);  // the bar stands in the inset
  QVERIFY(driven.window.rowView()->height() >= driven.window.rowView()->minimumSizeHint().height());
  // What gets the focus by Tab comes in sight.
  driven.panel().setFocus();
  for (int i = 0; i < 20 && driven.window.focusWidget() != driven.panel().bars(); ++i) {
    QTest::keyClick(driven.window.focusWidget(), Qt::Key_Tab);
  }
  const ProductBars* bars = driven.panel().bars();
  const QRect shown = driven.window.inspector()->viewport()->rect();
  QVERIFY(shown.contains(
      QRect(bars->mapTo(driven.window.inspector()->viewport(), QPoint(0, 0)), bars->size())));
}

HEADSCOPE_TEST(TestMainWindowInspector)

}  // namespace headscope::test_main_window_inspector

#include "test_main_window_inspector.moc"
