#include <QTest>

#include "render/training_figure.h"
#include "test_class.h"

namespace headscope::test_training_figure {

namespace {

TrainingHistory historyOf(int charts, int frames, int sides) {
  TrainingHistory history{.filmTitle = QStringLiteral("L1·H1 while it learns"),
                          .sidesTitle = QStringLiteral("side by side"),
                          .queries = 4};
  for (int i = 0; i < charts; ++i) {
    history.charts.push_back({.title = QStringLiteral("loss"), .brief = QStringLiteral("loss")});
  }
  QImage map(4, 4, QImage::Format_RGB32);
  map.fill(Qt::darkBlue);
  for (int i = 0; i < frames; ++i) {
    history.film.push_back({.step = 10 * i, .label = QStringLiteral("step"), .map = map});
  }
  for (int i = 0; i < sides; ++i) {
    history.sides.push_back({.label = QStringLiteral("2 heads × 8"), .map = map});
  }
  return history;
}

TrainingRows rowsOf(int heads, bool answer) {
  TrainingRows rows{.title = QStringLiteral("“it”"), .headsOfLayer = 4};
  for (int i = 0; i < heads; ++i) {
    rows.heads.push_back(
        {.head = {i / 4, i % 4}, .strongest = QStringLiteral("animal"), .weights = {.2F, .8F}});
  }
  if (answer) {
    rows.answers = {{.title = QStringLiteral("“it” is animal"),
                     .words = {QStringLiteral("animal"), QStringLiteral("it")},
                     .ofWords = {.9, .1},
                     .isNew = {false, true}}};
  }
  return rows;
}

template <typename Paint>
QImage paintedOn(int width, double height, Paint&& paint) {
  QImage image(width, static_cast<int>(height) + 1, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paint(painter);
  return image;
}

}  // namespace

class TestTrainingFigure : public QObject {
  Q_OBJECT
 private slots:
  void nothingOverlaps_data() {
    QTest::addColumn<int>("width");
    for (const int width : {320, 500, 900, 1800}) {
      QTest::newRow(QByteArray::number(width)) << width;
    }
  }
  void nothingOverlaps() {
    QFETCH(int, width);
    const TrainingHistory history = historyOf(3, 6, 4);
    const TrainingHistoryLayout layout(history, width);
    const QRectF room(0, 0, width, layout.height());
    std::vector<QRectF> places;
    for (std::size_t i = 0; i < 3; ++i) {
      places.push_back(layout.chart(i));
    }
    for (std::size_t i = 0; i < 6; ++i) {
      places.push_back(layout.frame(i));
    }
    for (std::size_t i = 0; i < 4; ++i) {
      places.push_back(layout.side(i));
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
      QVERIFY(room.contains(places[i]));
      QVERIFY(places[i].width() > 20 && places[i].height() > 20);
      for (std::size_t k = 0; k < i; ++k) {
        QVERIFY(!places[i].intersects(places[k]));
      }
    }
  }

  void whatIsNotThereTakesNoRoom() {
    const double all = TrainingHistoryLayout(historyOf(3, 6, 4), 900).height();
    const double noSides = TrainingHistoryLayout(historyOf(3, 6, 0), 900).height();
    const double noFilm = TrainingHistoryLayout(historyOf(3, 0, 0), 900).height();
    QVERIFY(all > noSides && noSides > noFilm && noFilm > 0);
  }

  void aPositionFindsItsFrame() {
    const TrainingHistoryLayout layout(historyOf(3, 6, 4), 900);
    for (int i = 0; i < 6; ++i) {
      QCOMPARE(layout.frameAt(layout.frame(static_cast<std::size_t>(i)).center()), i);
    }
    QCOMPARE(layout.sideAt(layout.side(2).center()), 2);
    QCOMPARE(layout.frameAt(layout.side(2).center()), -1);
    QCOMPARE(layout.frameAt(layout.chart(0).center()), -1);
  }

  void aPositionFindsItsHead() {
    const TrainingRowsLayout layout(rowsOf(8, true), 900);
    for (int i = 0; i < 8; ++i) {
      QCOMPARE(layout.headAt(layout.head(static_cast<std::size_t>(i)).center()), i);
    }
    QCOMPARE(layout.headAt(layout.answer().center()), -1);
    QVERIFY(TrainingRowsLayout(rowsOf(8, false), 900).height() < layout.height());
  }

  void theShownFrameIsMarked() {
    TrainingHistory history = historyOf(1, 3, 0);
    const TrainingHistoryLayout layout(history, 600);
    const auto paint = [&] {
      return paintedOn(600, layout.height(), [&](QPainter& painter) {
        paintTrainingHistory(painter, history, layout, {});
      });
    };
    const QImage without = paint();
    history.film[1].isShown = true;
    const QImage with = paint();
    const auto around = [&](std::size_t i) {
      return layout.frame(i).adjusted(-4, -4, 4, 24).toAlignedRect();
    };
    QCOMPARE(without.copy(around(0)), with.copy(around(0)));
    QVERIFY(without.copy(around(1)) != with.copy(around(1)));
    QCOMPARE(without.copy(around(2)), with.copy(around(2)));
  }

  void newWordsAreMarkedInTheAnswer() {
    TrainingRows rows = rowsOf(4, true);
    const TrainingRowsLayout layout(rows, 600);
    const auto paint = [&] {
      return paintedOn(600, layout.height(),
                       [&](QPainter& painter) { paintTrainingRows(painter, rows, layout, {}); });
    };
    const QImage with = paint();
    rows.answers[0].isNew[1] = false;
    const QImage without = paint();
    const QRect heads = layout.head(0).united(layout.head(3)).toAlignedRect();
    QCOMPARE(with.copy(heads), without.copy(heads));
    QVERIFY(with.copy(layout.answer().toAlignedRect()) !=
            without.copy(layout.answer().toAlignedRect()));
  }
};

HEADSCOPE_TEST(TestTrainingFigure)

}  // namespace headscope::test_training_figure

#include "test_training_figure.moc"
