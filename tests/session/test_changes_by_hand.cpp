#include <QTest>
#include <QUndoStack>

#include "session/edit_effects.h"
#include "session/map_reading.h"
#include "session/session.h"
#include "session/training.h"
#include "test_class.h"
#include "window/edit_bar.h"

namespace headscope::test_changes_by_hand {

// What is changed by hand while the text, the model or a training goes on.
class TestChangesByHand : public QObject {
  Q_OBJECT
 private slots:
  void anOldStepIsNothingToATextThatIsStillRun();
  void aPictureThatIsOldCannotBeChanged();
  void mapsAreNotDerivedOfAnOldPicture();
  void aStepOfATrainingKeepsItsChangesAndTheirUndo();
  void effectsGoWithTheirChanges();
  void ofThousandsOfChangesSomeAreShown();
  void aChangeIsTakenBackByItsChip();
};

namespace {

const QString kThreeHeads = QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2,seed=1");

struct Changing {
  explicit Changing(const QString& text, const QString& model = kThreeHeads) {
    session.setText(text);
    session.openModel(model);
    settle();
  }
  bool settle() {
    return QTest::qWaitFor(
        [this] {
          return !session.jobs()->isBusy(JobLane::model) && !session.jobs()->isBusy(JobLane::run);
        },
        30000);
  }
  void change(const RunEdits& edits) {
    session.changeEdits(edits);
    settle();
  }

  Session session;
};

}  // namespace

void TestChangesByHand::anOldStepIsNothingToATextThatIsStillRun() {
  Changing c(QStringLiteral("one two three four five six"));
  c.change({.encoder = {.keysOff = {4}}});
  c.change({.encoder = {.weights = {{{0, 0}, 5, 5, .5F}}, .keysOff = {4}}});
  c.session.setText(QStringLiteral("a b"));
  c.session.undoStack()->undo();  // before the new run is there
  QVERIFY(c.settle());
  QCOMPARE(c.session.run()->tokens.size(), std::size_t{2});
  QVERIFY(c.session.edits().empty());
}

void TestChangesByHand::aPictureThatIsOldCannotBeChanged() {
  Changing c(QStringLiteral("one two three four five six"));
  QVERIFY(!c.session.isRunOutdated() && c.session.isRunWhole());
  c.session.setText(QStringLiteral("a b"));
  QVERIFY(c.session.isRunOutdated() && !c.session.isRunWhole());
  c.session.changeEdits({.encoder = {.weights = {{{0, 0}, 5, 5, .5F}}}});
  QVERIFY(c.settle());
  QVERIFY(c.session.edits().empty());
  QVERIFY(!c.session.isRunOutdated() && c.session.isRunWhole());
  c.change({.encoder = {.weights = {{{0, 0}, 1, 1, .5F}}}});
  QCOMPARE(c.session.attention()->map({0, 0})(1, 1), .5F);
}

void TestChangesByHand::mapsAreNotDerivedOfAnOldPicture() {
  Changing c(QStringLiteral("one two three four five six"));
  MapReading reading(&c.session);
  c.session.setText(QStringLiteral("a b"));
  const auto derived = deriveMaps(*c.session.model(), c.session.input(), *c.session.run(),
                                  AttentionPart::encoder, MapKind::valueWeighted, 0);
  QVERIFY(!derived && derived.error().code == DerivedMapError::noValues);
  reading.setKind(MapKind::valueWeighted);
  QVERIFY(!reading.isBusy());
  QVERIFY(QTest::qWaitFor([&] { return !reading.tag().isEmpty(); }));
  QCOMPARE(reading.source()->shape().nKey, 2);
}

void TestChangesByHand::aStepOfATrainingKeepsItsChangesAndTheirUndo() {
  Changing c(QStringLiteral("one two three"));
  Training training;
  QObject::connect(&training, &Training::modelReady, &c.session,
                   [&](const std::shared_ptr<const CheckpointSource>& trained) {
                     c.session.showPlayground(trained, training.reference());
                   });
  TrainingOptions options;
  options.steps = 12;
  options.warmUp = 3;
  options.batch = 8;
  training.setOptions(options);
  training.start();
  const auto caughtUp = [&] {
    return training.state() == TrainingState::done && !training.isCatchingUp();
  };
  QVERIFY(QTest::qWaitFor(caughtUp, 30000) && c.settle());
  c.change({.encoder = {.headsOff = {{0, 0}}}});
  training.showStep(2);
  QVERIFY(QTest::qWaitFor(caughtUp, 30000) && c.settle());
  QVERIFY(!c.session.edits().empty());
  c.session.undoStack()->undo();
  QVERIFY(c.settle());
  QVERIFY(c.session.edits().empty());
}

void TestChangesByHand::effectsGoWithTheirChanges() {
  Changing c(QString(QStringLiteral("word other ")).repeated(60),
             QStringLiteral("sandbox:heads=4,d_k=32,d_model=128,layers=4,seed=1"));
  EditEffects effects(&c.session);
  for (int pause = 0; pause < 30; pause += 3) {
    c.change({.encoder = {.headsOff = {{0, 0}}}});
    QTest::qWait(pause);
    c.change({});
    QVERIFY(QTest::qWaitFor([&] { return !effects.isBusy(); }, 30000));
    QVERIFY(effects.outputs() == nullptr);
  }
}

void TestChangesByHand::ofThousandsOfChangesSomeAreShown() {
  Changing c(QString(QStringLiteral("w ")).repeated(120));
  EditEffects effects(&c.session);
  EditBar bar(&c.session, &effects);
  RunEdits edits;
  for (int i = 0; i < 3000; ++i) {
    edits.encoder.weights.push_back({{0, 0}, i / 120, i % 120, .5F});
  }
  c.change(edits);
  QCOMPARE(bar.edits().size(), 24);
  QVERIFY2(bar.more().contains(QStringLiteral("2976")), qPrintable(bar.more()));
}

void TestChangesByHand::aChangeIsTakenBackByItsChip() {
  Changing c(QStringLiteral("one two three"));
  EditEffects effects(&c.session);
  EditBar bar(&c.session, &effects);
  c.change({.encoder = {.headsOff = {{0, 0}, {1, 1}}, .keysOff = {2}}});
  bar.chip(1)->click();
  QVERIFY(QTest::qWaitFor([&] { return bar.edits().size() == 2; }));
  const AttentionEdits left{.headsOff = {{0, 0}}, .keysOff = {2}};
  QVERIFY(c.session.edits().encoder == left);
}

HEADSCOPE_TEST(TestChangesByHand)

}  // namespace headscope::test_changes_by_hand

#include "test_changes_by_hand.moc"
