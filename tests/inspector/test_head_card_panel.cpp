#include <QSignalSpy>
#include <QTest>

#include "inspector/head_card_panel.h"
#include "test_class.h"

namespace headscope::test_head_card_panel {

class TestHeadCardPanel : public QObject {
  Q_OBJECT
 private slots:
  void saysWhatTheChosenHeadDoes();
  void withoutACardItIsEmpty();
  void anotherModelHasOtherCards();
};

namespace {

// A session on a model, with its cards.
struct Dealt {
  Dealt(const QString& model, const QString& text) {
    session.openModel(model);
    session.setText(text);
  }
  bool waitForCards() {
    QSignalSpy dealt(&cards, &HeadCards::dealt);
    return QTest::qWaitFor([&] { return !cards.cards().empty() && !cards.isBusy(); }, 10000);
  }

  Session session;
  HeadCards cards{&session};
  HeadCardPanel panel{&cards, session.selection()};
};

}  // namespace

// One word looks at itself alone.
void TestHeadCardPanel::saysWhatTheChosenHeadDoes() {
  Dealt dealt(QStringLiteral("sandbox:heads=2,layers=2"), QStringLiteral("word"));
  QVERIFY(dealt.waitForCards());
  QCOMPARE(dealt.cards.cards().size(), std::size_t{4});
  dealt.session.selection()->setHead({1, 1});
  QCOMPARE(dealt.panel.labels(), QStringList{QStringLiteral("itself 1.00")});
  QCOMPARE(dealt.panel.measures(), QStringLiteral("entropy 0.00 nats · distance 0.0 tokens"));
  QCOMPARE(dealt.panel.accessibleName(), QStringLiteral("L1·H1: itself 1.00"));
}

void TestHeadCardPanel::withoutACardItIsEmpty() {
  Dealt dealt(QStringLiteral("sandbox:heads=2"), QString());
  QVERIFY(dealt.panel.labels().isEmpty());
  QVERIFY(dealt.panel.measures().isEmpty());
  QVERIFY(dealt.cards.card({0, 0}) == nullptr);
  dealt.panel.resize(200, 60);
  dealt.panel.grab();
}

void TestHeadCardPanel::anotherModelHasOtherCards() {
  Dealt dealt(QStringLiteral("sandbox:heads=2"), QStringLiteral("a b c"));
  QVERIFY(dealt.waitForCards());
  QVERIFY(dealt.cards.card({0, 1}) != nullptr);
  QVERIFY(dealt.cards.card({1, 0}) == nullptr);
  dealt.session.openModel(QStringLiteral("playground"));
  QVERIFY(QTest::qWaitFor([&] { return dealt.cards.cards().size() == 8; }, 10000));
  QVERIFY(dealt.cards.card({1, 3})->card.repetition.has_value());
}

HEADSCOPE_TEST(TestHeadCardPanel)

}  // namespace headscope::test_head_card_panel

#include "test_head_card_panel.moc"
