#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include "test_class.h"
#include "window/model_panel.h"

namespace headscope::test_model_panel {

class TestModelPanel : public QObject {
  Q_OBJECT
 private slots:
  void aSandboxShowsItsChoices();
  void aChangeStartsFromWhatWasAskedForLast();
  void whatDoesNotFitIsTakenBack();
  void paddingIsAskedForOnlyWithItsMask();
  void theWheelPassesUntilAFieldHasTheFocus();
  void everyFieldSaysWhatItIs();
  void aNumberTooLargeIsTheLargest();
  void theTabKeyGoesAsTheEyeDoes();
  void aCheckpointMayHaveMoreLayersThanASandbox();
};

namespace {

struct Panel {
  explicit Panel(const char* spec) {
    session.openModel(QString::fromUtf8(spec));
    session.setText(QStringLiteral("one two"));
    settle();
    panel.show();
  }
  void settle() {
    const JobRunner* jobs = session.jobs();
    QVERIFY(QTest::qWaitFor(
        [jobs] { return !jobs->isBusy(JobLane::model) && !jobs->isBusy(JobLane::run); }, 30000));
  }
  template <typename Field>
  Field* field(const char* name) {
    for (Field* each : panel.findChildren<Field*>()) {
      if (each->accessibleName() == QString::fromUtf8(name)) {
        return each;
      }
    }
    return nullptr;
  }
  PositionField* number(const char* name) { return field<PositionField>(name); }
  ChoiceField* choice(const char* name) { return field<ChoiceField>(name); }

  Session session;
  Training training;
  ModelPanel panel{&session, &training};
};

}  // namespace

void TestModelPanel::aSandboxShowsItsChoices() {
  Panel p(
      "sandbox:heads=2,d_k=3,d_model=5,layers=4,seed=7,positions=sinusoid-halves,mask=causal,"
      "score=cosine,norm=pre,embeddings=one-hot,wq=identity");
  QCOMPARE(p.number("heads")->value(), 2);
  QCOMPARE(p.number("d_k")->value(), 3);
  QCOMPARE(p.number("width")->value(), 5);
  QCOMPARE(p.number("layers")->value(), 4);
  QCOMPARE(p.number("seed")->value(), 7);
  QCOMPARE(p.choice("positions")->currentText(), QStringLiteral("sinusoid, halves"));
  QCOMPARE(p.choice("mask")->currentText(), QStringLiteral("causal"));
  QCOMPARE(p.choice("score")->currentText(), QStringLiteral("cosine"));
  QCOMPARE(p.choice("norm")->currentText(), QStringLiteral("pre"));
  QCOMPARE(p.choice("words")->currentText(), QStringLiteral("one-hot"));
  QCOMPARE(p.choice("W_Q")->currentText(), QStringLiteral("identity"));
  QCOMPARE(p.choice("W_K")->currentText(), QStringLiteral("seed"));
  QVERIFY(!p.number("heads")->isReadOnly());
}

void TestModelPanel::aChangeStartsFromWhatWasAskedForLast() {
  Panel p("sandbox:heads=2,d_k=3,d_model=5");
  p.number("heads")->setValue(4);
  p.number("d_k")->setValue(6);  // while the first is still being made
  p.settle();
  QCOMPARE(p.session.sandbox()->heads, 4);
  QCOMPARE(p.session.sandbox()->dK, 6);
}

void TestModelPanel::whatDoesNotFitIsTakenBack() {
  // A twenty-fourth of slightly more than a sandbox may have.
  Panel p("sandbox:heads=64,d_k=48,d_model=2048,layers=1");
  QSignalSpy failures(&p.session, &Session::failed);
  p.number("layers")->setValue(24);
  QTRY_COMPARE_WITH_TIMEOUT(failures.count(), 1, 30000);
  QCOMPARE(p.number("layers")->value(), 1);
}

void TestModelPanel::paddingIsAskedForOnlyWithItsMask() {
  Panel p("sandbox:heads=2,d_k=3,d_model=5");
  QVERIFY(p.number("padded tokens")->isHidden());
  ChoiceField* mask = p.choice("mask");
  QTest::keyClick(mask, Qt::Key_Down);
  QTest::keyClick(mask, Qt::Key_Down);
  p.settle();
  QCOMPARE(mask->currentText(), QStringLiteral("padding"));
  QVERIFY(p.number("padded tokens")->isVisible());
}

void TestModelPanel::theWheelPassesUntilAFieldHasTheFocus() {
  Panel p("sandbox:heads=2,d_k=3,d_model=5");
  PositionField* heads = p.number("heads");
  heads->clearFocus();
  QWheelEvent event(QPointF(5, 5), heads->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton,
                    {}, Qt::NoScrollPhase, false);
  QApplication::sendEvent(heads, &event);
  QCOMPARE(heads->value(), 2);
  QVERIFY(!event.isAccepted());
}

void TestModelPanel::everyFieldSaysWhatItIs() {
  Panel p("sandbox");
  for (const QWidget* field : p.panel.findChildren<QAbstractSpinBox*>()) {
    QVERIFY(!field->toolTip().isEmpty() && !field->accessibleName().isEmpty());
  }
  for (const QWidget* field : p.panel.findChildren<ChoiceField*>()) {
    QVERIFY(!field->toolTip().isEmpty() && !field->accessibleName().isEmpty());
  }
}

void TestModelPanel::aNumberTooLargeIsTheLargest() {
  Panel shown("sandbox:heads=2");
  PositionField* heads = shown.number("heads");
  heads->setFocus();
  heads->selectAll();
  QTest::keyClicks(heads, QStringLiteral("99"));
  QTest::keyClick(heads, Qt::Key_Return);
  shown.settle();
  QCOMPARE(shown.session.sandbox()->heads, kMaxSandboxHeads);
  QVERIFY(heads->toolTip().contains(QString::number(kMaxSandboxHeads)));
  heads->selectAll();
  QTest::keyClicks(heads, QStringLiteral("x7"));
  QTest::keyClick(heads, Qt::Key_Return);
  shown.settle();
  QCOMPARE(shown.session.sandbox()->heads, 7);
}

void TestModelPanel::theTabKeyGoesAsTheEyeDoes() {
  Panel shown("sandbox");
  QWidget* field = shown.number("heads");
  for (const char* name : {"d_k", "layers", "width", "positions", "mask", "score", "words", "W_Q",
                           "W_K", "W_V", "W_O", "seed", "norm"}) {
    do {
      field = field->nextInFocusChain();
    } while (!field->isVisible() || !(field->focusPolicy() & Qt::TabFocus) ||
             field->focusProxy() != nullptr || field->parentWidget() != &shown.panel);
    QCOMPARE(field->accessibleName(), QString::fromUtf8(name));
  }
}

// ALBERT's layers share their weights, so that there may be any number of them.
void TestModelPanel::aCheckpointMayHaveMoreLayersThanASandbox() {
  const QTemporaryDir folder;
  const auto write = [&folder](const char* name, const QByteArray& content) {
    QFile file(folder.filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
  };
  const QString albert = QStringLiteral(HEADSCOPE_TEST_DATA "/models/albert/");
  QFile config(albert + QStringLiteral("config.json"));
  QVERIFY(config.open(QIODevice::ReadOnly));
  write("config.json",
        config.readAll().replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 30"));
  write("tokenizer.json",
        R"json({"version": "1.0", "added_tokens": [], "normalizer": null, "decoder": null,
            "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
            "model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
                      "max_input_chars_per_word": 100, "vocab": {"?": 2, "one": 5, "two": 6}}})json");
  QVERIFY(QFile::copy(albert + QStringLiteral("model.safetensors"),
                      folder.filePath(QStringLiteral("model.safetensors"))));
  Panel p(folder.path().toUtf8().constData());
  QCOMPARE(p.number("layers")->value(), 30);
  // A sandbox after it takes no more than before.
  p.session.openModel(QStringLiteral("sandbox:heads=2,d_k=3,d_model=5,layers=4"));
  p.settle();
  QCOMPARE(p.number("layers")->value(), 4);
  QCOMPARE(p.number("layers")->maximum(), kMaxSandboxLayers);
}

HEADSCOPE_TEST(TestModelPanel)

}  // namespace headscope::test_model_panel

#include "test_model_panel.moc"
