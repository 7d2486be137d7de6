#include <QClipboard>
#include <QGuiApplication>
#include <QLayout>
#include <QMenu>
#include <QTest>

#include "inspector/cell_panel.h"
#include "inspector/two_words.h"
#include "test_class.h"

namespace headscope::test_cell_panel {

namespace {

struct Shown {
  explicit Shown(std::shared_ptr<const AttentionSource> source = std::make_shared<TwoWords>()) {
    selection.setBounds(source->shape());
    panel.setSource(std::move(source), {{"sit", "mat"}, {"sit", "mat"}});
    panel.resize(268, 500);
    panel.show();
    selection.setCell(0, 0);
  }
  bool isShown(InspectorPart part) { return panel.heading(part)->isVisible(); }

  Selection selection;
  CellPanel panel{&selection, nullptr};
};

}  // namespace

class TestCellPanel : public QObject {
  Q_OBJECT
 private slots:
  void aCellIsItsArithmetic();
  void aRowIsAnother();
  void partsFold();
  void foldedPartsHaveKeys();
  void theTermsHaveTwoOrders();
  void numbersAreCopied();
  void withoutArithmeticTheWeightIsThere();
  void nothingChosenSaysSo();
  void everyWidgetHasItsHeight();
  void itPaintsEveryState();
};

void TestCellPanel::aCellIsItsArithmetic() {
  Shown shown;
  QCOMPARE(shown.panel.title(), QStringLiteral("sit → sit"));
  QCOMPARE(shown.panel.weight(), QStringLiteral("0.982"));
  QCOMPARE(shown.panel.accessibleName(), QStringLiteral("query sit, key sit, weight 0.982, L0·H0"));
  // What is folded is said, too.
  QVERIFY(shown.panel.accessibleDescription().contains(QStringLiteral("1.000 ÷ 1.018 0.982")));
  QVERIFY(shown.isShown(InspectorPart::softmax));
  QVERIFY(!shown.isShown(InspectorPart::output));  // no one knows the values
  QVERIFY(shown.isShown(InspectorPart::products));
  QVERIFY(!shown.isShown(InspectorPart::strongest));
}

void TestCellPanel::aRowIsAnother() {
  Shown shown;
  const int height = shown.panel.sizeHint().height();
  shown.selection.setCell(1, -1);
  QCOMPARE(shown.panel.title(), QStringLiteral("mat → all keys"));
  QCOMPARE(shown.panel.weight(), QStringLiteral("0.13"));
  QCOMPARE(shown.panel.accessibleName(),
           QStringLiteral("query mat, strongest key sit, weight 0.982, L0·H0"));
  QVERIFY(shown.isShown(InspectorPart::strongest));
  QVERIFY(!shown.isShown(InspectorPart::softmax) && !shown.isShown(InspectorPart::products));
  QVERIFY(!shown.panel.bars()->isVisible());
  QCOMPARE(shown.panel.sizeHint().height(), height);  // what stands below does not move
}

void TestCellPanel::partsFold() {
  Shown shown;
  FoldHeading* softmax = shown.panel.heading(InspectorPart::softmax);
  const int height = shown.panel.sizeHint().height();
  const bool open = shown.panel.isOpen(InspectorPart::softmax);
  QTest::mouseClick(softmax, Qt::LeftButton);
  QCOMPARE(shown.panel.isOpen(InspectorPart::softmax), !open);
  QTest::keyClick(softmax, Qt::Key_Return);
  QCOMPARE(shown.panel.isOpen(InspectorPart::softmax), open);
  QTest::keyClick(softmax, Qt::Key_Space);
  QTest::keyClick(softmax, Qt::Key_Left);  // as in a tree
  QVERIFY(!shown.panel.isOpen(InspectorPart::softmax));
  QTest::keyClick(softmax, Qt::Key_Left);
  QVERIFY(!shown.panel.isOpen(InspectorPart::softmax));
  QCOMPARE(softmax->summary(), QStringLiteral("1.000 ÷ 1.018"));
  QCOMPARE(softmax->accessibleDescription(), softmax->summary());
  const int folded = shown.panel.sizeHint().height();
  QTest::keyClick(softmax, Qt::Key_Right);
  QVERIFY(shown.panel.isOpen(InspectorPart::softmax));
  QVERIFY(shown.panel.sizeHint().height() > folded);
  QVERIFY(folded <= height);
}

void TestCellPanel::foldedPartsHaveKeys() {
  Shown shown;
  int changes = 0;
  QObject::connect(&shown.panel, &CellPanel::foldedChanged, &shown.panel, [&] { ++changes; });
  shown.panel.setFoldedParts({QStringLiteral("products"), QStringLiteral("unheard of")});
  QCOMPARE(shown.panel.foldedParts(), QStringList{QStringLiteral("products")});
  QVERIFY(changes > 0);
  QVERIFY(!shown.panel.bars()->isVisible());
  QVERIFY(!shown.panel.orderButton(ProductOrder::largestFirst)->isVisible());
}

void TestCellPanel::theTermsHaveTwoOrders() {
  Shown shown;
  QCOMPARE(shown.panel.bars()->terms().front().index, 0);
  QTest::mouseClick(shown.panel.orderButton(ProductOrder::largestFirst), Qt::LeftButton);
  QCOMPARE(shown.panel.productOrder(), ProductOrder::largestFirst);
  QCOMPARE(shown.panel.bars()->terms().front().index, 3);
  QTest::keyClick(shown.panel.orderButton(ProductOrder::byDimension), Qt::Key_Space);
  QCOMPARE(shown.panel.bars()->terms().front().index, 0);
}

void TestCellPanel::numbersAreCopied() {
  Shown shown;
  QClipboard* clipboard = QGuiApplication::clipboard();
  clipboard->clear();
  shown.panel.setFocus();
  QTest::keyClick(&shown.panel, Qt::Key_C, Qt::ControlModifier);
  const QString copied = clipboard->text();
  QVERIFY(copied.startsWith(QStringLiteral("L0·H0\nsit → sit\t0.982\nq · k\t8.000\n")));
  QVERIFY(copied.endsWith(QStringLiteral("dim 0: 1.000 × 1.000\t+1.000")));
  // From a part of it, too.
  clipboard->clear();
  QTest::keyClick(shown.panel.bars(), Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(clipboard->text(), copied);
  // And by the menu.
  clipboard->clear();
  QContextMenuEvent asked(QContextMenuEvent::Mouse, {20, 20},
                          shown.panel.mapToGlobal(QPoint(20, 20)));
  QCoreApplication::sendEvent(&shown.panel, &asked);
  auto* menu = shown.panel.findChild<QMenu*>();
  QVERIFY(menu != nullptr);
  menu->actions().front()->trigger();
  QCOMPARE(clipboard->text(), copied);
  menu->close();
  QVERIFY((shown.panel.focusPolicy() & Qt::TabFocus) != 0);
}

void TestCellPanel::withoutArithmeticTheWeightIsThere() {
  Shown shown(std::make_shared<FakeSource>(AttentionShape{1, 1, 2, 2},
                                           [](HeadId, int, int) { return 0.5F; }));
  QCOMPARE(shown.panel.weight(), QStringLiteral("0.500"));
  QCOMPARE(shown.panel.accessibleDescription(), QString());
  QVERIFY(!shown.isShown(InspectorPart::softmax) && !shown.isShown(InspectorPart::products));
  QVERIFY(!shown.panel.bars()->isVisible());
}

void TestCellPanel::nothingChosenSaysSo() {
  Selection selection;
  CellPanel panel(&selection, nullptr);
  QCOMPARE(panel.title(), QString());
  QCOMPARE(panel.accessibleName(), QStringLiteral("No cell selected"));
  QCOMPARE(panel.hint(), QStringLiteral("There is no map yet."));
  panel.setSource(std::make_shared<TwoWords>(), {{"sit", "mat"}, {"sit", "mat"}});
  QCOMPARE(panel.hint(), QStringLiteral("Choose a cell of the map."));
  panel.copy();
  selection.setBounds({1, 1, 2, 2});
  selection.setCell(0, 0);
  QCOMPARE(panel.hint(), QString());
}

void TestCellPanel::everyWidgetHasItsHeight() {
  Shown shown;
  for (const InspectorPart part : {InspectorPart::softmax, InspectorPart::products}) {
    shown.panel.setOpen(part, true);
  }
  shown.panel.resize(268, shown.panel.sizeHint().height());
  shown.panel.layout()->activate();
  for (const auto* child : shown.panel.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
    if (child->isVisible() && !child->isWindow()) {
      QVERIFY2(child->height() >= child->sizeHint().height(), child->metaObject()->className());
    }
  }
  const FoldHeading* softmax = shown.panel.heading(InspectorPart::softmax);
  const FoldHeading* products = shown.panel.heading(InspectorPart::products);
  QCOMPARE(shown.panel.bars()->y(), products->y() + products->height());
  QCOMPARE(softmax->height(), products->height());
}

void TestCellPanel::itPaintsEveryState() {
  Shown shown;
  const QImage positive = shown.panel.grab().toImage();
  shown.selection.setCell(0, 1);  // all products 0: no bars
  const QImage zero = shown.panel.grab().toImage();
  QVERIFY(zero != positive);
  shown.selection.setCell(0, -1);
  QVERIFY(shown.panel.grab().toImage() != zero);
}

HEADSCOPE_TEST(TestCellPanel)

}  // namespace headscope::test_cell_panel

#include "test_cell_panel.moc"
