#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "near.h"
#include "session/map_reading.h"
#include "session/session.h"
#include "subword_model.h"
#include "test_class.h"

namespace headscope::test_token_display {

// How a session's tokens are shown: as words, without special tokens.
class TestTokenDisplay : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void tokensAreTheDefault();
  void wordsHaveSumsAndMeans();
  void specialTokensAreHidden();
  void theChoiceIsCarriedOver();
  void anotherTextIsShownSo();
  void aRunThatIsShownEarlyIsFolded();
  void theCrossAttentionHasWordsOfBothTexts();
  void aDerivedMapIsFolded();
  void whichCellsAreOfTokens();
  void thumbnailsAreMadeAnew();
  void paddingIsNamed();

 private:
  QTemporaryDir folder_;
  QString bert_;
  QString t5_;
};

namespace {

struct Opened {
  Session session;

  explicit Opened(const QString& model, const QString& text = kSubwordText,
                  const QString& target = {}) {
    session.setText(text);
    session.setTarget(target);
    session.openModel(model);
    wait();
  }
  void wait() {
    QSignalSpy completed(&session, &Session::runCompleted);
    QVERIFY(completed.wait());
  }
  // Of tokens, whatever is shown.
  Matrix tokens(HeadId head = {}) const {
    return viewOf(*session.run(), session.part()).attention->map(head);
  }
  Matrix shown(HeadId head = {}) const { return session.attention()->map(head); }
};

// From those of [CLS] one un ##able two [SEP], by hand.
Matrix wordsOf(const Matrix& tokens) {
  Matrix rows(5, 6);
  rows << tokens.row(0), tokens.row(1), (tokens.row(2) + tokens.row(3)) / 2, tokens.row(4),
      tokens.row(5);
  Matrix words(5, 5);
  words << rows.col(0), rows.col(1), rows.col(2) + rows.col(3), rows.col(4), rows.col(5);
  return words;
}

}  // namespace

void TestTokenDisplay::initTestCase() {
  bert_ = makeSubwordModel(QStringLiteral("bert"), folder_.filePath(QStringLiteral("bert")));
  t5_ = makeSubwordModel(QStringLiteral("t5"), folder_.filePath(QStringLiteral("t5")));
}

void TestTokenDisplay::tokensAreTheDefault() {
  const Opened opened(bert_);
  QCOMPARE(opened.session.labels().keys.join(QLatin1Char(' ')),
           QStringLiteral("[CLS] one un ##able two [SEP]"));
  QVERIFY(opened.session.labels().folding == nullptr);
  QVERIFY(opened.session.attention() == opened.session.run()->attention);
}

void TestTokenDisplay::wordsHaveSumsAndMeans() {
  Opened opened(bert_);
  QSignalSpy changes(&opened.session, &Session::tokenDisplayChanged);
  QSignalSpy runs(&opened.session, &Session::runChanged);
  opened.session.setTokenDisplay({.mergesWords = true});
  QCOMPARE(changes.count(), 1);
  QCOMPARE(runs.count(), 1);
  QCOMPARE(opened.session.labels().queries.join(QLatin1Char(' ')),
           QStringLiteral("[CLS] one unable two [SEP]"));
  QCOMPARE(opened.session.labels().keys, opened.session.labels().queries);
  QCOMPARE(opened.session.selection()->bounds(), opened.session.attention()->shape());
  QVERIFY(isNear(opened.shown({1, 0}), wordsOf(opened.tokens({1, 0})), 1e-6));
  QCOMPARE(opened.session.tokenLabels().keys.size(), 6);
  opened.session.setTokenDisplay({.mergesWords = true});
  QCOMPARE(changes.count(), 1);
}

void TestTokenDisplay::specialTokensAreHidden() {
  Opened opened(bert_);
  opened.session.setTokenDisplay({.hidesSpecials = true});
  QCOMPARE(opened.session.labels().keys.join(QLatin1Char(' ')),
           QStringLiteral("one un ##able two"));
  const Matrix left = opened.tokens().block(1, 1, 4, 4);
  QVERIFY(isNear(opened.shown(), left, 0));
  opened.session.setTokenDisplay({.hidesSpecials = true, .rescalesRows = true});
  const Matrix scaled = left.array().colwise() / left.rowwise().sum().array();
  QVERIFY(isNear(opened.shown(), scaled, 1e-6));
}

void TestTokenDisplay::theChoiceIsCarriedOver() {
  Opened opened(bert_);
  Selection& shown = *opened.session.selection();
  shown.setCell(2, 4);
  opened.session.setTokenDisplay({.mergesWords = true, .hidesSpecials = true});
  QCOMPARE(shown.query(), 1);
  QCOMPARE(shown.key(), 2);
  QCOMPARE(opened.session.tokenSelection()->query(), 2);
  QCOMPARE(opened.session.queryTokens(1), (TokenGroup{2, 3}));
  opened.session.setTokenDisplay({});
  QCOMPARE(shown.query(), 2);
  QCOMPARE(shown.key(), 4);
}

void TestTokenDisplay::anotherTextIsShownSo() {
  Opened opened(bert_);
  opened.session.setTokenDisplay({.mergesWords = true});
  opened.session.selection()->setCell(2, 3);
  opened.session.setText(QStringLiteral("unable one two"));
  opened.wait();
  QCOMPARE(opened.session.labels().keys.join(QLatin1Char(' ')),
           QStringLiteral("[CLS] unable one two [SEP]"));
  QCOMPARE(opened.session.selection()->query(), 2);
  QCOMPARE(opened.session.tokenSelection()->query(), 3);
  QSignalSpy runs(&opened.session, &Session::runChanged);
  opened.session.setText({});
  QVERIFY(runs.wait());
  QVERIFY(opened.session.attention() == nullptr);
  QCOMPARE(opened.session.tokenLabels().keys.size(), 0);
  QCOMPARE(opened.session.selection()->query(), -1);
  opened.session.setTokenDisplay({});  // of nothing
}

// A pass long enough that its first layer is shown while the others are under way.
void TestTokenDisplay::aRunThatIsShownEarlyIsFolded() {
  Opened opened(QStringLiteral("sandbox:heads=4,d_k=32,d_model=128,layers=24"),
                QStringLiteral("one two"));
  Session& session = opened.session;
  session.setTokenDisplay({.mergesWords = true});
  QSignalSpy runs(&session, &Session::runChanged);
  bool wasEarly = false;
  connect(&session, &Session::runChanged, this, [&] {
    if (session.run()->attention->knownLayers() < 24 && !wasEarly) {
      wasEarly = true;
      QVERIFY(session.labels().folding != nullptr);
      QVERIFY(isNear(opened.shown().rowwise().sum(), Matrix::Ones(300, 1), 1e-4));
      session.setTokenDisplay({});  // meanwhile
    }
  });
  session.setText(QStringLiteral("word ").repeated(300));
  opened.wait();
  QVERIFY(wasEarly);
  QVERIFY(session.attention() == session.run()->attention);
  session.selection()->setHead({.layer = 23, .head = 1});
  QVERIFY((session.tokenSelection()->head() == HeadId{23, 1}));
}

void TestTokenDisplay::theCrossAttentionHasWordsOfBothTexts() {
  Opened opened(t5_, kSubwordText, QStringLiteral("einszwei"));
  opened.session.setPart(AttentionPart::cross);
  opened.session.setTokenDisplay({.mergesWords = true, .hidesSpecials = true});
  QCOMPARE(opened.session.labels().queries, QStringList{QStringLiteral("einszwei")});
  QCOMPARE(opened.session.labels().keys.join(QLatin1Char(' ')), QStringLiteral("one unable two"));
  const Matrix tokens = opened.tokens();  // <start> [CLS] eins ##zwei by [CLS] one un ##able two …
  QCOMPARE(tokens.rows(), Index{4});
  const Matrix mean = (tokens.row(2) + tokens.row(3)) / 2;
  Matrix expected(1, 3);
  expected << mean(0, 1), mean(0, 2) + mean(0, 3), mean(0, 4);
  QVERIFY(isNear(opened.shown(), expected, 1e-6));
  opened.session.setPart(AttentionPart::encoder);
  QCOMPARE(opened.session.labels().queries.size(), 3);
}

void TestTokenDisplay::aDerivedMapIsFolded() {
  Opened opened(bert_);
  MapReading reading(&opened.session);
  reading.setKind(MapKind::rollout);
  QTRY_VERIFY(!reading.isBusy() && !reading.tag().isEmpty());
  const Matrix tokens = reading.source()->map({});
  QCOMPARE(tokens.rows(), Index{6});
  opened.session.setTokenDisplay({.mergesWords = true});
  QVERIFY(!reading.tag().isEmpty());
  QVERIFY(isNear(reading.source()->map({}), wordsOf(tokens), 1e-6));
  opened.session.setTokenDisplay({});
  QVERIFY(isNear(reading.source()->map({}), tokens, 0));
}

void TestTokenDisplay::whichCellsAreOfTokens() {
  Opened opened(bert_);
  QVERIFY(opened.session.isOfTokens(2, 3));
  opened.session.setTokenDisplay({.mergesWords = true, .rescalesRows = true});
  QVERIFY(!opened.session.isOfTokens(2, 3));
  QVERIFY(opened.session.isOfTokens(1, 3));
  opened.session.setTokenDisplay({.hidesSpecials = true, .rescalesRows = true});
  QVERIFY(!opened.session.isOfTokens(0, 0));
}

void TestTokenDisplay::thumbnailsAreMadeAnew() {
  Opened opened(bert_);
  QSignalSpy thumbnails(&opened.session, &Session::thumbnailsReady);
  opened.session.setThumbnailStyle({6, 6}, ColorMapId::ink, ThemeKind::light);
  QVERIFY(thumbnails.wait());
  opened.session.setTokenDisplay({.hidesSpecials = true, .rescalesRows = true});
  QVERIFY(thumbnails.wait());
  const auto before = thumbnails[0].front().value<std::vector<QImage>>();
  const auto after = thumbnails[1].front().value<std::vector<QImage>>();
  QCOMPARE(after.size(), before.size());
  QVERIFY(after.front() != before.front());
}

void TestTokenDisplay::paddingIsNamed() {
  Opened opened(QStringLiteral("sandbox:heads=1,d_k=2,d_model=2,mask=padding-2"),
                QStringLiteral("one two three four"));
  QCOMPARE(opened.session.labels().paddedKeys, (std::vector<int>{2, 3}));
  QCOMPARE(opened.session.labels().paddedQueries, (std::vector<int>{2, 3}));
  QVERIFY(isNear(opened.shown().rightCols(2), Matrix::Zero(4, 2), 0));
  opened.session.setTokenDisplay({.mergesWords = true});
  QCOMPARE(opened.session.labels().paddedKeys, (std::vector<int>{2, 3}));
  const Opened plain(QStringLiteral("sandbox:heads=1,d_k=2,d_model=2"), QStringLiteral("one two"));
  QVERIFY(plain.session.labels().paddedKeys.empty());
}

HEADSCOPE_TEST(TestTokenDisplay)

}  // namespace headscope::test_token_display

#include "test_token_display.moc"
