#include <QMenu>

#include "near.h"
#include "subword_model.h"
#include "test_class.h"
#include "window/map_context_menu.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_tokens {

// Subwords merged into words and special tokens hidden, as a person chooses it.
class TestMainWindowTokens : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void theMenuMergesAndHides();
  void theMapSaysWhatItsNumbersAre();
  void everyViewHasTheWords();
  void theCellSaysWhatItIsMadeOf();
  void aWordsWeightIsNotSetByHand();
  void aTokensWeightIsSetThroughTheMap();
  void hidingAWordHidesItsTokens();
  void theBlockStaysByTokens();
  void theComparisonStaysByTokens();
  void aDerivedMapIsOfWords();
  void whereTheChoiceIs();
  void theChoiceIsRemembered();
  void miniLmsWords();

 private:
  // A window of the small model with subwords.
  QString model() const {
    return makeSubwordModel(QStringLiteral("bert"), home_.path(QStringLiteral("subwords")));
  }
  OwnHome home_;
};

namespace {

struct Worded : DrivenWindow {
  explicit Worded(const QString& model, const QString& text = kSubwordText,
                  QSize size = {1440, 900})
      : DrivenWindow(model, text, size) {}

  QAction* action(const QString& text) {
    for (QAction* each : window.tokenDisplay()->menu()->actions()) {
      if (each->text() == text) {
        return each;
      }
    }
    return nullptr;
  }
  void choose(const QString& text) {
    action(text)->trigger();
    settle();
  }
  void mergeWords() { choose(QStringLiteral("Merge subwords into words")); }
  void hideSpecials() { choose(QStringLiteral("Hide special tokens")); }
  const HeatmapFigure& figure() { return window.heatmap()->figure(); }
  Matrix shown() { return figure().map->level(0); }
  Matrix tokens() { return session().run()->attention->map(selection().head()); }
  QString keys() { return figure().labels.keys.join(QLatin1Char(' ')); }
  // The entry of the map's own menu that begins so.
  QAction* byHand(const QString& text) {
    menu.reset(makeMapContextMenu(&session(), &window));
    for (QAction* each : menu->actions()) {
      if (each->text().startsWith(text)) {
        return each;
      }
    }
    return nullptr;
  }
  std::unique_ptr<QMenu> menu;
};

}  // namespace

void TestMainWindowTokens::theMenuMergesAndHides() {
  Worded driven(model());
  QCOMPARE(driven.keys(), QStringLiteral("[CLS] one un ##able two [SEP]"));
  QCOMPARE(driven.window.tokenDisplay()->text(), QStringLiteral("Tokens"));
  QVERIFY(!driven.action(QStringLiteral("Rescale rows to 1"))->isEnabled());
  const Matrix tokens = driven.tokens();

  driven.mergeWords();
  QCOMPARE(driven.keys(), QStringLiteral("[CLS] one unable two [SEP]"));
  QCOMPARE(driven.window.tokenDisplay()->text(), QStringLiteral("Words"));
  QVERIFY(isNear(driven.shown()(1, 2), tokens(1, 2) + tokens(1, 3), 1e-6));
  QVERIFY(isNear(driven.shown()(2, 1), (tokens(2, 1) + tokens(3, 1)) / 2, 1e-6));

  driven.hideSpecials();
  QCOMPARE(driven.keys(), QStringLiteral("one unable two"));
  QCOMPARE(driven.shown()(0, 0), tokens(1, 1));
  QVERIFY(driven.action(QStringLiteral("Rescale rows to 1"))->isEnabled());
  driven.choose(QStringLiteral("Rescale rows to 1"));
  QVERIFY(isNear(driven.shown().rowwise().sum(), Matrix::Ones(3, 1), 1e-6));
  QVERIFY(isNear(driven.shown()(0, 0), tokens(1, 1) / tokens.row(1).segment(1, 4).sum(), 1e-6));
  QCOMPARE(driven.window.tokenDisplay()->accessibleName(),
           QStringLiteral("Rows and columns: subwords merged into words, special tokens hidden, "
                          "rows rescaled to 1"));

  driven.hideSpecials();  // back again
  driven.mergeWords();
  QVERIFY(isNear(driven.shown(), tokens, 0));
}

void TestMainWindowTokens::theMapSaysWhatItsNumbersAre() {
  Worded driven(model());
  QCOMPARE(driven.figure().keyTitle, QStringLiteral("keys"));
  driven.mergeWords();
  QCOMPARE(driven.figure().keyTitle, QStringLiteral("keys: words, sum"));
  QCOMPARE(driven.figure().queryTitle, QStringLiteral("queries: words, mean"));
  QCOMPARE(driven.figure().subtitle,
           QStringLiteral("words: mean over queries, sum over keys; each row sums to 1"));
  driven.hideSpecials();
  QCOMPARE(
      driven.figure().subtitle,
      QStringLiteral("rows are queries, columns keys; without [CLS], [SEP], rows as they are"));
  driven.choose(QStringLiteral("Rescale rows to 1"));
  driven.mergeWords();
  QCOMPARE(driven.figure().keyTitle, QStringLiteral("keys"));
  QCOMPARE(
      driven.figure().subtitle,
      QStringLiteral("rows are queries, columns keys; without [CLS], [SEP], rows rescaled to 1"));
}

void TestMainWindowTokens::everyViewHasTheWords() {
  Worded driven(model());
  driven.mergeWords();
  driven.hideSpecials();
  driven.clickCell(1, 2);
  QCOMPARE(driven.window.rowView()->figure().keys.join(QLatin1Char(' ')),
           QStringLiteral("one unable two"));
  QCOMPARE(driven.window.rowView()->figure().weights[2], driven.shown()(1, 2));
  driven.showTab(driven.window.links());
  QTRY_COMPARE(driven.window.links()->figure().labels.queries.join(QLatin1Char(' ')),
               QStringLiteral("one unable two"));
  QCOMPARE(driven.window.links()->figure().keyTitle, QStringLiteral("word, sum"));
  QTRY_VERIFY(driven.window.links()->header()->caption().endsWith(
      QStringLiteral("; without [CLS], [SEP], rows as they are")));
  driven.showTab(driven.window.headSheet());
  QVERIFY(driven.window.headSheet()->plot()->accessibleDescription().endsWith(QStringLiteral(
      "words: mean over queries, sum over keys; without [CLS], [SEP], rows as they are")));
}

void TestMainWindowTokens::theCellSaysWhatItIsMadeOf() {
  Worded driven(model());
  driven.mergeWords();
  CellPanel* panel = driven.window.cellPanel();
  driven.clickCell(2, 2);
  QCOMPARE(panel->title(), QStringLiteral("unable → unable"));
  QCOMPARE(panel->accessibleDescription(),
           QStringLiteral("mean over the query’s tokens 2; sum over the key’s tokens 2"));
  QVERIFY(driven.window.heatmap()->accessibleName().startsWith(
      QStringLiteral("query unable (mean of 2 tokens), key unable (sum of 2 tokens), weight")));
  driven.clickCell(1, 3);
  QVERIFY(panel->accessibleDescription().startsWith(QStringLiteral("q · k ")));

  // Of a row that is rescaled: what the softmax gave, and what became of it.
  driven.hideSpecials();
  const QString softmax = panel->weight();
  driven.choose(QStringLiteral("Rescale rows to 1"));
  QVERIFY(panel->weight() != softmax);
  QVERIFY2(panel->accessibleDescription().contains(
               QStringLiteral("e^score ÷ Σ of the row %1; ÷ Σ without [CLS], [SEP] %2")
                   .arg(softmax, panel->weight())),
           qPrintable(panel->accessibleDescription()));
}

void TestMainWindowTokens::aWordsWeightIsNotSetByHand() {
  Worded driven(model());
  driven.mergeWords();
  driven.clickCell(1, 2);
  const QAction* set = driven.byHand(QStringLiteral("Set one → unable to 0"));
  QVERIFY(set != nullptr && !set->isEnabled());
  QCOMPARE(set->toolTip(),
           QStringLiteral("Weights are set token by token: show tokens, not words"));
  driven.window.rowView()->setFocus();
  driven.press(Qt::Key_Delete);
  QVERIFY(driven.session().edits().empty());
  const auto said = driven.window.statusBar()->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(
      said, [&](const QLabel* label) { return label->text() == set->toolTip(); }));
  driven.mergeWords();
  driven.hideSpecials();
  driven.choose(QStringLiteral("Rescale rows to 1"));
  driven.clickCell(0, 0);
  QCOMPARE(driven.byHand(QStringLiteral("Set one → one to 1"))->toolTip(),
           QStringLiteral("Weights are set as they are: do not rescale the rows"));
}

// Rows and columns that are hidden or merged shift the others.
void TestMainWindowTokens::aTokensWeightIsSetThroughTheMap() {
  Worded driven(model());
  driven.mergeWords();
  driven.hideSpecials();
  driven.clickCell(0, 2);
  driven.window.rowView()->setFocus();
  driven.press(Qt::Key_Delete);
  const auto& weights = driven.session().edits().encoder.weights;
  QCOMPARE(weights.size(), std::size_t{1});
  QCOMPARE(weights[0].query, 1);
  QCOMPARE(weights[0].key, 4);
  QCOMPARE(driven.shown()(0, 2), 0.0F);
  QCOMPARE(driven.window.editBar()->edits(),
           QStringList{headName(driven.selection().head()) + QStringLiteral(" one → two 0.00")});
  QVERIFY(driven.byHand(QStringLiteral("Set one → two to 1"))->isEnabled());
  driven.menu->actions()[1]->trigger();
  driven.settle();
  QCOMPARE(driven.tokens()(1, 4), 1.0F);
  QTRY_VERIFY2(driven.window.editBar()->effects().contains(QStringLiteral("output of “one”")),
               qPrintable(driven.window.editBar()->effects()));
}

void TestMainWindowTokens::hidingAWordHidesItsTokens() {
  Worded driven(model());
  driven.mergeWords();
  driven.clickCell(1, 2);
  driven.byHand(QStringLiteral("Hide “unable” from every head"))->trigger();
  driven.settle();
  QCOMPARE(driven.session().edits().encoder.keysOff, (std::vector<int>{2, 3}));
  QVERIFY(isNear(driven.shown().col(2), Matrix::Zero(5, 1), 0));
  QCOMPARE(driven.window.editBar()->edits(),
           (QStringList{QStringLiteral("“un” hidden"), QStringLiteral("“##able” hidden")}));
  driven.byHand(QStringLiteral("Show “unable” again"))->trigger();
  driven.settle();
  QVERIFY(driven.session().edits().empty());
  // One of its tokens alone: the word is not hidden yet.
  driven.session().changeEdits({.encoder = {.keysOff = {3}}});
  driven.settle();
  driven.byHand(QStringLiteral("Hide “unable” from every head"))->trigger();
  driven.settle();
  QCOMPARE(driven.session().edits().encoder.keysOff, (std::vector<int>{2, 3}));
}

void TestMainWindowTokens::theBlockStaysByTokens() {
  Worded driven(model());
  driven.mergeWords();
  driven.hideSpecials();
  driven.clickCell(1, 2);
  driven.showTab(driven.window.block());
  BlockView* block = driven.window.block();
  QTRY_VERIFY(block->figure().picture != nullptr);
  QCOMPARE(block->figure().picture->labels.keys.size(), 6);
  QCOMPARE(block->choice().query, 3);
  QCOMPARE(block->choice().key, 4);
  QVERIFY(!driven.window.tokenDisplay()->isVisible());
  block->setFocus();
  driven.press(Qt::Key_Up);  // to the word's first token
  QCOMPARE(block->choice().query, 2);
  QCOMPARE(driven.selection().query(), 1);
  driven.press(Qt::Key_Up);
  QCOMPARE(driven.selection().query(), 0);
  driven.press(Qt::Key_Up);  // [CLS], which the map has not got
  QCOMPARE(block->choice().query, 0);
  QCOMPARE(driven.selection().query(), 0);
}

void TestMainWindowTokens::theComparisonStaysByTokens() {
  Worded driven(model());
  driven.mergeWords();
  driven.clickCell(2, 3);
  driven.showTab(driven.window.compareView());
  driven.window.comparison()->setText(QStringLiteral("one unable one"));
  QTRY_VERIFY(driven.window.comparison()->maps() != nullptr &&
              !driven.window.comparison()->isBusy());
  QCOMPARE(driven.window.comparison()->maps()->labels.queries.size(), 6);
  QCOMPARE(driven.window.comparison()->pair(), 3);
}

void TestMainWindowTokens::aDerivedMapIsOfWords() {
  Worded driven(model());
  driven.mergeWords();
  driven.window.mapReading()->setKind(MapKind::rollout);
  QTRY_VERIFY(!driven.window.mapReading()->isBusy());
  QCOMPARE(driven.shown().rows(), Index{5});
  QVERIFY(driven.figure().tags.value(0).startsWith(QStringLiteral("rollout")));
  driven.mergeWords();
  QCOMPARE(driven.shown().rows(), Index{6});
  QVERIFY(driven.figure().tags.value(0).startsWith(QStringLiteral("rollout")));
}

void TestMainWindowTokens::whereTheChoiceIs() {
  Worded wide(model());
  TokenDisplayButton* button = wide.window.tokenDisplay();
  QVERIFY(button->isVisible());
  QCOMPARE(button->focusPolicy(), Qt::StrongFocus);
  for (QWidget* tab : {static_cast<QWidget*>(wide.window.links()),
                       static_cast<QWidget*>(wide.window.headSheet())}) {
    wide.window.tabs()->setCurrentWidget(tab);
    QVERIFY(button->isVisible());
  }
  wide.window.tabs()->setCurrentWidget(wide.window.positions());
  QVERIFY(!button->isVisible());

  Worded narrow(model(), kSubwordText, {1024, 640});
  QVERIFY(!narrow.window.tokenDisplay()->isVisible());
  const auto actions = narrow.window.topBar()->moreButton()->menu()->actions();
  QVERIFY(std::ranges::any_of(actions, [&](const QAction* action) {
    return action->text() == QStringLiteral("Tokens") &&
           action->menu() == narrow.window.tokenDisplay()->menu();
  }));
}

void TestMainWindowTokens::theChoiceIsRemembered() {
  const QString folder = model();
  {
    Worded first(folder);
    first.mergeWords();
    first.window.close();
  }
  Worded second(folder);
  QCOMPARE(second.keys(), QStringLiteral("[CLS] one unable two [SEP]"));
  QVERIFY(second.action(QStringLiteral("Merge subwords into words"))->isChecked());
}

void TestMainWindowTokens::miniLmsWords() {
  if (!home_.installMiniLm()) {
    QSKIP("HEADSCOPE_MINILM_DIR is not set");
  }
  Worded driven(QStringLiteral("all-MiniLM-L6-v2"),
                QStringLiteral("The tokenization visualizer was puzzling."));
  const QString tokens = driven.keys();
  QVERIFY2(tokens.contains(QStringLiteral("##")), qPrintable(tokens));
  driven.mergeWords();
  driven.hideSpecials();
  QCOMPARE(driven.keys(), QStringLiteral("the tokenization visualizer was puzzling ."));
  QCOMPARE(driven.session().tokenLabels().keys.join(QLatin1Char(' ')), tokens);
}

HEADSCOPE_TEST(TestMainWindowTokens)

}  // namespace headscope::test_main_window_tokens

#include "test_main_window_tokens.moc"
