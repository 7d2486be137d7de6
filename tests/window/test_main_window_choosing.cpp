#include <algorithm>

#include "render/tabular_text.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_choosing {

// One selection that every view shares, changed by the mouse and by keys.
class TestMainWindowChoosing : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void aClickInTheGridChoosesAHead();
  void arrowsInTheGridChooseAHead();
  void altAndArrowsChooseAHeadFromAnywhere();
  void aClickInTheMapChoosesACell();
  void arrowsInTheMapMoveTheCell();
  void aBarOfTheRowChoosesItsKey();
  void linksShowAndChooseTheSame();
  void linksFollowTheText();
  void theCellStaysWhileTheTextGrows();
  void tabsHaveKeys();
  void theThemeButtonSwitchesEveryView();
  void aColourMapIsTheMapsAndTheThumbnails();

 private:
  OwnHome home_;
};

namespace {

QString nameOf(HeadId head) {
  return QStringLiteral("L%1·H%2").arg(head.layer).arg(head.head);
}

// What is chosen, and what every view says of it.
QStringList shownCell(DrivenWindow& driven) {
  const QModelIndex head = driven.window.headGrid()->currentIndex();
  return {nameOf(driven.selection().head()),
          QString::number(driven.selection().query()),
          QString::number(driven.selection().key()),
          driven.window.heatmap()->accessibleName(),
          driven.window.rowView()->accessibleName(),
          driven.window.cellPanel()->accessibleName(),
          driven.window.cellPanel()->weight(),
          QString::number(driven.window.heatmap()->figure().selectedQuery),
          nameOf({head.row(), head.column()})};
}

// The same where every view shows this cell.
QStringList cell(DrivenWindow& driven, HeadId head, int query, int key) {
  const QStringList& tokens = driven.session().labels().keys;
  const Matrix map = driven.session().run()->attention->map(head);
  const QString weight = listNumber(static_cast<double>(map(query, key)), 3);
  const QString words = QStringLiteral("query %1, key %2, weight %3, %4")
                            .arg(tokens[query], tokens[key], weight, nameOf(head));
  return {nameOf(head), QString::number(query), QString::number(key), words, words, words,
          weight,       QString::number(query), nameOf(head)};
}

}  // namespace

void TestMainWindowChoosing::aClickInTheGridChoosesAHead() {
  DrivenWindow driven;
  driven.selection().setCell(1, 2);
  driven.clickHead({0, 2});
  QCOMPARE(shownCell(driven), cell(driven, {0, 2}, 1, 2));
  QCOMPARE(driven.window.heatmap()->figure().title, QStringLiteral("L0·H2"));
  driven.clickHead({1, 0});
  QCOMPARE(shownCell(driven), cell(driven, {1, 0}, 1, 2));
}

void TestMainWindowChoosing::arrowsInTheGridChooseAHead() {
  DrivenWindow driven;
  driven.selection().setCell(0, 1);
  driven.clickHead({0, 0});
  driven.window.headGrid()->setFocus();
  driven.press(Qt::Key_Right);
  driven.press(Qt::Key_Down);
  QCOMPARE(shownCell(driven), cell(driven, {1, 1}, 0, 1));
}

void TestMainWindowChoosing::altAndArrowsChooseAHeadFromAnywhere() {
  DrivenWindow driven;
  driven.selection().setCell(0, 1);
  driven.selection().setHead({0, 0});
  driven.window.topBar()->sentence()->setFocus();  // also while typing
  driven.press(Qt::Key_Right, Qt::AltModifier);
  QCOMPARE(shownCell(driven), cell(driven, {0, 1}, 0, 1));
  driven.press(Qt::Key_Down, Qt::AltModifier);
  QCOMPARE(shownCell(driven), cell(driven, {1, 1}, 0, 1));
  driven.press(Qt::Key_Left, Qt::AltModifier);
  driven.press(Qt::Key_Up, Qt::AltModifier);
  QCOMPARE(shownCell(driven), cell(driven, {0, 0}, 0, 1));
  driven.press(Qt::Key_Up, Qt::AltModifier);  // there is no layer above
  QCOMPARE(shownCell(driven), cell(driven, {0, 0}, 0, 1));
  QCOMPARE(driven.session().text(), kThreeWords);
}

void TestMainWindowChoosing::aClickInTheMapChoosesACell() {
  DrivenWindow driven;
  driven.selection().setHead({1, 2});
  driven.clickCell(2, 0);
  QCOMPARE(shownCell(driven), cell(driven, {1, 2}, 2, 0));
  driven.clickCell(0, 1);
  QCOMPARE(shownCell(driven), cell(driven, {1, 2}, 0, 1));
}

void TestMainWindowChoosing::arrowsInTheMapMoveTheCell() {
  DrivenWindow driven;
  driven.selection().setHead({0, 0});
  driven.clickCell(0, 0);
  driven.press(Qt::Key_M, Qt::ControlModifier);
  QVERIFY(driven.window.heatmap()->hasFocus());
  driven.press(Qt::Key_Right);
  driven.press(Qt::Key_Down);
  QCOMPARE(shownCell(driven), cell(driven, {0, 0}, 1, 1));
  driven.press(Qt::Key_Escape);
  QCOMPARE(driven.selection().key(), -1);
  driven.press(Qt::Key_Return);
  Index strongest = 0;
  driven.map().row(1).maxCoeff(&strongest);
  QCOMPARE(shownCell(driven), cell(driven, {0, 0}, 1, static_cast<int>(strongest)));
}

void TestMainWindowChoosing::aBarOfTheRowChoosesItsKey() {
  DrivenWindow driven;
  driven.selection().setCell(1, 1);
  RowView* row = driven.window.rowView();
  const std::vector<int> order = row->figure().order;
  QTest::mouseClick(row->viewport(), Qt::LeftButton, {},
                    {row->viewport()->width() / 2, static_cast<int>(RowLayout::kLine * 2.5)});
  QCOMPARE(shownCell(driven), cell(driven, driven.selection().head(), 1, order[2]));
}

void TestMainWindowChoosing::linksShowAndChooseTheSame() {
  DrivenWindow driven;
  driven.clickHead({0, 1});
  driven.clickCell(1, 2);
  driven.press(Qt::Key_2, Qt::ControlModifier);
  LinksView* links = driven.window.links();
  QCOMPARE(driven.window.tabs()->currentWidget(), links);
  const auto words = [&driven, links] {
    return QStringList{driven.window.rowView()->accessibleName(), links->plot()->accessibleName(),
                       driven.window.cellPanel()->weight()};
  };
  const auto expected = [&driven](HeadId head, int query, int key) {
    const QStringList all = cell(driven, head, query, key);
    return QStringList{all[4], all[5], all[6]};
  };
  QCOMPARE(words(), expected({0, 1}, 1, 2));
  QCOMPARE(links->figure().queries, (std::vector<int>{1}));
  QCOMPARE(links->figure().key, 2);

  // From elsewhere…
  driven.press(Qt::Key_Down, Qt::AltModifier);
  QCOMPARE(words(), expected({1, 1}, 1, 2));
  QCOMPARE(links->figure().heads.front().id, (HeadId{1, 1}));
  driven.selection().setCell(0, 1);
  QCOMPARE(words(), expected({1, 1}, 0, 1));

  // … and from here.
  const auto click = [links](LinksHit::Part part, int token) {
    QTest::mouseClick(links->plot()->viewport(), Qt::LeftButton, {},
                      links->plot()->figureLayout().label(part, token).center().toPoint());
  };
  click(LinksHit::Part::query, 2);
  click(LinksHit::Part::key, 0);
  QCOMPARE(words(), expected({1, 1}, 2, 0));
  driven.press(Qt::Key_M, Qt::ControlModifier);
  QVERIFY(links->plot()->hasFocus());
  driven.press(Qt::Key_Up);
  driven.press(Qt::Key_Right);
  QCOMPARE(words(), expected({1, 1}, 1, 1));
  driven.press(Qt::Key_1, Qt::ControlModifier);
  QCOMPARE(shownCell(driven), cell(driven, {1, 1}, 1, 1));
}

void TestMainWindowChoosing::linksFollowTheText() {
  DrivenWindow driven;
  driven.press(Qt::Key_2, Qt::ControlModifier);
  LinksView* links = driven.window.links();
  driven.press(Qt::Key_L, Qt::ControlModifier);
  links->header()->layerAction()->trigger();
  driven.selection().setHead({0, 0});
  driven.type(QStringLiteral("four five"));
  QCOMPARE(links->figure().labels.queries, driven.session().labels().queries);
  QCOMPARE(links->figure().queryCount(), 2);
  // Of every head that is shown there are all links that are as strong as that.
  for (std::size_t i = 0; i < links->figure().heads.size(); ++i) {
    const Matrix map = driven.session().run()->attention->map(links->figure().heads[i].id);
    const std::vector<Link>& all = links->figure().links->links;
    const auto count = std::count_if(all.begin(), all.end(), [i](const Link& link) {
      return link.head == static_cast<int>(i) && link.weight >= .3F;
    });
    QCOMPARE(count, (map.array() >= .3F).count());
  }
  driven.window.topBar()->sentence()->selectAll();
  driven.press(Qt::Key_Backspace);
  QVERIFY(links->figure().isEmpty());
}

void TestMainWindowChoosing::theCellStaysWhileTheTextGrows() {
  DrivenWindow driven;
  driven.clickCell(1, 2);
  driven.window.topBar()->sentence()->setFocus();
  driven.window.topBar()->sentence()->end(false);
  driven.type(QStringLiteral(" four"));
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.selection().key(), 2);
}

void TestMainWindowChoosing::tabsHaveKeys() {
  DrivenWindow driven;
  driven.press(Qt::Key_2, Qt::ControlModifier);
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.links());
  driven.press(Qt::Key_3, Qt::ControlModifier);
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.headSheet());
  driven.showTab(driven.window.positions());
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.positions());
  driven.press(Qt::Key_1, Qt::ControlModifier);
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.heatmap());
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_L, Qt::ControlModifier);
  QVERIFY(driven.window.topBar()->sentence()->hasFocus());
  QCOMPARE(driven.window.topBar()->sentence()->selectedText(), kThreeWords);
}

void TestMainWindowChoosing::theThemeButtonSwitchesEveryView() {
  DrivenWindow driven;
  driven.window.setThemeChoice(ThemeChoice::light);
  const auto corner = [&driven] {
    QImage image(driven.window.heatmap()->grab().toImage());
    return image.pixelColor(3, 3);
  };
  QCOMPARE(corner(), theme(ThemeKind::light).canvas);
  QTest::mouseClick(driven.window.topBar()->themeButton(), Qt::LeftButton);
  QVERIFY(driven.window.themeChoice() == ThemeChoice::dark);
  QCOMPARE(corner(), theme(ThemeKind::dark).canvas);
  QCOMPARE(driven.window.headGrid()->figureStyle().theme.canvas, theme(ThemeKind::dark).canvas);
  driven.press(Qt::Key_D, Qt::ControlModifier);
  QVERIFY(driven.window.themeChoice() == ThemeChoice::light);
  QCOMPARE(corner(), theme(ThemeKind::light).canvas);
}

void TestMainWindowChoosing::aColourMapIsTheMapsAndTheThumbnails() {
  DrivenWindow driven;
  driven.window.setThemeChoice(ThemeChoice::light);
  driven.selection().setCell(0, -1);
  QSignalSpy thumbnails(driven.window.session(), &Session::thumbnailsReady);
  driven.window.setColorMap(ColorMapId::viridis);
  QTRY_VERIFY(thumbnails.count() > 0);
  QVERIFY(driven.window.colorMap() == ColorMapId::viridis);
  // A weight's colour in the map is that of the colour map.
  HeatmapView* map = driven.window.heatmap();
  const QPoint inCell = map->figureLayout().cellRect(2, 0).topLeft().toPoint() + QPoint(4, 4);
  const QColor shown = map->grab().toImage().pixelColor(inCell);
  const QColor expected = QColor::fromRgb(
      colorMap(ColorMapId::viridis, ThemeKind::light).at(static_cast<double>(driven.map()(2, 0))));
  QVERIFY(std::abs(shown.red() - expected.red()) + std::abs(shown.green() - expected.green()) +
              std::abs(shown.blue() - expected.blue()) <=
          9);
}

HEADSCOPE_TEST(TestMainWindowChoosing)

}  // namespace headscope::test_main_window_choosing

#include "test_main_window_choosing.moc"
