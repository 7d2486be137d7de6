#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_preferences {

// From one window to the next.
class TestMainWindowPreferences : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void theSecondWindowIsAsTheFirstWasLeft();
  void aSandboxComesBackWithItsSizes();
  void anEmptyFirstWindowBeginsWithTheSentence();

 private:
  OwnHome home_;
};

void TestMainWindowPreferences::theSecondWindowIsAsTheFirstWasLeft() {
  {
    DrivenWindow first;
    first.window.resize(1000, 700);
    first.window.setThemeChoice(ThemeChoice::dark);
    first.window.setColorMap(ColorMapId::cividis);
    WeightField* least = first.window.links()->header()->thresholdField();
    first.press(Qt::Key_2, Qt::ControlModifier);
    least->setFocus();
    QTest::keyClick(least, Qt::Key_Up);
    QTest::mouseClick(first.window.links()->header()->arrangementButton(LinksArrangement::arcs),
                      Qt::LeftButton);
    first.type(QStringLiteral("!"));
    first.window.close();
  }
  MainWindow second;
  second.start({}, {});
  second.show();
  QTRY_VERIFY(second.session()->run() != nullptr);
  QCOMPARE(second.size(), QSize(1000, 700));
  QVERIFY(second.themeChoice() == ThemeChoice::dark);
  QVERIFY(second.colorMap() == ColorMapId::cividis);
  QVERIFY(std::abs(second.links()->threshold() - .09F) < 1e-6F);
  QVERIFY(second.links()->arrangement() == LinksArrangement::arcs);
  QVERIFY(second.links()->header()->arrangementButton(LinksArrangement::arcs)->isChecked());
  QCOMPARE(second.links()->header()->thresholdField()->text(), QStringLiteral("0.09"));
  QCOMPARE(second.topBar()->sentence()->text(), kThreeWords + QStringLiteral("!"));
  QCOMPARE(second.session()->modelReference(),
           QStringLiteral("sandbox:heads=3,d_k=4,d_model=8,layers=2"));
}

void TestMainWindowPreferences::aSandboxComesBackWithItsSizes() {
  {
    DrivenWindow first;
    first.enter(QStringLiteral("heads"), 5);
    first.choose(QStringLiteral("mask"), QStringLiteral("causal"));
    first.window.close();
  }
  DrivenWindow second({}, {});
  QCOMPARE(second.session().sandbox()->heads, 5);
  QVERIFY(second.session().sandbox()->mask == SandboxMask::causal);
}

void TestMainWindowPreferences::anEmptyFirstWindowBeginsWithTheSentence() {
  {
    DrivenWindow first;
    first.window.topBar()->sentence()->selectAll();
    first.press(Qt::Key_Backspace);
    first.window.close();
  }
  DrivenWindow second({}, {});
  QCOMPARE(second.session().text(), QString::fromUtf8(kDefaultSentence));
}

HEADSCOPE_TEST(TestMainWindowPreferences)

}  // namespace headscope::test_main_window_preferences

#include "test_main_window_preferences.moc"
