#include <QTest>

#include "inspector/named_tokens_panel.h"
#include "test_class.h"

namespace headscope::test_named_tokens_panel {

class TestNamedTokensPanel : public QObject {
  Q_OBJECT
 private slots:
  void aModelWithoutAHeadNamesNothing();
  void saysWhatComesNext();
};

namespace {

struct Named {
  explicit Named(const QString& model, const QString& text) {
    session.openModel(model);
    session.setText(text);
  }
  bool wait() {
    return QTest::qWaitFor([&] { return session.run() != nullptr && !named.isBusy(); }, 20000);
  }

  Session session;
  NamedTokens named{&session};
  NamedTokensPanel panel{&named, &session};
};

}  // namespace

void TestNamedTokensPanel::aModelWithoutAHeadNamesNothing() {
  Named named(QStringLiteral("sandbox:heads=1"), QStringLiteral("a b c"));
  QVERIFY(named.wait());
  named.session.selection()->setCell(1, 0);
  QVERIFY(named.wait());
  QVERIFY(named.panel.words().isEmpty());
  QVERIFY(named.panel.isHidden());
}

void TestNamedTokensPanel::saysWhatComesNext() {
  const QString file = qEnvironmentVariable("HEADSCOPE_SMOLLM2_GGUF");
  if (file.isEmpty()) {
    QSKIP("HEADSCOPE_SMOLLM2_GGUF is not set");
  }
  Named named(file, QStringLiteral("The capital of France is"));
  QVERIFY(named.wait());
  named.session.selection()->setCell(4, 0);
  QVERIFY(QTest::qWaitFor([&] { return named.panel.words().contains(QStringLiteral("Paris")); },
                          20000));
  QVERIFY2(named.panel.heading().contains(QStringLiteral("is” COMES")),
           qPrintable(named.panel.heading()));
  QVERIFY(!named.panel.isHidden());
  named.session.openModel(QStringLiteral("sandbox"));
  QVERIFY(QTest::qWaitFor([&] { return named.panel.isHidden(); }, 20000));
}

HEADSCOPE_TEST(TestNamedTokensPanel)

}  // namespace headscope::test_named_tokens_panel

#include "test_named_tokens_panel.moc"
