#include <QTest>

#include "near.h"
#include "session/copied_values.h"
#include "source/copied_lengths.h"
#include "test_class.h"

namespace headscope::test_copied_values {

namespace {

using State = CopiedFrom::State;

struct Driven {
  explicit Driven(const QString& model = QStringLiteral("sandbox:heads=2,d_k=4,layers=2")) {
    session.setText(QStringLiteral("one two three"));
    session.openModel(model);
    settle();
  }
  bool settle() {
    return QTest::qWaitFor([&] {
      return !session.jobs()->isBusy(JobLane::model) && !session.jobs()->isBusy(JobLane::run);
    });
  }
  bool waitForValues() {
    return QTest::qWaitFor([&] { return !values.isBusy(); });
  }
  Matrix expected(int layer) const {
    return *copiedLengthsOf(*session.model(), session.input(), AttentionPart::encoder, layer,
                            nullptr);
  }
  bool knows(HeadId head, const Matrix& lengths) const {
    const CopiedFrom from = values.of(head);
    return from.state == State::known &&
           isNear(Matrix(ConstMatrixView(from.lengths.data(), 1,
                                         static_cast<Index>(from.lengths.size()),
                                         Eigen::OuterStride<>(1))),
                  lengths.row(head.head), 0);
  }

  Session session;
  CopiedValues values{&session};
};

}  // namespace

class TestCopiedValues : public QObject {
  Q_OBJECT
 private slots:
  void theyAreFoundWhenTheyAreWanted();
  void anotherLayerIsFoundWhenItIsChosen();
  void anotherTextForgetsThem();
  void aHeadThatIsOffIsSaid();
};

void TestCopiedValues::theyAreFoundWhenTheyAreWanted() {
  Driven driven;
  QVERIFY(!driven.values.isBusy());
  QCOMPARE(driven.values.of({0, 0}).state, State::pending);
  driven.values.setWanted(true);
  QVERIFY(driven.values.isBusy());
  QVERIFY(driven.waitForValues());
  const Matrix expected = driven.expected(0);
  QVERIFY(driven.knows({0, 0}, expected));
  QVERIFY(driven.knows({0, 1}, expected));
}

void TestCopiedValues::anotherLayerIsFoundWhenItIsChosen() {
  Driven driven;
  driven.values.setWanted(true);
  QVERIFY(driven.waitForValues());
  QCOMPARE(driven.values.of({1, 1}).state, State::pending);
  driven.session.selection()->setHead({1, 1});
  QVERIFY(driven.waitForValues());
  QVERIFY(driven.knows({1, 1}, driven.expected(1)));
  driven.session.selection()->setHead({0, 1});  // which is known
  QVERIFY(!driven.values.isBusy());
  QVERIFY(driven.knows({0, 1}, driven.expected(0)));
}

void TestCopiedValues::anotherTextForgetsThem() {
  Driven driven;
  driven.values.setWanted(true);
  QVERIFY(driven.waitForValues());
  int changes = 0;
  QObject::connect(&driven.values, &CopiedValues::changed, &driven.session, [&] { ++changes; });
  driven.session.setText(QStringLiteral("one two three four"));
  QVERIFY(driven.settle());
  QCOMPARE(driven.values.of({0, 0}).state, State::pending);
  QCOMPARE(changes, 1);
  QVERIFY(driven.waitForValues());
  QVERIFY(driven.knows({0, 0}, driven.expected(0)));
  driven.session.setText({});
  QVERIFY(driven.settle());
  QCOMPARE(driven.values.of({0, 0}).state, State::none);
  QVERIFY(!driven.values.isBusy());
}

void TestCopiedValues::aHeadThatIsOffIsSaid() {
  Driven driven;
  driven.values.setWanted(true);
  driven.session.changeEdits({.encoder = {.headsOff = {{0, 1}}}});
  QVERIFY(driven.settle() && driven.waitForValues());
  QVERIFY(!driven.values.of({0, 0}).isOff);
  QVERIFY(driven.values.of({0, 1}).isOff);
}

HEADSCOPE_TEST(TestCopiedValues)

}  // namespace headscope::test_copied_values

#include "test_copied_values.moc"
