#include <QLineEdit>

#include "near.h"
#include "test_class.h"
#include "views/position_field.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_comparing_sides {

// Heads, layers, models and steps compared as a person does it, by keyboard where that is a choice.
class TestMainWindowComparingSides : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void eachKindHasItsFields();
  void anotherHeadIsTypedByItsNumbers();
  void aRowOfTheListIsChosenWithTheArrowKeys();
  void theMostAlikeHeadIsFoundInTheList();
  void anotherLayerAndItsMean();
  void anotherModelIsChosenFromTheMenu();
  void aModelThatCannotBeOpenedIsToldInTheTab();
  void theOpenModelIsKeptAndTheWindowsChanged();
  void stepsAreChosenWithTheSliderAndByNumber();
  void withoutATrainingTheTabSaysWhatToDo();
  void mapsAreCalledByWhatTheyAre();
  void bothMapsOfTwoHeadsShareTheCell();
  void everyKindIsExported();
  void aNarrowWindowHasTheFieldsBelow();
  void whatIsTypedKeepsTheChoice();

 private:
  OwnHome home_;
};

namespace {

// A window on its Compare tab.
struct Sides : DrivenWindow {
  explicit Sides(const QString& model = kSmallSandbox, const QString& text = kThreeWords,
                 QSize size = {1200, 800})
      : DrivenWindow(model, text, size) {
    window.tabs()->setCurrentWidget(&view());
    rest();
  }

  CompareView& view() { return *window.compareView(); }
  CompareHeader& header() { return *view().header(); }
  MapComparison& comparison() { return *window.comparison(); }
  bool rest() {
    return settle() && QTest::qWaitFor([&] { return !comparison().isBusy(); }, 30000) && settle();
  }
  // With the arrow keys, from what is chosen to that.
  void compareWith(CompareWith with) {
    ChoiceField* field = header().withField();
    field->setFocus();
    while (field->currentIndex() != static_cast<int>(with)) {
      QTest::keyClick(field,
                      field->currentIndex() < static_cast<int>(with) ? Qt::Key_Down : Qt::Key_Up);
    }
    rest();
  }
  void typeNumber(PositionField* field, int number) {
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QString::number(number));
    QTest::keyClick(field, Qt::Key_Return);
    rest();
  }
  // An entry of the menu behind the second model's button.
  void chooseModel(const QString& entry) {
    ModelMenu* menu = window.secondModelMenu();
    QVERIFY(header().modelButton()->menu() == menu);
    emit menu->aboutToShow();
    for (QAction* action : menu->actions()) {
      if (action->text() == entry) {
        action->trigger();
        rest();
        return;
      }
    }
    QFAIL(qPrintable(entry));
  }
  void list(const QString& entry) {
    ChoiceField* field = view().listField();
    field->setFocus();
    const int wanted = field->findText(entry);
    while (wanted >= 0 && field->currentIndex() != wanted) {
      QTest::keyClick(field, field->currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }
    rest();
  }
  QString line(int row, int role = Qt::DisplayRole) {
    return view().lines()->index(row, 0).data(role).toString();
  }
  Matrix shown(HeatmapView* map) { return map->figure().map->level(0); }
  bool train() {
    TrainingOptions options;
    options.steps = 12;
    options.warmUp = 3;
    options.batch = 8;
    window.training()->setOptions(options);
    window.training()->start();
    return QTest::qWaitFor([&] { return window.training()->state() == TrainingState::done; },
                           30000) &&
           rest();
  }
};

}  // namespace

void TestMainWindowComparingSides::eachKindHasItsFields() {
  Sides driven;
  CompareHeader& header = driven.header();
  const auto visible = [&] {
    QStringList names;
    for (const auto& [name, widget] :
         {std::pair<const char*, QWidget*>{"sentence", header.sentence()},
          {"model", header.modelButton()},
          {"layer", header.layerField()},
          {"head", header.headField()},
          {"of layer", header.ofLayerField()},
          {"step", header.stepField()},
          {"stop", header.stopButton()}}) {
      if (widget->isVisible()) {
        names.append(QString::fromLatin1(name));
      }
    }
    return names.join(QLatin1Char(' '));
  };
  QCOMPARE(visible(), QStringLiteral("sentence"));
  driven.compareWith(CompareWith::head);
  QCOMPARE(visible(), QStringLiteral("layer head"));
  driven.compareWith(CompareWith::layer);
  QCOMPARE(visible(), QStringLiteral("layer of layer"));
  driven.compareWith(CompareWith::model);
  QCOMPARE(visible(), QStringLiteral("model"));
  driven.compareWith(CompareWith::step);
  QCOMPARE(visible(), QString());
  driven.compareWith(CompareWith::text);
  QCOMPARE(visible(), QStringLiteral("sentence"));
}

void TestMainWindowComparingSides::anotherHeadIsTypedByItsNumbers() {
  Sides driven;
  driven.selection().setHead({0, 0});
  driven.compareWith(CompareWith::head);
  QCOMPARE(driven.header().layerField()->value(), 0);
  QCOMPARE(driven.header().headField()->value(), 1);
  driven.typeNumber(driven.header().layerField(), 1);
  driven.typeNumber(driven.header().headField(), 2);
  QCOMPARE(driven.comparison().heads(), (HeadPair{{0, 0}, {1, 2}}));
  QCOMPARE(driven.view().change()->figure().title, QStringLiteral("L1·H2 − L0·H0"));
  const auto attention = driven.session().run()->attention;
  QVERIFY(isNear(driven.shown(driven.view().change()),
                 attention->map({1, 2}) - attention->map({0, 0}), 1e-7));
  QCOMPARE(driven.view().caption(), QStringLiteral("%1 of a row’s attention is elsewhere")
                                        .arg(*driven.comparison().difference(), 0, 'f', 3));
  // Above the last head there is none.
  driven.typeNumber(driven.header().headField(), 99);
  QCOMPARE(driven.comparison().heads().second, (HeadId{1, 2}));
}

void TestMainWindowComparingSides::aRowOfTheListIsChosenWithTheArrowKeys() {
  Sides driven;
  driven.compareWith(CompareWith::head);
  QCOMPARE(driven.view().title(), QStringLiteral("Which rows differ?"));
  QCOMPARE(driven.view().lines()->rowCount(), 3);
  const auto rows = driven.comparison().rows();
  const QStringList words = kThreeWords.split(QLatin1Char(' '));
  QCOMPARE(driven.line(0, SwingModel::nameRole), words[rows[0].row.first]);
  driven.view().list()->setFocus();
  driven.press(Qt::Key_Home);
  driven.press(Qt::Key_Down);
  QCOMPARE(driven.selection().query(), rows[1].row.first);
  QCOMPARE(driven.selection().key(), rows[1].key.first);
  QCOMPARE(driven.view().list()->currentIndex().row(), 1);  // it has kept its place
  QCOMPARE(driven.view().change()->figure().selectedQuery, rows[1].row.first);
}

void TestMainWindowComparingSides::theMostAlikeHeadIsFoundInTheList() {
  Sides driven;
  driven.selection().setCell(1, 0);
  driven.compareWith(CompareWith::head);
  driven.list(QStringLiteral("most alike"));
  QCOMPARE(driven.view().title(),
           QStringLiteral("“two”: heads most like %1").arg(headName(driven.selection().head())));
  QCOMPARE(driven.view().lines()->rowCount(), 5);
  const QString mostAlike = driven.line(0, SwingModel::nameRole);
  driven.view().list()->setFocus();
  driven.press(Qt::Key_Home);
  QCOMPARE(headName(driven.comparison().heads().second), mostAlike);
  QVERIFY(driven.view().change()->figure().title.startsWith(mostAlike + QStringLiteral(" − ")));
  driven.list(QStringLiteral("least alike"));
  QCOMPARE(driven.line(4, SwingModel::nameRole), mostAlike);
  QVERIFY(driven.line(0, SwingModel::swingRole).toDouble() >=
          driven.line(4, SwingModel::swingRole).toDouble());
}

void TestMainWindowComparingSides::anotherLayerAndItsMean() {
  Sides driven;
  driven.selection().setHead({0, 2});
  driven.compareWith(CompareWith::layer);
  QCOMPARE(driven.comparison().heads(), (HeadPair{{0, 2}, {1, 2}}));
  QCOMPARE(driven.header().ofLayerField()->currentText(), QStringLiteral("the same (2)"));
  QCOMPARE(driven.view().lines()->rowCount(), 3);
  driven.header().ofLayerField()->setFocus();
  QTest::keyClick(driven.header().ofLayerField(), Qt::Key_Down);
  driven.rest();
  QCOMPARE(driven.header().ofLayerField()->currentText(), QStringLiteral("mean of all"));
  QCOMPARE(driven.view().change()->figure().title, QStringLiteral("mean of L1 − mean of L0"));
  Matrix mean = Matrix::Zero(3, 3);
  for (int head = 0; head < 3; ++head) {
    mean += (driven.session().run()->attention->map({1, head}) -
             driven.session().run()->attention->map({0, head})) /
            3;
  }
  QVERIFY(isNear(driven.shown(driven.view().change()), mean, 1e-6));
  QVERIFY(!driven.view().listField()->isEnabled());
  QTest::keyClick(driven.header().ofLayerField(), Qt::Key_Down);
  driven.rest();
  QCOMPARE(driven.comparison().heads().second, (HeadId{1, 0}));
}

void TestMainWindowComparingSides::anotherModelIsChosenFromTheMenu() {
  Sides driven;
  driven.compareWith(CompareWith::model);
  QVERIFY(driven.view().change()->figure().emptyText.startsWith(
      QStringLiteral("Choose a second model above")));
  QVERIFY(!driven.view().list()->isVisible());
  QCOMPARE(driven.header().modelButton()->text(), QStringLiteral("Choose a model…"));
  driven.chooseModel(QStringLiteral("512 / 8 x 64"));
  QCOMPARE(driven.header().modelButton()->text(), QStringLiteral("Sandbox"));
  QVERIFY(driven.view().list()->isVisible());
  QCOMPARE(driven.view().lines()->rowCount(), 8);
  QCOMPARE(driven.header().headField()->maximum(), 7);
  QVERIFY(!driven.header().layerField()->isEnabled());  // it has one
  QCOMPARE(driven.session().text(), kThreeWords);       // not the preset's
  driven.typeNumber(driven.header().headField(), 5);
  QCOMPARE(driven.comparison().heads().second, (HeadId{0, 5}));
  QVERIFY(isNear(driven.shown(driven.view().second()),
                 driven.comparison().maps()->second.attention->map({0, 5}), 0));
}

void TestMainWindowComparingSides::aModelThatCannotBeOpenedIsToldInTheTab() {
  Sides driven;
  driven.compareWith(CompareWith::model);
  driven.comparison().secondModel()->open(QStringLiteral("/no/such/model"));
  driven.rest();
  QVERIFY2(driven.view().note().contains(QStringLiteral("there is no such folder")),
           qPrintable(driven.view().note()));
  QCOMPARE(driven.notice(), QString());  // the window's own model is what it was
  QVERIFY(driven.session().run() != nullptr);
}

void TestMainWindowComparingSides::theOpenModelIsKeptAndTheWindowsChanged() {
  Sides driven;
  driven.compareWith(CompareWith::model);
  driven.chooseModel(QStringLiteral("The model that is open, as it is now"));
  QVERIFY(driven.shown(driven.view().change()).isZero());
  driven.enter(QStringLiteral("seed"), 4);
  driven.rest();
  QVERIFY(!driven.shown(driven.view().change()).isZero());
  QCOMPARE(driven.view().change()->figure().tags,
           QStringList{QStringLiteral("second Sandbox − first Sandbox")});
}

void TestMainWindowComparingSides::stepsAreChosenWithTheSliderAndByNumber() {
  Sides driven(QStringLiteral("playground"));
  driven.compareWith(CompareWith::step);
  QVERIFY(driven.train());
  QSlider* slider = driven.header().stepSlider();
  QVERIFY(slider->isVisible());
  QCOMPARE(driven.header().stepField()->value(), 0);
  QCOMPARE(driven.view().change()->figure().tags, QStringList{QStringLiteral("step 0 − step 12")});
  QCOMPARE(driven.view().lines()->rowCount(), 8);
  const Matrix fromBeginning = driven.shown(driven.view().change());
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Right);
  driven.rest();
  const int next = driven.window.training()->picture()->recording.frames()[1].step;
  QCOMPARE(driven.header().stepField()->value(), next);
  QVERIFY(!isNear(driven.shown(driven.view().change()), fromBeginning, 1e-6));
  driven.typeNumber(driven.header().stepField(), 12);
  QCOMPARE(slider->value(), slider->maximum());
  QVERIFY(driven.shown(driven.view().change()).isZero());
  QCOMPARE(driven.view().caption(), QStringLiteral("0.000 of a row’s attention is elsewhere"));
}

void TestMainWindowComparingSides::withoutATrainingTheTabSaysWhatToDo() {
  Sides driven;
  driven.compareWith(CompareWith::step);
  QCOMPARE(driven.view().change()->figure().emptyText,
           QStringLiteral("Start a training in the Training tab to compare its steps"));
  QVERIFY(!driven.view().list()->isVisible());
  QVERIFY(!driven.header().changeButton()->isVisible());
  QCOMPARE(driven.view().title(), QString());
}

// For who hears the maps.
void TestMainWindowComparingSides::mapsAreCalledByWhatTheyAre() {
  Sides driven;
  driven.selection().setHead({0, 1});
  driven.selection().setCell(1, 2);
  driven.compareWith(CompareWith::head);
  driven.typeNumber(driven.header().layerField(), 1);
  const float change = driven.shown(driven.view().change())(1, 2);
  const QString name = driven.view().change()->accessibleName();
  QVERIFY2(name.startsWith(QStringLiteral("query two, key three, change ")), qPrintable(name));
  QVERIFY2(name.endsWith(QStringLiteral("L1·H2 − L0·H1")), qPrintable(name));
  QVERIFY(std::abs(change) < 1);
  QCOMPARE(driven.view().list()->accessibleName(), QStringLiteral("Rows by how much they differ"));
  driven.list(QStringLiteral("most alike"));
  QCOMPARE(driven.view().list()->accessibleName(),
           QStringLiteral("Heads to compare with, the most alike row first"));
}

void TestMainWindowComparingSides::bothMapsOfTwoHeadsShareTheCell() {
  Sides driven;
  driven.selection().setHead({0, 1});
  driven.compareWith(CompareWith::head);
  QTest::mouseClick(driven.header().mapsButton(), Qt::LeftButton);
  QVERIFY(driven.view().first()->isVisible() && driven.view().second()->isVisible());
  QCOMPARE(driven.view().title(), QStringLiteral("L0·H1 and L0·H2"));
  QCOMPARE(driven.view().first()->figure().title, QStringLiteral("L0·H1"));
  QCOMPARE(driven.view().second()->figure().title, QStringLiteral("L0·H2"));
  HeatmapView* second = driven.view().second();
  QTest::mouseClick(second, Qt::LeftButton, {},
                    second->figureLayout().cellRect(2, 1).center().toPoint());
  QCOMPARE(driven.selection().query(), 2);
  QCOMPARE(driven.selection().key(), 1);
  QCOMPARE(driven.view().first()->figure().selectedQuery, 2);
  QCOMPARE(driven.selection().head(), (HeadId{0, 1}));
  driven.clickHead({1, 0});
  QCOMPARE(driven.view().first()->figure().title, QStringLiteral("L1·H0"));
  QCOMPARE(driven.view().second()->figure().title, QStringLiteral("L0·H2"));
}

void TestMainWindowComparingSides::everyKindIsExported() {
  Sides driven(QStringLiteral("playground"));
  QVERIFY(driven.train());
  driven.comparison().secondModel()->open(kSmallSandbox);
  for (const CompareWith with : kCompareWith) {
    driven.compareWith(with);
    QVERIFY(driven.comparison().maps() != nullptr);
    const QString file = home_.path(QStringLiteral("kind%1.svg").arg(static_cast<int>(with)));
    QVERIFY(driven.window.exportView(file, 1));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray svg = written.readAll();
    QVERIFY(svg.contains(driven.comparison().subject().toHtmlEscaped().toUtf8()));
  }
}

void TestMainWindowComparingSides::aNarrowWindowHasTheFieldsBelow() {
  Sides driven(kSmallSandbox, kThreeWords, {1000, 640});
  driven.compareWith(CompareWith::head);
  const auto below = [&] {
    const QWidget* with = driven.header().withField();
    const QWidget* layer = driven.header().layerField();
    return layer->mapTo(&driven.header(), QPoint()).y() >= with->geometry().bottom();
  };
  QVERIFY(below());
  driven.window.resize(1440, 900);
  driven.settle();
  QVERIFY(!below());
}

void TestMainWindowComparingSides::whatIsTypedKeepsTheChoice() {
  Sides driven;
  driven.compareWith(CompareWith::layer);
  driven.window.topBar()->sentence()->setFocus();
  driven.window.topBar()->sentence()->end(false);
  driven.type(QStringLiteral(" four"));
  driven.rest();
  QCOMPARE(driven.header().withField()->currentText(), QStringLiteral("another layer"));
  QCOMPARE(driven.view().change()->figure().rows(), Index{4});
  QCOMPARE(driven.view().change()->figure().labels.queries.last(), QStringLiteral("four"));
}

HEADSCOPE_TEST(TestMainWindowComparingSides)

}  // namespace headscope::test_main_window_comparing_sides

#include "test_main_window_comparing_sides.moc"
