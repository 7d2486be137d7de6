#include <map>

#include <QDropEvent>
#include <QMimeData>

#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_model {

// Another model, other sizes, files that are wrong.
class TestMainWindowModel : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void aNumberIsANewPictureOfThatShape_data();
  void aNumberIsANewPictureOfThatShape();
  void positionsAreANewPicture();
  void aCausalMaskHidesWhatComesLater();
  void anotherSeedIsAnotherPicture();
  void changesAreTakenBackAndDoneAgain();
  void keysOfTheSentenceStayTheSentences();
  void aPresetBringsItsText();
  void aFolderWithoutATokenizerLeavesTheOldPicture();
  void aVisionModelLeavesTheOldPicture();
  void aVisionModelToBeginWithLeavesThePlayground();
  void truncatedWeightsLeaveTheOldPicture();
  void aModelThatIsNotThereLeavesTheOldPicture();
  void aStoppedModelLeavesTheOldPicture();
  void anErrorGoesWhenItIsDismissed();
  void aDroppedGgufFileIsAModel();
  void aDroppedCsvFileIsASequenceOfVectors();
  void aDroppedCsvFileWithAMistakeLeavesTheOldPicture();
  void tooWideACsvFileLeavesTheOldPicture();
  void aDroppedPictureHasNoPlaceYet();
  void aDroppedFolderIsOpened();
  void aDroppedTextIsTyped();

 private:
  // A copy of the tiny BERT, which has no tokenizer.
  QString copyOfBert(const QString& name) const;
  void write(const QString& name, const QByteArray& content) const;

  OwnHome home_;
};

namespace {

const QString kVit = QStringLiteral(HEADSCOPE_TEST_DATA "/models/vit");

// Whether the window still shows the small sandbox on its three words.
void verifyOldPicture(DrivenWindow& driven) {
  QCOMPARE(driven.session().sandbox()->heads, 3);
  QVERIFY(driven.session().run() != nullptr);
  QCOMPARE(driven.window.heatmap()->figure().labels.keys,
           (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
  QCOMPARE(driven.window.topBar()->sentence()->text(), kThreeWords);
}

void openFolder(DrivenWindow& driven, const QString& folder) {
  driven.session().openModel(folder);
  driven.settle();
}

// Whether the window took it.
bool drop(DrivenWindow& driven, const QMimeData& data) {
  QDragEnterEvent enter({20, 200}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&driven.window, &enter);
  QDropEvent event({20, 200}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&driven.window, &event);
  driven.settle();
  return enter.isAccepted();
}

bool dropFile(DrivenWindow& driven, const QString& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  return drop(driven, data);
}

}  // namespace

QString TestMainWindowModel::copyOfBert(const QString& name) const {
  QDir().mkpath(home_.path(name));
  for (const char* file : {"config.json", "model.safetensors"}) {
    QFile::copy(QStringLiteral(HEADSCOPE_TEST_DATA "/models/bert/") + QString::fromLatin1(file),
                home_.path(name) + QLatin1Char('/') + QString::fromLatin1(file));
  }
  return home_.path(name);
}

void TestMainWindowModel::write(const QString& name, const QByteArray& content) const {
  QFile file(home_.path(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
}

void TestMainWindowModel::aNumberIsANewPictureOfThatShape_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("value");
  QTest::newRow("heads") << QStringLiteral("heads") << 5;
  QTest::newRow("d_k") << QStringLiteral("d_k") << 7;
  QTest::newRow("layers") << QStringLiteral("layers") << 4;
  QTest::newRow("width") << QStringLiteral("width") << 20;
}

void TestMainWindowModel::aNumberIsANewPictureOfThatShape() {
  QFETCH(QString, name);
  QFETCH(int, value);
  DrivenWindow driven;
  driven.selection().setHead({1, 1});
  driven.selection().setCell(1, 0);
  const Matrix before = driven.map();
  const auto run = driven.session().run();
  driven.enter(name, value);
  QVERIFY(driven.session().run() != run);
  const ModelDescription& model = driven.session().model()->description();
  const std::map<QString, int> sizes = {{QStringLiteral("heads"), model.heads},
                                        {QStringLiteral("d_k"), model.dK},
                                        {QStringLiteral("layers"), model.layers},
                                        {QStringLiteral("width"), model.dModel}};
  std::map<QString, int> expected = {{QStringLiteral("heads"), 3},
                                     {QStringLiteral("d_k"), 4},
                                     {QStringLiteral("layers"), 2},
                                     {QStringLiteral("width"), 8}};
  expected[name] = value;
  QCOMPARE(sizes, expected);
  QCOMPARE(driven.shape(),
           (AttentionShape{.layers = model.layers, .heads = model.heads, .nQuery = 3, .nKey = 3}));
  QCOMPARE(driven.window.headGrid()->model()->rowCount(), model.layers);
  QCOMPARE(driven.window.headGrid()->model()->columnCount(), model.heads);
  QVERIFY(driven.window.topBar()->modelButton()->text().contains(
      QStringLiteral("%1 layers × %2 heads").arg(model.layers).arg(model.heads)));
  QVERIFY(driven.selection().head() == (HeadId{1, 1}));
  if (name != QStringLiteral("layers")) {  // more layers after it do not change layer 1
    QVERIFY((driven.map() - before).cwiseAbs().maxCoeff() > 1e-3F);
  }
}

void TestMainWindowModel::positionsAreANewPicture() {
  DrivenWindow driven(kSmallSandbox, QStringLiteral("cat cat cat"));
  driven.selection().setHead({0, 0});
  // Without positions equal words are alike: each looks at all of them equally.
  QVERIFY((driven.map().array() - 1.0F / 3).abs().maxCoeff() < 1e-5F);
  driven.choose(QStringLiteral("positions"), QStringLiteral("sinusoid"));
  QVERIFY((driven.map().array() - 1.0F / 3).abs().maxCoeff() > 1e-3F);
  QVERIFY(driven.window.positions()->kind() == PositionKind::sinusoidInterleaved);
  QCOMPARE(driven.window.positions()->table().width(), Index{8});
}

void TestMainWindowModel::aCausalMaskHidesWhatComesLater() {
  DrivenWindow driven;
  driven.choose(QStringLiteral("mask"), QStringLiteral("causal"));
  const Matrix map = driven.map();
  QCOMPARE(map(0, 1), 0.0F);
  QCOMPARE(map(0, 2), 0.0F);
  QCOMPARE(map(1, 2), 0.0F);
  QCOMPARE(map(0, 0), 1.0F);
  driven.choose(QStringLiteral("mask"), QStringLiteral("padding"));
  QVERIFY(driven.field<PositionField>(QStringLiteral("padded tokens"))->isVisible());
  QCOMPARE(driven.map()(0, 2), 0.0F);
  driven.choose(QStringLiteral("mask"), QStringLiteral("none"));
  QVERIFY(driven.map()(0, 2) > 0);
}

void TestMainWindowModel::anotherSeedIsAnotherPicture() {
  DrivenWindow driven;
  const Matrix first = driven.map();
  driven.enter(QStringLiteral("seed"), 2);
  QVERIFY((driven.map() - first).cwiseAbs().maxCoeff() > 1e-3F);
  driven.enter(QStringLiteral("seed"), 1);
  QVERIFY(driven.map() == first);
}

void TestMainWindowModel::changesAreTakenBackAndDoneAgain() {
  DrivenWindow driven;
  const Matrix first = driven.map();
  driven.enter(QStringLiteral("heads"), 6);  // the field still has the focus
  driven.choose(QStringLiteral("score"), QStringLiteral("q·k"));
  driven.enter(QStringLiteral("d_k"), 9);
  const auto undo = [&driven] { driven.press(Qt::Key_Z, Qt::ControlModifier); };
  const auto redo = [&driven] { driven.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); };
  undo();
  QCOMPARE(driven.session().sandbox()->dK, 4);
  QCOMPARE(driven.field<PositionField>(QStringLiteral("d_k"))->value(), 4);
  undo();
  QVERIFY(driven.session().sandbox()->score == ScoreKind::scaledDot);
  undo();
  QCOMPARE(driven.shape().heads, 3);
  QVERIFY(driven.map() == first);
  redo();
  QCOMPARE(driven.shape().heads, 6);
  redo();
  redo();
  QCOMPARE(driven.session().sandbox()->dK, 9);
}

// While a sentence is being typed, Ctrl+Z takes back typing.
void TestMainWindowModel::keysOfTheSentenceStayTheSentences() {
  DrivenWindow driven;
  driven.enter(QStringLiteral("heads"), 6);
  QLineEdit* sentence = driven.window.topBar()->sentence();
  sentence->setFocus();
  sentence->end(false);
  driven.type(QStringLiteral("x"));
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(driven.session().text(), kThreeWords);
  QCOMPARE(driven.shape().heads, 6);
}

void TestMainWindowModel::aPresetBringsItsText() {
  DrivenWindow driven;
  ModelMenu* menu = driven.window.topBar()->modelMenu();
  emit menu->aboutToShow();
  for (QAction* action : menu->actions()) {
    if (action->text().startsWith(QStringLiteral("2 words"))) {
      action->trigger();
    }
  }
  driven.settle();
  QCOMPARE(driven.window.topBar()->sentence()->text(), QStringLiteral("Thinking Machines"));
  QCOMPARE(driven.shape(), (AttentionShape{.layers = 1, .heads = 8, .nQuery = 2, .nKey = 2}));
  QCOMPARE(driven.session().sandbox()->dModel, 4);
}

void TestMainWindowModel::aFolderWithoutATokenizerLeavesTheOldPicture() {
  DrivenWindow driven;
  openFolder(driven, copyOfBert(QStringLiteral("no-tokenizer")));
  QVERIFY2(driven.notice().contains(QStringLiteral("no-tokenizer")) &&
               driven.notice().contains(QStringLiteral("tokenizer.json")),
           qPrintable(driven.notice()));
  verifyOldPicture(driven);
}

void TestMainWindowModel::aVisionModelLeavesTheOldPicture() {
  DrivenWindow driven;
  openFolder(driven, kVit);
  QVERIFY2(driven.notice().contains(QStringLiteral("no place in the window yet")) &&
               driven.notice().contains(QStringLiteral("headscope dump")) &&
               driven.notice().contains(QStringLiteral("--image")),
           qPrintable(driven.notice()));
  verifyOldPicture(driven);
}

void TestMainWindowModel::aVisionModelToBeginWithLeavesThePlayground() {
  DrivenWindow driven(kVit);
  QVERIFY2(driven.notice().contains(QStringLiteral("no place in the window yet")),
           qPrintable(driven.notice()));
  QVERIFY(driven.session().lesson() != nullptr);
  QVERIFY(driven.session().run() != nullptr);
}

void TestMainWindowModel::truncatedWeightsLeaveTheOldPicture() {
  const QString folder = copyOfBert(QStringLiteral("truncated"));
  QFile::copy(QStringLiteral(HEADSCOPE_TEST_DATA "/tokenizers/wordpiece_uncased/tokenizer.json"),
              folder + QStringLiteral("/tokenizer.json"));
  QFile weights(folder + QStringLiteral("/model.safetensors"));
  weights.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
  QVERIFY(weights.resize(weights.size() / 2));
  DrivenWindow driven;
  openFolder(driven, folder);
  QVERIFY2(driven.notice().contains(QStringLiteral("truncated/model.safetensors")),
           qPrintable(driven.notice()));
  verifyOldPicture(driven);
  // The next picture that works takes the message away.
  driven.window.topBar()->sentence()->end(false);
  driven.type(QStringLiteral("!"));
  QCOMPARE(driven.notice(), QString());
}

void TestMainWindowModel::aModelThatIsNotThereLeavesTheOldPicture() {
  DrivenWindow driven;
  openFolder(driven, home_.path(QStringLiteral("nowhere")));
  QVERIFY2(driven.notice().contains(QStringLiteral("nowhere")), qPrintable(driven.notice()));
  verifyOldPicture(driven);
}

void TestMainWindowModel::aStoppedModelLeavesTheOldPicture() {
  DrivenWindow driven;
  driven.session().openModel(QStringLiteral(HEADSCOPE_TEST_DATA "/gguf/llama.gguf"));
  QVERIFY(driven.session().jobs()->isBusy(JobLane::model));
  driven.window.openingBar()->stopButton()->click();
  QVERIFY(!driven.session().jobs()->isBusy(JobLane::model));
  QTest::qWait(300);  // for what must not come
  verifyOldPicture(driven);
  QVERIFY(driven.window.notice()->text().isEmpty());
  driven.type(QStringLiteral("!"));
  QCOMPARE(driven.window.heatmap()->figure().labels.keys.size(), 4);
}

void TestMainWindowModel::anErrorGoesWhenItIsDismissed() {
  DrivenWindow driven;
  openFolder(driven, home_.path(QStringLiteral("nowhere")));
  QTest::mouseClick(driven.window.notice()->findChild<QToolButton*>(), Qt::LeftButton);
  QVERIFY(!driven.window.notice()->isVisible());
  verifyOldPicture(driven);
}

// This one has no tokenizer, and so it says; as vectors it would not have been read.
void TestMainWindowModel::aDroppedGgufFileIsAModel() {
  DrivenWindow driven;
  QVERIFY(dropFile(driven, QStringLiteral(HEADSCOPE_TEST_DATA "/gguf/llama.gguf")));
  QVERIFY2(driven.notice().contains(QStringLiteral("llama.gguf")) &&
               driven.notice().contains(QStringLiteral("tokenizer.json")),
           qPrintable(driven.notice()));
  verifyOldPicture(driven);
}

void TestMainWindowModel::aDroppedCsvFileIsASequenceOfVectors() {
  write(QStringLiteral("series.csv"), "mon,1,0,0\ntue,0,1,0\nwed,0,0,1\nthu,1,1,1\n");
  DrivenWindow driven;
  QSignalSpy failures(driven.window.session(), &Session::failed);
  QVERIFY(dropFile(driven, home_.path(QStringLiteral("series.csv"))));
  QCOMPARE(failures.count(), 0);  // not even until the sandbox has the vectors' width
  QCOMPARE(driven.notice(), QString());
  QCOMPARE(driven.shape().nKey, 4);
  QCOMPARE(driven.session().sandbox()->dModel, 3);
  QCOMPARE(driven.session().labels().keys,
           (QStringList{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                        QStringLiteral("thu")}));
  driven.type(QStringLiteral("a b"));  // a text takes their place
  QCOMPARE(driven.shape().nKey, 2);
}

void TestMainWindowModel::aDroppedCsvFileWithAMistakeLeavesTheOldPicture() {
  write(QStringLiteral("bad.csv"), "1,2\n3,x\n");
  DrivenWindow driven;
  QVERIFY(dropFile(driven, home_.path(QStringLiteral("bad.csv"))));
  QVERIFY2(driven.notice().contains(QStringLiteral("bad.csv")) &&
               driven.notice().contains(QStringLiteral("2")),
           qPrintable(driven.notice()));
  verifyOldPicture(driven);
}

void TestMainWindowModel::tooWideACsvFileLeavesTheOldPicture() {
  write(QStringLiteral("wide.csv"), QByteArray("1,").repeated(kMaxSandboxDModel) + "1\n");
  DrivenWindow driven;
  QVERIFY(dropFile(driven, home_.path(QStringLiteral("wide.csv"))));
  QVERIFY2(driven.notice().contains(QStringLiteral("wide.csv")), qPrintable(driven.notice()));
  QVERIFY2(driven.notice().contains(QStringLiteral("2048")), qPrintable(driven.notice()));
  verifyOldPicture(driven);
}

void TestMainWindowModel::aDroppedPictureHasNoPlaceYet() {
  DrivenWindow driven;
  const QString picture = QStringLiteral(HEADSCOPE_TEST_DATA "/images/picture.png");
  QVERIFY(dropFile(driven, picture));
  QCOMPARE(driven.notice(),
           picture + QStringLiteral(": this is an image, which has no place in the window yet. "
                                    "Write where its heads look on the command line: headscope "
                                    "dump --model FOLDER --image PICTURE --out FILE."));
  verifyOldPicture(driven);
}

void TestMainWindowModel::aDroppedFolderIsOpened() {
  const QString miniLm = qEnvironmentVariable("HEADSCOPE_MINILM_DIR");
  if (miniLm.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR does not name a folder of all-MiniLM-L6-v2");
  }
  DrivenWindow driven;
  QVERIFY(dropFile(driven, miniLm));
  QCOMPARE(driven.shape(), (AttentionShape{.layers = 6, .heads = 12, .nQuery = 5, .nKey = 5}));
  QVERIFY(!driven.session().sandbox());
  // A checkpoint's file names its folder.
  QVERIFY(dropFile(driven, miniLm + QStringLiteral("/config.json")));
  QCOMPARE(driven.notice(), QString());
  QVERIFY(!driven.window.session()->undoStack()->canUndo());
}

void TestMainWindowModel::aDroppedTextIsTyped() {
  DrivenWindow driven;
  QMimeData data;
  data.setText(QStringLiteral("dropped words"));
  QVERIFY(drop(driven, data));
  QCOMPARE(driven.window.topBar()->sentence()->text(), QStringLiteral("dropped words"));
  QCOMPARE(driven.shape().nKey, 2);
  // A file that falls on the sentence is a file, not its address as text.
  QVERIFY(!driven.window.topBar()->sentence()->acceptDrops());
}

HEADSCOPE_TEST(TestMainWindowModel)

}  // namespace headscope::test_main_window_model

#include "test_main_window_model.moc"
