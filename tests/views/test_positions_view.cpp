#include <limits>

#include <QSignalSpy>
#include <QTest>

#include "test_class.h"
#include "views/positions_driver.h"

namespace headscope::test_positions_view {

// The tab: what it shows, its controls, its words.
class TestPositionsView : public QObject {
  Q_OBJECT
 private slots:
  void rotaryIsThereWhereTheModelTurns();
  void showsTheTablesOfTheCore();
  void fieldsMoveTheCell();
  void selectionIsClamped();
  void wordsSayWhatIsChosen();
  void curvesAreKeptAndDropped();
  void layoutsAreSwitched();
  void sizesAreChosen();
  void theSmallestTable();
  void aLearnedTableIsComparedWithSinusoids();
  void anEmptyLearnedTableIsNone();
  void aLearnedTableMayHoldAnything();
  void noneSaysWhatItMeans();
};

void TestPositionsView::showsTheTablesOfTheCore() {
  PositionsView view;
  QVERIFY(view.kind() == kInterleaved);
  QVERIFY(*view.table().values == sinusoidTable(kInterleaved, 50, 512));
  view.setSinusoid(kHalves, 20, 64);
  QVERIFY(view.kind() == kHalves);
  QVERIFY(*view.table().values == sinusoidTable(kHalves, 20, 64));
  const Matrix learned = learnedTable();
  view.setTable(learned, QStringLiteral("tiny"));
  QVERIFY(view.kind() == kLearned);
  QVERIFY(*view.table().values == learned);
  QCOMPARE(view.table().title, QStringLiteral("tiny"));
}

void TestPositionsView::fieldsMoveTheCell() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 30, 12);
  field(view, "position")->setValue(21);
  field(view, "dimension")->setValue(4);
  QCOMPARE(view.position(), 21);
  QCOMPARE(view.dimension(), 4);
  QCOMPARE(field(view, "position")->maximum(), 29);
  QCOMPARE(field(view, "dimension")->maximum(), 11);
}

void TestPositionsView::selectionIsClamped() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 10, 12);
  view.setCell(99, -4);
  QCOMPARE(view.position(), 9);
  QCOMPARE(view.dimension(), 0);
}

void TestPositionsView::wordsSayWhatIsChosen() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 51, 4);
  view.setCell(50, 0);
  const QString words = QStringLiteral(
      "Position 50, dimension 0: \u22120.262. "
      "sine · repeats every 6.28 positions · its cosine is dimension 1");
  QCOMPARE(view.words(), words);
  QCOMPARE(view.figure()->accessibleName(), words);
}

void TestPositionsView::curvesAreKeptAndDropped() {
  PositionsView view;
  open(view);
  view.setSinusoid(kInterleaved, 10, 12);
  view.setCurves({0});
  clickCell(view, 3, 6, Qt::ControlModifier);
  QCOMPARE(view.curves(), (std::vector<int>{0, 6}));
  QVERIFY(button(view, "keep curve 6")->isChecked());
  QTest::keyClick(view.figure(), Qt::Key_Right);
  QVERIFY(!button(view, "keep curve 7")->isChecked());
  QTest::keyClick(view.figure(), Qt::Key_Space);
  QCOMPARE(view.curves(), (std::vector<int>{0, 6, 7}));
  button(view, "keep curve 7")->click();
  QCOMPARE(view.curves(), (std::vector<int>{0, 6}));
  view.setCurves({-1, 4, 12});
  QCOMPARE(view.curves(), (std::vector<int>{4}));
}

void TestPositionsView::layoutsAreSwitched() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 20, 16);
  view.setCell(11, 5);
  view.setCurves({0, 2});
  QSignalSpy chosen(&view, &PositionsView::kindChosen);
  button(view, "Halves")->click();
  QVERIFY(view.kind() == kHalves);
  QCOMPARE(chosen.size(), 1);
  QVERIFY(chosen.last().first().value<PositionKind>() == kHalves);
  QVERIFY(*view.table().values == sinusoidTable(kHalves, 20, 16));
  // The same place and the same waves: 5 is the cosine of number 2.
  QCOMPARE(view.position(), 11);
  QCOMPARE(view.dimension(), 8 + 2);
  QCOMPARE(view.curves(), (std::vector<int>{0, 1}));
  button(view, "Interleaved")->click();
  QVERIFY(view.kind() == kInterleaved);
  QCOMPARE(view.dimension(), 5);
  QCOMPARE(view.curves(), (std::vector<int>{0, 2}));
}

void TestPositionsView::sizesAreChosen() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 20, 16);
  QSignalSpy chosen(&view, &PositionsView::sizeChosen);
  field(view, "length")->setValue(33);
  field(view, "width")->setValue(7);
  QCOMPARE(chosen.size(), 2);
  QCOMPARE(chosen.last(), (QList<QVariant>{33, 7}));
  QVERIFY(*view.table().values == sinusoidTable(kInterleaved, 33, 7));
  QVERIFY(view.dimension() < 7);
  view.chooseSize(0, 1 << 20);
  QCOMPARE(view.sinusoidLength(), 1);
  QCOMPARE(view.sinusoidWidth(), PositionsView::kMostDimensions);
}

void TestPositionsView::theSmallestTable() {
  PositionsView view;
  open(view);
  for (PositionKind kind : {kInterleaved, kHalves}) {
    view.setSinusoid(kind, 1, 1);
    settle();
    QTest::keyClick(view.figure(), Qt::Key_Down);
    QTest::keyClick(view.figure(), Qt::Key_Plus);
    settle();
    QCOMPARE(view.position(), 0);
    QCOMPARE(view.dimension(), 0);
  }
}

void TestPositionsView::aLearnedTableIsComparedWithSinusoids() {
  PositionsView view;
  QVERIFY(!view.has(kLearned));
  QVERIFY(button(view, "Learned")->isHidden());
  QVERIFY(!view.chooseKind(kLearned));
  view.setTable(learnedTable(), QStringLiteral("tiny"));
  QVERIFY(view.has(kLearned));
  QVERIFY(!button(view, "Learned")->isHidden());
  QVERIFY(!field(view, "length")->isEnabled());
  QVERIFY(!field(view, "width")->isEnabled());
  QCOMPARE(field(view, "length")->value(), 6);
  QCOMPARE(field(view, "width")->value(), 5);
  QVERIFY(view.chooseKind(kInterleaved));
  QVERIFY(*view.table().values == sinusoidTable(kInterleaved, 6, 5));
  QVERIFY(field(view, "length")->isEnabled());
  QVERIFY(view.chooseKind(kLearned));
  QVERIFY(*view.table().values == learnedTable());
  // Another model without a table: the old one is gone.
  view.setSinusoid(kHalves, 20, 64);
  QVERIFY(!view.has(kLearned));
  QVERIFY(!view.chooseKind(kLearned));
  QVERIFY(view.kind() == kHalves);
}

void TestPositionsView::anEmptyLearnedTableIsNone() {
  PositionsView view;
  view.setTable(Matrix(0, 0), QStringLiteral("tiny"));
  QVERIFY(view.kind() == kNone);
  QVERIFY(!view.has(kLearned));
}

void TestPositionsView::aLearnedTableMayHoldAnything() {
  PositionsView view;
  open(view);
  Matrix values = learnedTable(4, 3);
  values(0, 0) = std::numeric_limits<float>::quiet_NaN();
  values(1, 1) = std::numeric_limits<float>::infinity();
  values(2, 2) = -std::numeric_limits<float>::infinity();
  values(3, 0) = std::numeric_limits<float>::max();
  view.setTable(values, {});
  for (int p = 0; p < 4; ++p) {
    for (int d = 0; d < 3; ++d) {
      view.setCell(p, d);
      settle();
    }
  }
  view.setCell(1, 1);
  QVERIFY(view.words().contains(QStringLiteral("not a finite number")));
  view.setTable(Matrix::Constant(3, 3, std::numeric_limits<float>::quiet_NaN()), {});
  settle();
  QVERIFY(view.words().contains(QStringLiteral("no finite value")));
}

void TestPositionsView::noneSaysWhatItMeans() {
  PositionsView view;
  open(view);
  button(view, "None")->click();
  settle();
  QVERIFY(view.kind() == kNone);
  QVERIFY(view.table().isEmpty());
  QVERIFY(view.words().contains(QStringLiteral("cannot tell word order")));
  QCOMPARE(view.figure()->accessibleName(), view.words());
  QVERIFY(!field(view, "position")->isVisible());
  // Nothing to choose, nothing to break.
  QTest::mouseClick(view.figure(), Qt::LeftButton, {}, QPoint(200, 200));
  QTest::keyClick(view.figure(), Qt::Key_Down);
  QTest::mouseDClick(view.figure(), Qt::LeftButton, {}, QPoint(200, 200));
  view.setCell(1, 1);
  QCOMPARE(view.position(), 0);
  button(view, "Interleaved")->click();
  settle();
  QVERIFY(field(view, "position")->isVisible());
  QVERIFY(!view.table().isEmpty());
  view.setNone();
  QVERIFY(view.kind() == kNone);
}

void TestPositionsView::rotaryIsThereWhereTheModelTurns() {
  PositionsView view;
  QVERIFY(!view.chooseKind(PositionKind::rotary));
  view.setRotary({1, 0.5F}, 10, QStringLiteral("Rotary positions of tiny"));
  QVERIFY(view.kind() == PositionKind::rotary);
  QVERIFY(view.has(PositionKind::rotary) && !view.has(kLearned));
  QVERIFY(!view.chooseKind(kLearned));
  QCOMPARE(view.table().length(), Index{10});
  QCOMPARE(view.table().width(), Index{4});
  QVERIFY(view.chooseKind(kHalves));
  QVERIFY(view.chooseKind(PositionKind::rotary));
  view.setNone();
  QVERIFY(!view.has(PositionKind::rotary));
}

HEADSCOPE_TEST(TestPositionsView)

}  // namespace headscope::test_positions_view

#include "test_positions_view.moc"
