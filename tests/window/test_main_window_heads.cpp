#include <QXmlStreamReader>

#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_heads {

// The tab of all heads in its window.
class TestMainWindowHeads : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void itShowsAndChoosesTheSame();
  void aHeadIsOpenedInTheMap();
  void headsAreSortedByWhatIsMeasured();
  void theKeysOfTheMapsSizeAreTheirs();
  void itFollowsTheTextAndTheModel();
  void itIsExportedWhenItIsShown();

 private:
  // The tab, with all its pictures.
  static HeadSheetView* show(DrivenWindow& driven) {
    driven.press(Qt::Key_3, Qt::ControlModifier);
    driven.press(Qt::Key_M, Qt::ControlModifier);
    return settled(driven);
  }
  static HeadSheetView* settled(DrivenWindow& driven) {
    HeadSheetView* sheet = driven.window.headSheet();
    const HeadCards* cards = driven.window.headCards();
    const bool done =
        QTest::qWaitFor([=] { return !cards->isBusy() && !cards->cards().empty(); }) &&
        QTest::qWaitFor([=] { return !sheet->isMakingPictures(); });
    return done ? sheet : nullptr;
  }
  QByteArray read(const QString& name) const {
    QFile file(home_.path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  OwnHome home_;
};

void TestMainWindowHeads::itShowsAndChoosesTheSame() {
  DrivenWindow driven;
  driven.clickHead({1, 2});
  HeadSheetView* sheet = show(driven);
  QVERIFY(sheet != nullptr);
  QCOMPARE(driven.window.tabs()->currentWidget(), sheet);
  QVERIFY(sheet->plot()->hasFocus());
  const auto shown = [sheet] {
    return sheet->figure().cards[static_cast<std::size_t>(sheet->figure().chosen)].id;
  };
  QCOMPARE(shown(), (HeadId{1, 2}));
  // From elsewhere…
  driven.press(Qt::Key_Left, Qt::AltModifier);
  QCOMPARE(shown(), (HeadId{1, 1}));
  driven.clickHead({0, 2});
  QCOMPARE(shown(), (HeadId{0, 2}));
  // … and from here.
  driven.press(Qt::Key_Down);
  QCOMPARE(driven.selection().head(), (HeadId{1, 2}));
  QTest::mouseClick(sheet->plot()->viewport(), Qt::LeftButton, {},
                    sheet->plot()->figureLayout().picture(1).center().toPoint());
  QCOMPARE(driven.selection().head(), (HeadId{0, 1}));
  QCOMPARE(driven.window.headGrid()->currentIndex(),
           driven.window.headGrid()->model()->index(0, 1));
  QVERIFY(driven.window.cellPanel()->isVisible());
}

void TestMainWindowHeads::aHeadIsOpenedInTheMap() {
  DrivenWindow driven;
  QVERIFY(show(driven) != nullptr);
  driven.press(Qt::Key_End, Qt::ControlModifier);
  driven.press(Qt::Key_Return);
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.heatmap());
  QVERIFY(driven.window.heatmap()->hasFocus());
  QCOMPARE(driven.window.heatmap()->figure().title, QStringLiteral("L1·H2"));
}

void TestMainWindowHeads::headsAreSortedByWhatIsMeasured() {
  DrivenWindow driven;
  HeadSheetView* sheet = show(driven);
  QVERIFY(sheet != nullptr);
  ChoiceField* sort = sheet->header()->sortField();
  QVERIFY(sort->isEnabled());
  sort->setFocus();
  const int entropy = sort->findText(QStringLiteral("entropy"));
  while (sort->currentIndex() < entropy) {
    QTest::keyClick(sort, Qt::Key_Down);
  }
  std::vector<std::pair<double, HeadId>> expected;
  for (const DealtCard& card : driven.window.headCards()->cards()) {
    expected.emplace_back(-card.card.text.entropy, card.head);
  }
  std::sort(expected.begin(), expected.end());
  QCOMPARE(sheet->figure().cards.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    QCOMPARE(sheet->figure().cards[i].id, expected[i].second);
    QCOMPARE(sheet->figure().cards[i].value, QString::number(-expected[i].first, 'f', 2));
  }
}

void TestMainWindowHeads::theKeysOfTheMapsSizeAreTheirs() {
  DrivenWindow driven;
  HeadSheetView* sheet = show(driven);
  QVERIFY(sheet != nullptr);
  const auto side = [sheet] { return sheet->plot()->figureLayout().side(); };
  const int fitted = side();
  driven.press(Qt::Key_Minus, Qt::ControlModifier);
  QVERIFY(side() < fitted);
  driven.press(Qt::Key_0, Qt::ControlModifier);
  QCOMPARE(side(), fitted);
  driven.press(Qt::Key_Plus, Qt::ControlModifier);
  QVERIFY(side() > fitted);
}

void TestMainWindowHeads::itFollowsTheTextAndTheModel() {
  DrivenWindow driven;
  HeadSheetView* sheet = show(driven);
  QVERIFY(sheet != nullptr);
  const QImage before = sheet->figure().cards[0].picture;
  driven.press(Qt::Key_L, Qt::ControlModifier);
  driven.type(QStringLiteral("four five"));
  QVERIFY(settled(driven) != nullptr);
  QVERIFY(sheet->figure().cards[0].picture != before);
  // Its picture is the map's: the strongest cell is the darkest.
  const Matrix map = driven.session().run()->attention->map({0, 0});
  const QImage picture = sheet->figure().cards[0].picture;
  const auto luminanceAt = [&](int query, int key) {
    return qGray(
        picture.pixel(picture.width() * (2 * key + 1) / (2 * static_cast<int>(map.cols())),
                      picture.height() * (2 * query + 1) / (2 * static_cast<int>(map.rows()))));
  };
  Index query = 0;
  Index key = 0;
  map.maxCoeff(&query, &key);
  for (int q = 0; q < map.rows(); ++q) {
    for (int k = 0; k < map.cols(); ++k) {
      QVERIFY(luminanceAt(static_cast<int>(query), static_cast<int>(key)) <= luminanceAt(q, k));
    }
  }
  driven.session().openModel(QStringLiteral("sandbox:heads=2,d_k=4,d_model=8,layers=3,seed=2"));
  driven.settle();
  QVERIFY(settled(driven) != nullptr);
  QCOMPARE(sheet->figure().cards.size(), std::size_t{12});
  driven.window.topBar()->sentence()->selectAll();
  driven.press(Qt::Key_Backspace);
  QVERIFY(sheet->figure().cards.empty());
}

void TestMainWindowHeads::itIsExportedWhenItIsShown() {
  DrivenWindow driven;
  HeadSheetView* sheet = show(driven);
  QVERIFY(sheet != nullptr);
  driven.selection().setHead({1, 1});
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("heads.png")), 2));
  const QImage image(home_.path(QStringLiteral("heads.png")));
  QCOMPARE(image.size(), sheet->figureSize() * 2);
  // The chosen head's frame is in the accent, and its picture within.
  HeadSheet figure = sheet->figure();
  figure.title = QStringLiteral("Heads");
  figure.side = sheet->plot()->figureLayout().side();
  const HeadSheetLayout layout(figure, sheet->figureSize());
  const QPoint corner = (layout.picture(figure.chosen).topLeft() * 2).toPoint();
  QCOMPARE(image.pixelColor(corner - QPoint(4, 4)), sheet->plot()->figureStyle().theme.accent);
  QCOMPARE(image.pixel(corner + QPoint(4, 4)),
           figure.cards[static_cast<std::size_t>(figure.chosen)].picture.pixel(2, 2));

  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("heads.svg")), 1));
  QXmlStreamReader xml(read(QStringLiteral("heads.svg")));
  QStringList texts;
  int pictures = 0;
  while (!xml.atEnd()) {
    const auto token = xml.readNext();
    if (token == QXmlStreamReader::Characters && !xml.isWhitespace()) {
      texts << xml.text().toString().trimmed();
    }
    pictures += token == QXmlStreamReader::StartElement && xml.name() == u"image" ? 1 : 0;
  }
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  QCOMPARE(pictures, (2 + 1) * (3 + 1));
  for (const char* text : {"L0", "L1", "H0", "H2", "mean"}) {
    QVERIFY2(texts.contains(QLatin1String(text)), text);
  }
  QVERIFY(texts.contains(
      QStringLiteral("6 heads, their means over heads at the right and over layers below")));
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("heads.pdf")), 1));
  QVERIFY(read(QStringLiteral("heads.pdf")).startsWith("%PDF-1."));
}

HEADSCOPE_TEST(TestMainWindowHeads)

}  // namespace headscope::test_main_window_heads

#include "test_main_window_heads.moc"
