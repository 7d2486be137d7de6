#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QStatusBar>

#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_layout {

// Where things stand, in small windows too.
class TestMainWindowLayout : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void theFirstWindowIsNoLargerThanItsScreen();
  void everyFieldFitsASmallWindow();
  void aWindowTooLowScrollsItsLeftPanel();
  void everyTextHasTheInterfacesFont();
  void twelveHeadsFitWithoutScrolling();
  void positionsFitTheSmallestWindow();
  void anotherTabMovesNoPanel();
  void theRowStandsInLineWithItsCell();
  void aLowWindowLeavesTheHeadsCardToTheMap();

 private:
  OwnHome home_;
};

namespace {

QScrollArea* leftPanel(DrivenWindow& driven) {
  return driven.window.findChild<QScrollArea*>();
}

}  // namespace

void TestMainWindowLayout::theFirstWindowIsNoLargerThanItsScreen() {
  const MainWindow window;
  const QSize room = window.screen()->availableSize().expandedTo(window.minimumSize());
  QVERIFY(window.width() <= room.width());
  QVERIFY(window.height() <= room.height());
}

void TestMainWindowLayout::everyFieldFitsASmallWindow() {
  DrivenWindow driven(QStringLiteral("sandbox"), kThreeWords, {1024, 640});
  QCOMPARE(driven.window.size(), QSize(1024, 640));
  const QWidget* viewport = leftPanel(driven)->viewport();
  QVERIFY(!leftPanel(driven)->verticalScrollBar()->isVisible());
  const QObjectList& fields = driven.window.modelPanel()->children();
  for (const QObject* child : fields) {
    const auto* field = qobject_cast<const QWidget*>(child);
    if (field == nullptr) {
      continue;
    }
    if (field->isVisible()) {
      const QRect place(field->mapTo(leftPanel(driven)->widget(), QPoint()), field->size());
      QVERIFY2(viewport->rect().contains(place), qPrintable(field->accessibleName()));
      QVERIFY2(field->width() >= field->minimumSizeHint().width(),
               qPrintable(field->accessibleName()));
    }
  }
}

void TestMainWindowLayout::aWindowTooLowScrollsItsLeftPanel() {
  DrivenWindow driven(QStringLiteral("sandbox"), kThreeWords, {960, 520});
  QScrollBar* bar = leftPanel(driven)->verticalScrollBar();
  QVERIFY(bar->maximum() > 0);
  QVERIFY(driven.window.headGrid()->height() >=
          driven.window.headGrid()->minimumSizeHint().height());
}

// A style sheet would leave those that it has dressed in the desktop's.
void TestMainWindowLayout::everyTextHasTheInterfacesFont() {
  DrivenWindow driven;
  const QStringList families = uiFont(13).families();
  int seen = 0;
  for (const QWidget* widget : driven.window.findChildren<QWidget*>()) {
    if (qobject_cast<const QLabel*>(widget) != nullptr ||
        qobject_cast<const QAbstractButton*>(widget) != nullptr ||
        qobject_cast<const QLineEdit*>(widget) != nullptr ||
        qobject_cast<const QComboBox*>(widget) != nullptr ||
        qobject_cast<const QTabBar*>(widget) != nullptr) {
      QCOMPARE(widget->font().families(), families);
      ++seen;
    }
  }
  QVERIFY(seen > 20);
}

void TestMainWindowLayout::twelveHeadsFitWithoutScrolling() {
  const QString miniLm = qEnvironmentVariable("HEADSCOPE_MINILM_DIR");
  if (miniLm.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR does not name a folder of all-MiniLM-L6-v2");
  }
  DrivenWindow driven(miniLm, kThreeWords, {1024, 640});
  QCOMPARE(driven.window.headGrid()->horizontalScrollBar()->maximum(), 0);
}

void TestMainWindowLayout::positionsFitTheSmallestWindow() {
  for (const QSize size : {QSize(800, 500), QSize(1024, 640), QSize(1440, 900)}) {
    DrivenWindow driven(QStringLiteral("sandbox:positions=learned"), kThreeWords, size);
    driven.press(Qt::Key_4, Qt::ControlModifier);
    QCoreApplication::processEvents();
    const auto fields = driven.window.positions()->findChildren<PositionField*>();
    QCOMPARE(fields.size(), 4);
    for (const PositionField* field : fields) {
      QVERIFY(field->isVisible());
      QVERIFY2(field->width() >= field->minimumSizeHint().width(),
               qPrintable(QStringLiteral("%1: %2 of %3")
                              .arg(field->accessibleName())
                              .arg(field->width())
                              .arg(size.width())));
    }
    for (const QToolButton* button : driven.window.positions()->findChildren<QToolButton*>()) {
      QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()),
               qPrintable(button->text()));
    }
  }
}

void TestMainWindowLayout::anotherTabMovesNoPanel() {
  DrivenWindow driven(QStringLiteral("sandbox"), kThreeWords, {1024, 640});
  const int width = driven.window.heatmap()->width();
  driven.press(Qt::Key_4, Qt::ControlModifier);
  QCoreApplication::processEvents();
  QCOMPARE(driven.window.positions()->width(), width);
}

void TestMainWindowLayout::theRowStandsInLineWithItsCell() {
  DrivenWindow driven;
  const CellPanel* cell = driven.window.cellPanel();
  const RowView* row = driven.window.rowView();
  const auto* heading = row->findChild<QLabel*>();
  QCOMPARE(heading->mapTo(&driven.window, QPoint()).x(), cell->mapTo(&driven.window, QPoint()).x());
  QCOMPARE(row->mapTo(&driven.window, QPoint(row->width(), 0)).x() - 8,
           cell->mapTo(&driven.window, QPoint(cell->width(), 0)).x());
}

void TestMainWindowLayout::aLowWindowLeavesTheHeadsCardToTheMap() {
  DrivenWindow driven(QStringLiteral("sandbox:heads=2"), QStringLiteral("word"), {1200, 800});
  QVERIFY(QTest::qWaitFor([&] { return !driven.window.headCard()->labels().isEmpty(); }));
  QVERIFY(driven.window.headCard()->isVisible());
  QCOMPARE(driven.window.heatmap()->figure().tags, QStringList{QStringLiteral("itself 1.00")});
  driven.window.resize(1200, 640);
  QVERIFY(!driven.window.headCard()->isVisible());
  QTRY_VERIFY(driven.window.rowView()->height() > 120);
  driven.window.resize(1200, 800);
  QVERIFY(driven.window.headCard()->isVisible());
}

HEADSCOPE_TEST(TestMainWindowLayout)

}  // namespace headscope::test_main_window_layout

#include "test_main_window_layout.moc"
