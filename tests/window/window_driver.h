#pragma once

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "window/main_window.h"

namespace headscope {

// Three words, so that every test has its picture in a millisecond.
inline const QString kSmallSandbox =
    QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2,seed=1");
inline const QString kThreeWords = QStringLiteral("one two three");

// Settings and a store of models of the test's own: nothing of the user's is read or written.
class OwnHome {
 public:
  OwnHome() {
    QCoreApplication::setOrganizationName(QStringLiteral("headscope-test"));
    QCoreApplication::setApplicationName(QStringLiteral("headscope-test"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path(QStringLiteral("config")));
    qputenv("XDG_DATA_HOME", QFile::encodeName(path(QStringLiteral("data"))));
  }

  QString path(const QString& name) const { return folder_.filePath(name); }
  void forgetPreferences() const { QSettings().clear(); }

  // Where the store has all-MiniLM-L6-v2, as `headscope models get` would leave it; false where
  // this machine has none to lend.
  bool installMiniLm() const {
    const QString folder = qEnvironmentVariable("HEADSCOPE_MINILM_DIR");
    const QString store = path(QStringLiteral("data/headscope/models"));
    return !folder.isEmpty() && QDir().mkpath(store) &&
           QFile::link(folder, store + QStringLiteral("/all-MiniLM-L6-v2"));
  }

 private:
  QTemporaryDir folder_;
};

// A window with a model and a text, its first picture shown, and hands to drive it with.
class DrivenWindow {
 public:
  explicit DrivenWindow(const QString& model = kSmallSandbox, const QString& text = kThreeWords,
                        QSize size = {1200, 800}) {
    window.resize(size);
    window.start(model, text);
    window.show();
    window.activateWindow();
    static_cast<void>(QTest::qWaitForWindowActive(&window));
    settle();
  }

  // Until the newest model and text are on the screen; false where they are not in time.
  bool settle() {
    const JobRunner* jobs = window.session()->jobs();
    const bool quiet = QTest::qWaitFor(
        [this, jobs] {
          return !jobs->isBusy(JobLane::model) && !jobs->isBusy(JobLane::run) &&
                 !window.training()->isCatchingUp();
        },
        30000);
    QCoreApplication::processEvents();
    return quiet;
  }

  // By its key: Ctrl and the tab's number.
  void showTab(QWidget* tab) {
    press(static_cast<Qt::Key>(Qt::Key_1 + window.tabs()->indexOf(tab)), Qt::ControlModifier);
  }
  // A key goes where a person's would: to what has the focus.
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* focus = window.focusWidget();
    QTest::keyClick(focus != nullptr ? focus : &window, key, modifiers);
    settle();
  }
  void type(const QString& text) {
    QTest::keyClicks(window.topBar()->sentence(), text);
    settle();
  }
  void clickCell(int query, int key) {
    HeatmapView* map = window.heatmap();
    QTest::mouseClick(map, Qt::LeftButton, {},
                      map->figureLayout().cellRect(query, key).center().toPoint());
  }
  void clickHead(HeadId head) {
    HeadGridView* grid = window.headGrid();
    const QModelIndex index = grid->model()->index(head.layer, head.head);
    grid->scrollTo(index);
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(index).center());
  }

  // The control of the model panel that a screen reader calls so.
  template <typename Field>
  Field* field(const QString& name) {
    for (Field* each : window.modelPanel()->findChildren<Field*>()) {
      if (each->accessibleName() == name) {
        return each;
      }
    }
    return nullptr;
  }
  // Writes a number over the one that stands in a field.
  void enter(const QString& name, int value) {
    auto* number = field<PositionField>(name);
    number->setFocus();
    number->selectAll();
    QTest::keyClicks(number, QString::number(value));
    QTest::keyClick(number, Qt::Key_Return);
    settle();
  }
  // Steps down a list with the keyboard to the entry that reads so.
  void choose(const QString& name, const QString& entry) {
    auto* choice = field<ChoiceField>(name);
    choice->setFocus();
    const int wanted = choice->findText(entry);
    while (wanted >= 0 && choice->currentIndex() != wanted) {
      QTest::keyClick(choice, choice->currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }
    settle();
  }

  Session& session() { return *window.session(); }
  Selection& selection() { return *window.session()->selection(); }
  AttentionShape shape() { return session().run()->attention->shape(); }
  Matrix map() { return session().run()->attention->map(selection().head()); }
  QString notice() { return window.notice()->isVisible() ? window.notice()->text() : QString(); }

  MainWindow window;
};

}  // namespace headscope
