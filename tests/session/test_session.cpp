#include <QSignalSpy>
#include <QTest>

#include "families/family_error.h"
#include "session/session.h"
#include "source/checkpoint_source.h"
#include "source/sandbox_spec.h"
#include "test_class.h"

namespace headscope::test_session {

class TestSession : public QObject {
  Q_OBJECT
 private slots:
  void aModelAndATextGiveARun();
  void everyTextIsANewRun();
  void emptyTextIsAnEmptyPictureAndNoError();
  void labelsAreTheTokens();
  void selectionHasTheBoundsOfTheRun();
  void aWrongModelIsReportedAndTheOldOneStays();
  void aWrongTextIsReportedAndRecoversWithTheNext();
  void changingTheSandboxCanBeUndone();
  void aSizeHeldDownIsOneStep();
  void quickChangesBuildOnEachOther();
  void aRefusedSandboxLeavesTheWantedOneAsItWas();
  void vectorsStandInsteadOfTheText();
  void cutIsSaidWithItsPlace();
  void undecodableCharactersAreSaid();
  void thumbnailsComeForEveryHead();
  void thePictureDoesNotWaitForTheLayersAboveIt();
  void thumbnailsWaitForTheEndOfThePass();
};

namespace {

// A session with a small sandbox and a text, with its first run there.
struct Opened {
  Session session;

  explicit Opened(const char* spec = "sandbox:heads=3,d_k=4,d_model=8,layers=2",
                  const char* text = "one two three") {
    session.setText(QString::fromUtf8(text));
    session.openModel(QString::fromUtf8(spec));
    QSignalSpy runs(&session, &Session::runChanged);
    runs.wait();
  }
};

bool waitForRun(Session& session) {
  QSignalSpy runs(&session, &Session::runChanged);
  return runs.wait();
}

}  // namespace

void TestSession::aModelAndATextGiveARun() {
  Session session;
  QSignalSpy models(&session, &Session::modelChanged);
  session.setText(QStringLiteral("one two three"));
  QVERIFY(session.run() == nullptr);
  session.openModel(QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2"));
  QVERIFY(waitForRun(session));
  QCOMPARE(models.count(), 1);
  QCOMPARE(session.run()->attention->shape(),
           (AttentionShape{.layers = 2, .heads = 3, .nQuery = 3, .nKey = 3}));
  QCOMPARE(session.sandbox()->heads, 3);
  QCOMPARE(session.modelReference(), QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2"));
}

void TestSession::everyTextIsANewRun() {
  Opened opened;
  const auto first = opened.session.run();
  opened.session.setText(QStringLiteral("one two three four"));
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.run() != first);
  QCOMPARE(opened.session.run()->tokens.size(), std::size_t{4});
}

void TestSession::emptyTextIsAnEmptyPictureAndNoError() {
  Opened opened;
  QSignalSpy failures(&opened.session, &Session::failed);
  opened.session.setText({});
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.run() == nullptr);
  QCOMPARE(opened.session.labels().queries.size(), 0);
  QCOMPARE(failures.count(), 0);
}

void TestSession::labelsAreTheTokens() {
  const Opened opened("sandbox", "我喜欢苹果");
  QVERIFY(opened.session.labels().keys.contains(QStringLiteral("苹果")));
  QCOMPARE(opened.session.labels().keys, opened.session.labels().queries);
}

void TestSession::selectionHasTheBoundsOfTheRun() {
  Opened opened;
  QCOMPARE(opened.session.selection()->bounds(), opened.session.run()->attention->shape());
}

void TestSession::aWrongModelIsReportedAndTheOldOneStays() {
  Opened opened;
  const auto model = opened.session.model();
  QSignalSpy failures(&opened.session, &Session::failed);
  opened.session.openModel(QStringLiteral("/no/such/model"));
  QVERIFY(failures.wait());
  QVERIFY(opened.session.model() == model);
  opened.session.openModel(QStringLiteral("sandbox:heads=0"));
  QCOMPARE(failures.count(), 2);
  QVERIFY(opened.session.model() == model);
}

void TestSession::aWrongTextIsReportedAndRecoversWithTheNext() {
  Opened opened("sandbox:heads=1,d_k=2,d_model=2,embeddings=one-hot", "one two");
  QSignalSpy failures(&opened.session, &Session::failed);
  QSignalSpy recoveries(&opened.session, &Session::recovered);
  opened.session.setText(QStringLiteral("one two three"));
  QVERIFY(waitForRun(opened.session));
  QCOMPARE(failures.count(), 1);
  QVERIFY(opened.session.run() == nullptr);
  opened.session.setText(QStringLiteral("one two two"));
  QVERIFY(waitForRun(opened.session));
  QCOMPARE(recoveries.count(), 1);
  QVERIFY(opened.session.run() != nullptr);
}

void TestSession::changingTheSandboxCanBeUndone() {
  Opened opened;
  SandboxConfig config = *opened.session.sandbox();
  config.score = ScoreKind::cosine;
  opened.session.changeSandbox(config);
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.sandbox()->score == ScoreKind::cosine);
  opened.session.undoStack()->undo();
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.sandbox()->score == ScoreKind::scaledDot);
  opened.session.undoStack()->redo();
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.sandbox()->score == ScoreKind::cosine);
}

void TestSession::aSizeHeldDownIsOneStep() {
  Opened opened;
  for (int heads = 4; heads <= 9; ++heads) {
    SandboxConfig config = *opened.session.wantedSandbox();
    config.heads = heads;
    opened.session.changeSandbox(config);
  }
  SandboxConfig config = *opened.session.wantedSandbox();
  config.dK = 5;
  opened.session.changeSandbox(config);
  QCOMPARE(opened.session.undoStack()->count(), 2);
  opened.session.undoStack()->undo();
  opened.session.undoStack()->undo();
  QTRY_COMPARE(opened.session.sandbox()->heads, 3);
}

void TestSession::quickChangesBuildOnEachOther() {
  Opened opened;
  SandboxConfig config = *opened.session.wantedSandbox();
  config.heads = 5;
  opened.session.changeSandbox(config);
  // The first is still being made.
  config = *opened.session.wantedSandbox();
  config.dK = 6;
  opened.session.changeSandbox(config);
  QTRY_COMPARE(opened.session.sandbox()->dK, 6);
  QCOMPARE(opened.session.sandbox()->heads, 5);
}

void TestSession::aRefusedSandboxLeavesTheWantedOneAsItWas() {
  Opened opened;
  QSignalSpy failures(&opened.session, &Session::failed);
  SandboxConfig config = *opened.session.wantedSandbox();
  config.heads = 64;
  config.dK = 256;
  config.dModel = 2048;
  config.layers = 24;
  opened.session.changeSandbox(config);
  QVERIFY(failures.wait());
  QCOMPARE(opened.session.wantedSandbox()->heads, 3);
  QCOMPARE(opened.session.sandbox()->heads, 3);
}

void TestSession::vectorsStandInsteadOfTheText() {
  Opened opened("sandbox:heads=1,d_k=2,d_model=2", "one");
  opened.session.setVectors({.labels = {"mon", "tue"}, .values = Matrix::Identity(2, 2)});
  QVERIFY(waitForRun(opened.session));
  QCOMPARE(opened.session.labels().keys, (QStringList{"mon", "tue"}));
  QVERIFY(opened.session.text().isEmpty());
  opened.session.setText(QStringLiteral("one two three"));
  QVERIFY(waitForRun(opened.session));
  QVERIFY(!opened.session.vectors());
  QCOMPARE(opened.session.labels().keys.size(), 3);
}

void TestSession::cutIsSaidWithItsPlace() {
  QString text;
  for (int i = 0; i < kMaxSandboxTokens; ++i) {
    text += QStringLiteral("a ");
  }
  Opened opened("sandbox:heads=1,d_k=1,d_model=1", "one");
  opened.session.setText(text + QStringLiteral("lost words"));
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.notice().contains(QStringLiteral("4096 of 4098 tokens")));
  QVERIFY(opened.session.notice().contains(QStringLiteral("“lost words")));
  opened.session.setText(QStringLiteral("short"));
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.notice().isEmpty());
}

void TestSession::undecodableCharactersAreSaid() {
  Opened opened;
  opened.session.setText(QStringLiteral("caf\uFFFD au lait"));
  QVERIFY(waitForRun(opened.session));
  QVERIFY(opened.session.notice().contains(QStringLiteral("U+FFFD")));
}

void TestSession::thumbnailsComeForEveryHead() {
  Opened opened;
  QSignalSpy thumbnails(&opened.session, &Session::thumbnailsReady);
  opened.session.setThumbnailStyle({12, 12}, ColorMapId::ink, ThemeKind::light);
  QVERIFY(thumbnails.wait());
  const auto images = thumbnails.front().front().value<std::vector<QImage>>();
  QCOMPARE(images.size(), std::size_t{6});
  QCOMPARE(images.front().size(), QSize(12, 12));
}

// A pass long enough that its first layer is shown while the others are under way.
void TestSession::thePictureDoesNotWaitForTheLayersAboveIt() {
  Opened opened("sandbox:heads=4,d_k=32,d_model=128,layers=24", "one two three");
  Session& session = opened.session;
  QSignalSpy changes(&session, &Session::runChanged);
  QSignalSpy completions(&session, &Session::runCompleted);
  session.setText(QStringLiteral("word ").repeated(300));
  QVERIFY(changes.wait());
  const auto early = session.run();
  QVERIFY(early->attention->knownLayers() < 24);
  QVERIFY(early->attention->knownLayers() > 0);
  QCOMPARE(early->tokens.size(), std::size_t{300});
  QCOMPARE(session.labels().keys.size(), 300);
  session.selection()->setHead({.layer = 23, .head = 2});  // not known yet
  QVERIFY((session.selection()->head() == HeadId{0, 0}));
  QVERIFY(completions.wait());
  QVERIFY((session.selection()->head() == HeadId{23, 2}));
  QCOMPARE(session.run()->attention, early->attention);
  QCOMPARE(session.run()->attention->knownLayers(), 24);
  QVERIFY(session.run()->forwardMilliseconds > 0);
  QCOMPARE(changes.count(), 1);
  // With the last layer chosen there is nothing to be early with.
  session.setText(QStringLiteral("word ").repeated(200));
  QVERIFY(changes.wait());
  QCOMPARE(session.run()->attention->knownLayers(), 24);
}

// Another look that is asked for while the upper layers are under way.
void TestSession::thumbnailsWaitForTheEndOfThePass() {
  Opened opened("sandbox:heads=4,d_k=32,d_model=128,layers=24", "one two three");
  Session& session = opened.session;
  QSignalSpy completions(&session, &Session::runCompleted);
  QSignalSpy thumbnails(&session, &Session::thumbnailsReady);
  bool wasEarly = false;
  connect(&session, &Session::runChanged, this, [&] {
    wasEarly = wasEarly || session.run()->attention->knownLayers() < 24;
    session.setThumbnailStyle({8, 8}, ColorMapId::ink, ThemeKind::dark);
    QCOMPARE(thumbnails.count(), 0);
  });
  session.setText(QStringLiteral("word ").repeated(300));
  QVERIFY(completions.wait());
  QVERIFY(wasEarly);
  QVERIFY(thumbnails.wait(20000));
  QCOMPARE(thumbnails.front().front().value<std::vector<QImage>>().size(), std::size_t{96});
}

HEADSCOPE_TEST(TestSession)

}  // namespace headscope::test_session

#include "test_session.moc"
