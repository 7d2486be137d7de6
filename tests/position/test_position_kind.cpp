#include <QTest>

#include "position/position_kind.h"
#include "test_class.h"

namespace headscope::test_position_kind {

class TestPositionKind : public QObject {
  Q_OBJECT
 private slots:
  void namesAreThoseOfTheCommandLine() {
    QCOMPARE(positionKindName(PositionKind::none), std::string_view("none"));
    QCOMPARE(positionKindName(PositionKind::sinusoidInterleaved), std::string_view("sinusoid"));
    QCOMPARE(positionKindName(PositionKind::sinusoidConcatenated),
             std::string_view("sinusoid-halves"));
    QCOMPARE(positionKindName(PositionKind::learned), std::string_view("learned"));
  }

  void everyNameIsReadBack() {
    for (PositionKind kind : kPositionKinds) {
      const Result<PositionKind> parsed = parsePositionKind(positionKindName(kind));
      QVERIFY(parsed.has_value());
      QVERIFY(*parsed == kind);
    }
  }

  void unknownKindListsTheNames_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("other word") << QByteArray("rotary");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("capitals") << QByteArray("None");
    QTest::newRow("prefix") << QByteArray("sinusoid-");
  }
  void unknownKindListsTheNames() {
    QFETCH(QByteArray, name);
    const Result<PositionKind> parsed = parsePositionKind(name.toStdString());
    QVERIFY(!parsed.has_value());
    QVERIFY(parsed.error().code == PositionError::unknownKind);
    QVERIFY(parsed.error().kind == ErrorKind::badInput);
    QCOMPARE(QByteArray::fromStdString(describe(parsed.error())),
             QByteArray("'" + name +
                        "' is no kind of position encoding. "
                        "Use one of none, sinusoid, sinusoid-halves, learned."));
  }

  void onlySinusoidsHaveAFormula() {
    QVERIFY(!isSinusoid(PositionKind::none));
    QVERIFY(isSinusoid(PositionKind::sinusoidInterleaved));
    QVERIFY(isSinusoid(PositionKind::sinusoidConcatenated));
    QVERIFY(!isSinusoid(PositionKind::learned));
  }
};

HEADSCOPE_TEST(TestPositionKind)

}  // namespace headscope::test_position_kind

#include "test_position_kind.moc"
