#include <QMenu>
#include <QTabBar>

#include "dialogs/explaining_dialog.h"
#include "near.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_map_kind {

// What the map shows of attention, chosen as a person does it.
class TestMainWindowMapKind : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void attentionIsTheDefault();
  void theMapSaysWhatItIs();
  void rolloutFollowsTheLayer();
  void anotherTextIsDerivedAnew();
  void aTextTooLongForFlowSaysSo();
  void theNoteSaysWhatAttentionExplains();
  void onlyTheHeatmapHasTheChoice();
  void aNarrowWindowHasItInItsMenu();

 private:
  OwnHome home_;
};

namespace {

struct Reading : DrivenWindow {
  using DrivenWindow::DrivenWindow;

  void choose(const QString& name) {
    for (QAction* action : window.mapKind()->menu()->actions()) {
      if (action->text() == name) {
        action->trigger();
      }
    }
    wait();
  }
  bool wait() {
    return settle() && QTest::qWaitFor([&] { return !window.mapReading()->isBusy(); }, 10000);
  }
  Matrix shown() { return window.heatmap()->figure().map->level(0); }
  QStringList tags() { return window.heatmap()->figure().tags; }
};

}  // namespace

void TestMainWindowMapKind::attentionIsTheDefault() {
  Reading driven;
  QCOMPARE(driven.window.mapKind()->text(), QStringLiteral("Attention weights"));
  QVERIFY(isNear(driven.shown(), driven.map(), 0));
}

void TestMainWindowMapKind::theMapSaysWhatItIs() {
  Reading driven;
  driven.choose(QStringLiteral("Value-weighted"));
  QCOMPARE(driven.tags(), QStringList{QStringLiteral("value-weighted")});
  QCOMPARE(driven.window.mapKind()->text(), QStringLiteral("Value-weighted"));
  QVERIFY(!isNear(driven.shown(), driven.map(), 1e-6));
  const std::vector<float>& row = driven.window.rowView()->figure().weights;
  for (std::size_t key = 0; key < row.size(); ++key) {
    QCOMPARE(row[key], driven.shown()(driven.selection().query(), static_cast<Index>(key)));
  }
  driven.choose(QStringLiteral("Attention weights"));
  QVERIFY(isNear(driven.shown(), driven.map(), 0));
}

void TestMainWindowMapKind::rolloutFollowsTheLayer() {
  Reading driven;
  driven.selection().setHead({0, 0});
  driven.choose(QStringLiteral("Rollout"));
  QCOMPARE(driven.tags(), QStringList{QStringLiteral("rollout to layer 0, all heads")});
  const Matrix first = driven.shown();
  driven.selection().setHead({0, 2});
  driven.wait();
  QVERIFY(isNear(driven.shown(), first, 0));
  driven.selection().setHead({1, 2});
  driven.wait();
  QCOMPARE(driven.tags(), QStringList{QStringLiteral("rollout to layer 1, all heads")});
  QVERIFY(!isNear(driven.shown(), first, 1e-6));
}

void TestMainWindowMapKind::anotherTextIsDerivedAnew() {
  Reading driven;
  driven.choose(QStringLiteral("Attention flow"));
  driven.session().setText(QStringLiteral("one two three four"));
  driven.wait();
  QCOMPARE(driven.shown().rows(), Index{4});
  QVERIFY(!driven.tags().isEmpty());
  QVERIFY(isNear(driven.shown().rowwise().sum(), Matrix::Ones(4, 1), 1e-5));
}

void TestMainWindowMapKind::aTextTooLongForFlowSaysSo() {
  Reading driven(kSmallSandbox, QStringLiteral("word ").repeated(60));
  driven.choose(QStringLiteral("Attention flow"));
  QVERIFY2(driven.notice().contains(QStringLiteral("at most 48")), qPrintable(driven.notice()));
  QCOMPARE(driven.window.mapKind()->text(), QStringLiteral("Attention weights"));
  QVERIFY(isNear(driven.shown(), driven.map(), 0));
}

void TestMainWindowMapKind::theNoteSaysWhatAttentionExplains() {
  Reading driven;
  driven.choose(QStringLiteral("What attention does and does not explain…"));
  auto* dialog = driven.window.findChild<ExplainingDialog*>();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  dialog->close();
}

void TestMainWindowMapKind::onlyTheHeatmapHasTheChoice() {
  Reading driven(kSmallSandbox, kThreeWords, {1440, 900});
  QVERIFY(driven.window.mapKind()->isVisible());
  driven.window.tabs()->setCurrentWidget(driven.window.positions());
  QVERIFY(!driven.window.mapKind()->isVisible());
  driven.window.tabs()->setCurrentWidget(driven.window.heatmap());
  QVERIFY(driven.window.mapKind()->isVisible());
}

void TestMainWindowMapKind::aNarrowWindowHasItInItsMenu() {
  Reading driven(kSmallSandbox, kThreeWords, {1024, 640});
  QVERIFY(!driven.window.mapKind()->isVisible());
  const auto actions = driven.window.topBar()->moreButton()->menu()->actions();
  QVERIFY(std::ranges::any_of(actions, [](const QAction* action) {
    return action->text() == QStringLiteral("What the map shows") && action->menu() != nullptr;
  }));
  const QTabBar* bar = driven.window.tabs()->tabBar();
  QVERIFY(bar->tabRect(bar->count() - 1).right() <= driven.window.tabs()->width() - 24);
}

HEADSCOPE_TEST(TestMainWindowMapKind)

}  // namespace headscope::test_main_window_map_kind

#include "test_main_window_map_kind.moc"
