#include <algorithm>
#include <cmath>

#include <QImage>

#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_golden_views {

// Every view as it looked when somebody looked at it and found it right, in light and dark: the
// model that comes with the program, the default sentence. scripts/golden_views.sh makes the
// pictures anew, to be looked at before they are committed.
class TestGoldenViews : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void views_data();
  void views();
  void aFaultIsSeen_data();
  void aFaultIsSeen();
  void anotherHeadAndCellAreSeen();

 private:
  OwnHome home_;
};

namespace {

constexpr QSize kWindow(1200, 800);
constexpr const char* kViews[] = {"heatmap",   "links",   "arcs", "heads", "block",
                                  "positions", "compare", "row",  "cell"};
// Letters are drawn otherwise by other versions of the same libraries: pictures are compared at
// half their size, and some pixels may differ.
constexpr int kMostDifference = 24;  // of 255, in any colour
constexpr double kMostDiffering = .003;

QString goldenPath(const QString& name, ThemeKind theme) {
  return QStringLiteral(HEADSCOPE_TEST_DATA "/views/%1_%2.png")
      .arg(name, theme == ThemeKind::light ? QStringLiteral("light") : QStringLiteral("dark"));
}

QImage pictureOf(QWidget* widget) {
  const QImage whole = widget->grab().toImage();
  return whole
      .scaled(whole.size() / (2 * whole.devicePixelRatio()), Qt::IgnoreAspectRatio,
              Qt::SmoothTransformation)
      .convertToFormat(QImage::Format_RGB32);
}

int differenceOf(QRgb a, QRgb b) {
  return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                   std::abs(qBlue(a) - qBlue(b))});
}

// The share of pixels that are not alike; all of them where the sizes are not.
double differingShare(const QImage& picture, const QImage& golden) {
  if (picture.size() != golden.size()) {
    return 1;
  }
  int differing = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      differing += differenceOf(picture.pixel(x, y), golden.pixel(x, y)) > kMostDifference ? 1 : 0;
    }
  }
  return differing / static_cast<double>(picture.width() * picture.height());
}

QImage goldenOf(const QString& name, ThemeKind theme) {
  return QImage(goldenPath(name, theme)).convertToFormat(QImage::Format_RGB32);
}

struct Looking : DrivenWindow {
  explicit Looking(ThemeKind theme)
      : DrivenWindow(QStringLiteral("playground"), QString::fromUtf8(kDefaultSentence), kWindow) {
    window.setThemeChoice(theme == ThemeKind::light ? ThemeChoice::light : ThemeChoice::dark);
    selection().setHead({1, 2});
    selection().setCell(9, 1);
    settle();
  }

  // The widget of that name, with everything that it waits for there.
  QWidget* show(const QString& name) {
    const std::map<QString, QWidget*> tabs = {{QStringLiteral("heatmap"), window.heatmap()},
                                              {QStringLiteral("links"), window.links()},
                                              {QStringLiteral("arcs"), window.links()},
                                              {QStringLiteral("heads"), window.headSheet()},
                                              {QStringLiteral("block"), window.block()},
                                              {QStringLiteral("positions"), window.positions()},
                                              {QStringLiteral("compare"), window.compareView()}};
    if (const auto tab = tabs.find(name); tab != tabs.end()) {
      showTab(tab->second);
    }
    if (name == QStringLiteral("arcs")) {
      window.links()->setArrangement(LinksArrangement::arcs);
    }
    if (name == QStringLiteral("compare")) {
      window.comparison()->setText(
          QStringLiteral("The animal didn't cross the street because it was too wide."));
      wait([this] { return window.comparison()->maps() != nullptr; });
      wait([this] { return !window.comparison()->isBusy(); });
    }
    wait([this] { return !window.headCards()->isBusy() && !window.namedTokens()->isBusy(); });
    wait([this] {
      return !window.headSheet()->isMakingPictures() || !window.headSheet()->isVisible();
    });
    wait([this] { return !window.block()->isComputing() && !window.links()->isComputing(); });
    wait([this] { return !window.copiedValues()->isBusy(); });
    settle();
    QTest::qWait(50);  // thumbnails
    if (name == QStringLiteral("row")) {
      return window.rowView();
    }
    return name == QStringLiteral("cell") ? window.cellPanel() : tabs.at(name);
  }
  static void wait(const std::function<bool()>& done) {
    if (!QTest::qWaitFor(done, 20000)) {
      qWarning("what is waited for does not come");
    }
  }
};

}  // namespace

void TestGoldenViews::views_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<bool>("dark");
  for (const char* name : kViews) {
    for (const bool dark : {false, true}) {
      QTest::addRow("%s, %s", name, dark ? "dark" : "light") << QString::fromLatin1(name) << dark;
    }
  }
}

void TestGoldenViews::views() {
  QFETCH(QString, name);
  QFETCH(bool, dark);
  const ThemeKind theme = dark ? ThemeKind::dark : ThemeKind::light;
  Looking driven(theme);
  const QImage picture = pictureOf(driven.show(name));
  const QString path = goldenPath(name, theme);
  if (qEnvironmentVariableIsSet("HEADSCOPE_WRITE_GOLDENS")) {
    QVERIFY(QDir().mkpath(QFileInfo(path).path()) && picture.save(path));
    return;
  }
  const double share = differingShare(picture, goldenOf(name, theme));
  if (share > kMostDiffering) {
    picture.save(QDir::temp().filePath(QFileInfo(path).fileName()));
  }
  QVERIFY2(share <= kMostDiffering,
           qPrintable(QStringLiteral("%1 of %2 differ; what was painted is in %3")
                          .arg(share, 0, 'f', 4)
                          .arg(path, QDir::tempPath())));
}

void TestGoldenViews::aFaultIsSeen_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : kViews) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

// The comparison has to notice another theme, and what is moved by a few pixels.
void TestGoldenViews::aFaultIsSeen() {
  QFETCH(QString, name);
  const QImage golden = goldenOf(name, ThemeKind::light);
  QVERIFY(!golden.isNull());
  QVERIFY(differingShare(golden, golden) == 0);
  QVERIFY(differingShare(golden, goldenOf(name, ThemeKind::dark)) > .5);
  QVERIFY2(differingShare(golden.copy(golden.rect().translated(3, 0)), golden) > kMostDiffering,
           qPrintable(QString::number(
               differingShare(golden.copy(golden.rect().translated(3, 0)), golden))));
}

void TestGoldenViews::anotherHeadAndCellAreSeen() {
  Looking driven(ThemeKind::light);
  const QImage golden = goldenOf(QStringLiteral("heatmap"), ThemeKind::light);
  const auto share = [&] {
    return differingShare(pictureOf(driven.show(QStringLiteral("heatmap"))), golden);
  };
  driven.selection().setHead({0, 2});
  QVERIFY2(share() > kMostDiffering, qPrintable(QString::number(share())));
  driven.selection().setHead({1, 2});
  QVERIFY(share() <= kMostDiffering);
  driven.selection().setCell(4, 7);
  QVERIFY2(share() > kMostDiffering, qPrintable(QString::number(share())));
}

HEADSCOPE_TEST(TestGoldenViews)

}  // namespace headscope::test_golden_views

#include "test_golden_views.moc"
