#include <QSignalSpy>
#include <QWheelEvent>

#include "dialogs/own_text_dialog.h"
#include "near.h"
#include "test_class.h"
#include "views/choice_field.h"
#include "views/position_field.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_training {

// A training as a person drives it.
class TestMainWindowTraining : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void startTrainsToTheEndAndEveryViewFollows();
  void theSliderGoesBackThroughTime();
  void pauseStepAndGoOn();
  void aClickInTheFilmShowsItsStep();
  void aClickInTheRowsChoosesTheHead();
  void aChangeOfHeadsTrainsAnewUnderTheOldPicture();
  void changesOfTheModelAreUndoneAndRedone();
  void anotherModelIsNotTakenAwayByTheNextStep();
  void divergenceSaysSoAndLeavesTheLastGoodModel();
  void aTaskWithAMistakeSaysWhere();
  void theNextWordOfAPastedTextIsLearnt();
  void wordsThatTrainingNeverShowedAreMarked();
  void rowsWaitForTheLayersOfTheirHeads();
  void headsAreComparedSideBySide();
  void aRecordingIsSavedAndOpenedAgain();
  void theModelOfAStepIsSaved();
  void aHeadsAnimationIsExported();
  void theTabIsExportedAsItStands();

 private:
  OwnHome home_;
};

namespace {

const QString kSentence = QString::fromUtf8(kDefaultSentence);

// A window on the playground, with its Training tab and a training of a moment.
struct Trained : DrivenWindow {
  explicit Trained(int steps = 12) : DrivenWindow(QStringLiteral("playground"), kSentence) {
    window.tabs()->setCurrentWidget(window.trainingView());
    TrainingOptions options;
    options.steps = steps;
    options.warmUp = 3;
    options.batch = 8;
    training().setOptions(options);
  }

  Training& training() { return *window.training(); }
  TrainingView& view() { return *window.trainingView(); }

  bool waitFor(TrainingState state) {
    const bool reached = QTest::qWaitFor([&] { return training().state() == state; }, 30000);
    return reached && settle();
  }
  void start() { view().startButton()->click(); }
  bool trainToTheEnd() {
    start();
    return waitFor(TrainingState::done);
  }
};

}  // namespace

void TestMainWindowTraining::startTrainsToTheEndAndEveryViewFollows() {
  Trained driven;
  const Matrix before = driven.map();
  QVERIFY(driven.view().history()->history().charts.empty());
  QVERIFY(driven.trainToTheEnd());
  QVERIFY(driven.view().status().startsWith(QStringLiteral("step 12 of 12")));
  const auto& charts = driven.view().history()->history().charts;
  QCOMPARE(charts.size(), std::size_t{3});
  QCOMPARE(charts[0].title, QStringLiteral("loss"));
  QCOMPARE(charts[0].lines.front().points.size(), std::size_t{12});
  QCOMPARE(charts[2].title, QStringLiteral("accuracy, unseen words"));
  QCOMPARE(driven.training().shownStep(), 12);
  QVERIFY(!isNear(driven.map(), before, 1e-3));
  QCOMPARE(driven.session().modelReference(), QStringLiteral("playground"));
}

void TestMainWindowTraining::theSliderGoesBackThroughTime() {
  Trained driven;
  QVERIFY(driven.trainToTheEnd());
  const Matrix end = driven.map();
  QSlider* slider = driven.view().scrubber();
  QCOMPARE(slider->maximum(), 12);
  slider->setValue(0);
  driven.settle();
  const Matrix beginning = driven.map();
  QVERIFY(!isNear(beginning, end, 1e-4));
  const auto model = driven.training().picture()->modelAt(0);
  QVERIFY(model);
  const auto run = (*model)->run(kSentence.toStdString());
  QVERIFY(isNear(beginning, run->attention->map(driven.selection().head()), 1e-6));
  QWheelEvent wheel(slider->rect().center(), slider->mapToGlobal(slider->rect().center()), {},
                    {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QApplication::sendEvent(slider, &wheel);  // which is to scroll the tab
  QCOMPARE(slider->value(), 0);
  slider->setValue(12);
  driven.settle();
  QVERIFY(isNear(driven.map(), end, 1e-6));
}

void TestMainWindowTraining::pauseStepAndGoOn() {
  Trained driven(100'000);
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::running));
  QCOMPARE(driven.view().startButton()->text(), QStringLiteral("Pause"));
  QVERIFY(QTest::qWaitFor([&] {
    return driven.training().picture() != nullptr && driven.training().picture()->stepsDone() > 0;
  }));
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::paused));
  const int paused = driven.training().picture()->stepsDone();
  driven.view().stepButton()->click();
  QVERIFY(QTest::qWaitFor([&] {
    return driven.training().state() == TrainingState::paused &&
           driven.training().picture()->stepsDone() == paused + 1;
  }));
  QCOMPARE(driven.view().startButton()->text(), QStringLiteral("Go on"));
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::running));
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::paused));
  QVERIFY(driven.training().picture()->stepsDone() >= paused + 1);
}

void TestMainWindowTraining::aClickInTheFilmShowsItsStep() {
  Trained driven;
  QVERIFY(driven.trainToTheEnd());
  TrainingHistoryFigure* figure = driven.view().history();
  QVERIFY(QTest::qWaitFor([&] { return figure->history().film.size() == 6; }));
  QVERIFY(figure->history().film.back().isShown);
  const TrainingHistoryLayout layout(figure->history(), figure->width());
  QTest::mouseClick(figure, Qt::LeftButton, {}, layout.frame(1).center().toPoint());
  QCOMPARE(driven.training().shownStep(), figure->history().film[1].step);
  QVERIFY(QTest::qWaitFor([&] { return figure->history().film[1].isShown; }));
}

void TestMainWindowTraining::aClickInTheRowsChoosesTheHead() {
  Trained driven;
  TrainingRowsFigure* figure = driven.view().rows();
  QVERIFY(QTest::qWaitFor([&] { return figure->rows().heads.size() == 8; }));
  const TrainingRowsLayout layout(figure->rows(), figure->width());
  QTest::mouseClick(figure, Qt::LeftButton, {}, layout.head(2).center().toPoint());
  QCOMPARE(driven.selection().head(), (HeadId{0, 2}));
}

void TestMainWindowTraining::aChangeOfHeadsTrainsAnewUnderTheOldPicture() {
  Trained driven(6);
  const Matrix before = driven.map();
  QSignalSpy failures(&driven.training(), &Training::failed);
  driven.enter(QStringLiteral("heads"), 2);
  QVERIFY(driven.training().isHeldBack());
  QVERIFY(driven.view().note().contains(QStringLiteral("The picture stays")));
  QCOMPARE(driven.shape().heads, 4);
  QVERIFY(isNear(driven.map(), before, 0));
  QVERIFY(driven.waitFor(TrainingState::done));
  QCOMPARE(failures.count(), 0);
  QVERIFY(!driven.training().isHeldBack());
  QCOMPARE(driven.shape().heads, 2);
}

void TestMainWindowTraining::changesOfTheModelAreUndoneAndRedone() {
  Trained driven(4);
  const auto heads = [&] { return driven.training().options().heads; };
  driven.enter(QStringLiteral("heads"), 1);
  driven.enter(QStringLiteral("heads"), 2);  // the same spin box: one step
  QVERIFY(driven.waitFor(TrainingState::done));
  const Matrix two = driven.map();
  driven.enter(QStringLiteral("d_k"), 8);
  QVERIFY(driven.waitFor(TrainingState::done));
  QVERIFY(!isNear(driven.map(), two, 1e-6));
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(driven.waitFor(TrainingState::done));
  QCOMPARE(driven.shape().heads, 2);
  QVERIFY(isNear(driven.map(), two, 0));
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(driven.waitFor(TrainingState::done));
  QCOMPARE(heads(), 4);
  QCOMPARE(driven.shape().heads, 4);
  QVERIFY(!driven.session().undoStack()->canUndo());
  driven.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(driven.waitFor(TrainingState::done));
  QCOMPARE(driven.shape().heads, 2);
  driven.session().openModel(kSmallSandbox);
  driven.settle();
  QVERIFY(driven.session().sandbox().has_value());
  QVERIFY(!driven.session().undoStack()->canUndo());
}

void TestMainWindowTraining::anotherModelIsNotTakenAwayByTheNextStep() {
  Trained driven(100'000);
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::running));
  driven.session().openModel(kSmallSandbox);
  QVERIFY(QTest::qWaitFor([&] { return driven.session().sandbox().has_value(); }));
  QSignalSpy progress(&driven.training(), &Training::progressed);
  QVERIFY(progress.wait(5000));
  driven.settle();
  QVERIFY(driven.session().sandbox().has_value());
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::paused));
}

void TestMainWindowTraining::divergenceSaysSoAndLeavesTheLastGoodModel() {
  Trained driven(2000);
  TrainingOptions options = driven.training().options();
  options.learningRate = 1;
  options.norm = NormPlacement::none;
  options.layers = 6;
  driven.training().setOptions(options);
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::failed));
  QVERIFY2(driven.notice().contains(QStringLiteral("Take a smaller learning rate")),
           qPrintable(driven.notice()));
  QVERIFY(driven.map().allFinite());
  QCOMPARE(driven.view().startButton()->text(), QStringLiteral("Start"));
}

void TestMainWindowTraining::aTaskWithAMistakeSaysWhere() {
  Trained driven;
  const Matrix before = driven.map();
  const QString file = home_.path(QStringLiteral("task.json"));
  QFile out(file);
  QVERIFY(out.open(QIODevice::WriteOnly));
  out.write(R"({"kind": "reversal"})");
  out.close();
  driven.training().setTask({.name = file});
  driven.start();
  QVERIFY(driven.waitFor(TrainingState::failed));
  QVERIFY2(driven.notice().contains(QStringLiteral("'reversal' is none of")),
           qPrintable(driven.notice()));
  QVERIFY(isNear(driven.map(), before, 0));
}

void TestMainWindowTraining::theNextWordOfAPastedTextIsLearnt() {
  Trained driven;
  ChoiceField* task = driven.view().controls()->task();
  const auto chooseOwnText = [task] {
    task->setCurrentIndex(task->findText(QStringLiteral("your own text…")) - 1);
    QTest::keyClick(task, Qt::Key_Down);
  };
  chooseOwnText();
  auto* dialog = driven.view().controls()->findChild<OwnTextDialog*>();
  QVERIFY(dialog != nullptr);
  dialog->reject();
  QCOMPARE(driven.training().task().name, QStringLiteral("coreference"));
  QCOMPARE(task->currentText(), QStringLiteral("coreference"));
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

  chooseOwnText();
  dialog = driven.view().controls()->findChild<OwnTextDialog*>();
  QVERIFY(dialog != nullptr);
  dialog->editor()->setPlainText(QStringLiteral("the cat sat on the mat. ").repeated(20));
  dialog->learnButton()->click();
  QCOMPARE(driven.training().task().name, QStringLiteral("your own text"));
  driven.settle();
  TrainingOptions options = driven.training().options();
  options.steps = 12;
  driven.training().setOptions(options);
  QVERIFY(driven.trainToTheEnd());
  QCOMPARE(driven.training().picture()->task->description.name, std::string("next-word"));
  QVERIFY(driven.training().picture()->task->causal);
  driven.session().setText(QStringLiteral("The dog sat"));
  driven.settle();
  QCOMPARE(driven.session().labels().queries,
           (QStringList{QStringLiteral("the"), QStringLiteral("[UNK]"), QStringLiteral("sat")}));
}

void TestMainWindowTraining::wordsThatTrainingNeverShowedAreMarked() {
  Trained driven;
  driven.session().setText(QStringLiteral("The elephant saw the street. It was too wide."));
  driven.settle();
  driven.selection().setCell(6, 4);
  TrainingRowsFigure* figure = driven.view().rows();
  QVERIFY(QTest::qWaitFor([&] {
    return !figure->rows().answers.empty() && figure->rows().answers.front().words.size() == 11;
  }));
  const AnswerRow& answer = figure->rows().answers.front();
  QVERIFY2(answer.title.contains(QStringLiteral("“it” is street")), qPrintable(answer.title));
  for (int i = 0; i < answer.words.size(); ++i) {
    QCOMPARE(answer.isNew[static_cast<std::size_t>(i)],
             answer.words[i] == QStringLiteral("elephant"));
  }
}

// A picture of layer 0 is there before the layers above it are known.
void TestMainWindowTraining::rowsWaitForTheLayersOfTheirHeads() {
  Trained driven;
  driven.selection().setHead({0, 0});
  int early = 0;
  connect(&driven.session(), &Session::runChanged, this, [&] {
    const auto& attention = driven.session().run()->attention;
    early += attention->knownLayers() < attention->shape().layers ? 1 : 0;
    driven.selection().setCell(early % 5, 1);
  });
  for (int i = 0; i < 20; ++i) {
    QSignalSpy completed(&driven.session(), &Session::runCompleted);
    driven.session().setText(kSentence + QString(1 + i % 7, QLatin1Char('.')));
    QVERIFY(completed.wait());
  }
  driven.settle();
  disconnect(&driven.session(), nullptr, this, nullptr);
  QVERIFY(early > 0);
  QCOMPARE(driven.view().rows()->rows().heads.size(), std::size_t{8});
  const std::vector<float> expected =
      driven.session().attention()->row({1, 2}, driven.selection().query());
  QCOMPARE(driven.view().rows()->rows().heads[6].weights, expected);
}

void TestMainWindowTraining::headsAreComparedSideBySide() {
  Trained driven(4);
  driven.view().compareButton()->click();
  QVERIFY(QTest::qWaitFor([&] { return !driven.view().comparison()->isRunning(); }, 30000));
  const TrainingHistory& history = driven.view().history()->history();
  QVERIFY(QTest::qWaitFor([&] { return history.sides.size() == 4; }));
  QStringList names;
  for (const LegendEntry& entry : history.legend) {
    names.append(entry.text);
  }
  QCOMPARE(names, (QStringList{QStringLiteral("1 head × 64"), QStringLiteral("2 heads × 32"),
                               QStringLiteral("4 heads × 16"), QStringLiteral("8 heads × 8")}));
  for (const LineChart& chart : history.charts) {
    QCOMPARE(chart.lines.size(), std::size_t{4});
  }
  const TrainingHistoryLayout layout(history, driven.view().history()->width());
  QTest::mouseClick(driven.view().history(), Qt::LeftButton, {}, layout.side(3).center().toPoint());
  driven.settle();
  QCOMPARE(driven.shape().heads, 8);
}

void TestMainWindowTraining::aRecordingIsSavedAndOpenedAgain() {
  const QString file = home_.path(QStringLiteral("run.safetensors"));
  Matrix begin;
  Matrix end;
  {
    Trained driven;
    QVERIFY(driven.trainToTheEnd());
    end = driven.map();
    driven.view().scrubber()->setValue(0);
    driven.settle();
    begin = driven.map();
    QSignalSpy saved(&driven.training(), &Training::saved);
    driven.training().saveRecording(file);
    QVERIFY(saved.wait(10000));
  }
  DrivenWindow driven(file, kSentence);
  QVERIFY(QTest::qWaitFor([&] {
    return driven.window.training()->state() == TrainingState::done && driven.session().run();
  }));
  driven.settle();
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.trainingView());
  QCOMPARE(driven.session().modelReference(), file);
  QVERIFY(isNear(driven.map(), end, 1e-6));
  driven.window.trainingView()->scrubber()->setValue(0);
  driven.settle();
  QVERIFY(isNear(driven.map(), begin, 1e-6));
  QVERIFY(driven.window.trainingView()->status().startsWith(QStringLiteral("step 12 of 12")));
}

void TestMainWindowTraining::theModelOfAStepIsSaved() {
  const QString folder = home_.path(QStringLiteral("model"));
  Trained driven;
  QVERIFY(driven.trainToTheEnd());
  driven.view().scrubber()->setValue(6);
  driven.settle();
  const Matrix shown = driven.map();
  QSignalSpy saved(&driven.training(), &Training::saved);
  driven.training().saveModel(folder);
  QVERIFY(saved.wait(10000));
  DrivenWindow again(folder, kSentence);
  QVERIFY(isNear(again.map(), shown, 1e-6));
}

// One control of animation, and of frames as many as the training has steps and its beginning.
void TestMainWindowTraining::aHeadsAnimationIsExported() {
  const QString file = home_.path(QStringLiteral("head.png"));
  Trained driven;
  QVERIFY(driven.trainToTheEnd());
  QSignalSpy saved(&driven.training(), &Training::saved);
  driven.view().animate(file);
  QVERIFY(saved.wait(20000));
  QFile png(file);
  QVERIFY(png.open(QIODevice::ReadOnly));
  const QByteArray bytes = png.readAll();
  QCOMPARE(bytes.count("acTL"), 1);
  QCOMPARE(bytes.count("fcTL"), 13);
  QVERIFY(bytes.endsWith(QByteArray("IEND\xae\x42\x60\x82")));
  const QImage first(file);
  QVERIFY(first.width() > 400 && first.height() > 400);
}

void TestMainWindowTraining::theTabIsExportedAsItStands() {
  Trained driven;
  QVERIFY(driven.trainToTheEnd());
  for (const char* name : {"tab.png", "tab.svg", "tab.pdf"}) {
    const QString file = home_.path(QString::fromLatin1(name));
    const auto written = driven.window.exportView(file, 1);
    QVERIFY2(written, written ? "" : describe(written.error()).c_str());
    QVERIFY(QFile(file).size() > 2000);
  }
  QFile svg(home_.path(QStringLiteral("tab.svg")));
  QVERIFY(svg.open(QIODevice::ReadOnly));
  QVERIFY(svg.readAll().contains("accuracy, unseen words"));
}

HEADSCOPE_TEST(TestMainWindowTraining)

}  // namespace headscope::test_main_window_training

#include "test_main_window_training.moc"
