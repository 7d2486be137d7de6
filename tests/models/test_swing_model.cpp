#include <QAbstractItemModelTester>
#include <QTest>

#include "models/swing_model.h"
#include "test_class.h"

namespace headscope::test_swing_model {

class TestSwingModel : public QObject {
  Q_OBJECT
 private slots:
  void aLineSaysAll();
  void headsAreFound();
  void keepsTheRulesOfModels();
};

namespace {

void fill(SwingModel& model) {
  model.setSwings({{{.swing = .453, .key = {2, 2}, .before = .677F, .after = .281F}, {3, 1}},
                   {{.swing = .1, .key = {-1, 3}, .before = 0, .after = .2F}, {0, 4}}},
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
  QCOMPARE(first.data(SwingModel::headRole).toString(), QStringLiteral("L3·H1"));
  QCOMPARE(first.data(SwingModel::swingRole).toDouble(), .453);
  QCOMPARE(model.index(1, 0).data(SwingModel::changeRole).toString(),
           QStringLiteral("–/new 0.000 → 0.200"));
}

void TestSwingModel::headsAreFound() {
  SwingModel model;
  fill(model);
  QCOMPARE(model.indexOf({0, 4}).row(), 1);
  QCOMPARE(model.headAt(model.index(1, 0)), (HeadId{0, 4}));
  QVERIFY(!model.indexOf({5, 5}).isValid());
}

void TestSwingModel::keepsTheRulesOfModels() {
  SwingModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  fill(model);
  model.setSwings({}, {}, {});
  QCOMPARE(model.rowCount(), 0);
}

HEADSCOPE_TEST(TestSwingModel)

}  // namespace headscope::test_swing_model

#include "test_swing_model.moc"
