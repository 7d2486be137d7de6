#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/swing_model.h"
#include "test_class.h"

namespace headscope::test_swing_model {

class TestSwingModel : public QObject {
  Q_OBJECT
 private slots:
  void aLineSaysAll();
  void aLabelThatHoldsAMarkIsAsItIs();
  void theSameLinesStay();
  void keepsTheRulesOfModels();
};

namespace {

void fill(SwingModel& model, double swing = .453) {
  model.setLines(
      {{QStringLiteral("L3·H1"), {.swing = swing, .key = {2, 2}, .before = .677F, .after = .281F}},
       {QStringLiteral("it"), {.swing = .1, .key = {-1, 3}, .before = 0, .after = .2F}}},
      {{0, 0}, {1, 1}, {2, 2}, {-1, 3}},
      {QStringLiteral("the"), QStringLiteral("big/small"), QStringLiteral("animal"),
       QStringLiteral("–/new")});
}

}  // namespace

void TestSwingModel::aLineSaysAll() {
  SwingModel model;
  fill(model);
  QCOMPARE(model.rowCount(), 2);
  const QModelIndex first = model.index(0, 0);
  QCOMPARE(first.data().toString(), QStringLiteral("L3·H1 0.453, animal 0.677 → 0.281"));
  QCOMPARE(first.data(Qt::AccessibleTextRole), first.data());
  QCOMPARE(first.data(SwingModel::nameRole).toString(), QStringLiteral("L3·H1"));
  QCOMPARE(first.data(SwingModel::swingRole).toDouble(), .453);
  QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("it 0.100, –/new 0.000 → 0.200"));
}

// Words of a text may look like places for others.
void TestSwingModel::aLabelThatHoldsAMarkIsAsItIs() {
  SwingModel model;
  model.setLines({{QStringLiteral("%2"), {.swing = .5, .key = {0, 0}, .before = 1, .after = .5F}}},
                 {{0, 0}}, {QStringLiteral("%3")});
  QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("%2 0.500, %3 1.000 → 0.500"));
}

// So that a list that is walked through with the keyboard keeps its place.
void TestSwingModel::theSameLinesStay() {
  SwingModel model;
  fill(model);
  const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  fill(model);
  QCOMPARE(resets.count(), 0);
  fill(model, .5);
  QCOMPARE(resets.count(), 1);
}

void TestSwingModel::keepsTheRulesOfModels() {
  SwingModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  fill(model);
  model.setLines({}, {}, {});
  QCOMPARE(model.rowCount(), 0);
}

HEADSCOPE_TEST(TestSwingModel)

}  // namespace headscope::test_swing_model

#include "test_swing_model.moc"
