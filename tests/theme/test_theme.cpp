#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "test_class.h"
#include "theme/contrast.h"
#include "theme/theme.h"

namespace headscope::test_theme {

class TestTheme : public QObject {
  Q_OBJECT
 private slots:
  void contrastOfKnownColors() {
    QCOMPARE(contrastRatio(QColor(0, 0, 0), QColor(255, 255, 255)), 21.0);
    QCOMPARE(contrastRatio(QColor(255, 255, 255), QColor(255, 255, 255)), 1.0);
    // #777777 on white is the textbook grey that just fails: 4.48.
    const double grey = contrastRatio(QColor(0x77, 0x77, 0x77), QColor(255, 255, 255));
    QVERIFY2(std::abs(grey - 4.48) < 0.005, qPrintable(QString::number(grey)));
  }

  void textIsReadable_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("light") << static_cast<int>(ThemeKind::light);
    QTest::newRow("dark") << static_cast<int>(ThemeKind::dark);
  }

  void textIsReadable() {
    QFETCH(int, kind);
    const Theme& t = theme(static_cast<ThemeKind>(kind));
    for (const QColor& ground : {t.panel, t.canvas}) {
      for (const QColor& text : {t.text, t.textQuiet, t.accent, t.error}) {
        QVERIFY2(contrastRatio(text, ground) >= 4.5,
                 qPrintable(text.name() + QStringLiteral(" on ") + ground.name() +
                            QStringLiteral(": ") + QString::number(contrastRatio(text, ground))));
      }
      // The frames of the chosen row and cell are graphics: WCAG 1.4.11 asks for 3 and, for the
      // warm one, which also stands on cells of every colour, the accent is beside it.
      QVERIFY(contrastRatio(t.accent, ground) >= 3);
    }
    QVERIFY(contrastRatio(t.accent, t.accentSoft) >= 4.5);
    const QPalette colors = palette(t);
    QVERIFY(contrastRatio(colors.color(QPalette::HighlightedText),
                          colors.color(QPalette::Highlight)) >= 4.5);
    QVERIFY(contrastRatio(colors.color(QPalette::ToolTipText),
                          colors.color(QPalette::ToolTipBase)) >= 4.5);
  }

  void textOnAnyCellIsReadable() {
    const Theme& t = theme(ThemeKind::light);
    for (int grey = 0; grey < 256; ++grey) {
      const QColor ground(grey, grey, grey);
      QVERIFY(contrastRatio(ground, readableOn(ground, t.text)) >= 4.5);
    }
    QCOMPARE(readableOn(QColor(255, 255, 255), t.text), t.text);
    QCOMPARE(readableOn(QColor(0, 0, 0), t.text), QColor(255, 255, 255));
  }

  void headsAreToldApart_data() { textIsReadable_data(); }

  void headsAreToldApart() {
    QFETCH(int, kind);
    const Theme& t = theme(static_cast<ThemeKind>(kind));
    const int count = static_cast<int>(t.heads.size()) + 1;
    QCOMPARE(headColor(t, 0), t.accent);
    QCOMPARE(headColor(t, count), headColor(t, 1));
    for (int i = 0; i < count; ++i) {
      const QColor color = headColor(t, i);
      QVERIFY2(contrastRatio(color, t.canvas) >= 3, qPrintable(color.name()));
      const QColor ground = mix(t.canvas, color, 0.2);
      QVERIFY(contrastRatio(readableTint(color, ground, t.text), ground) >= 4.5);
      for (int j = 0; j < i; ++j) {
        const QColor other = headColor(t, j);
        const int distance = std::abs(color.red() - other.red()) +
                             std::abs(color.green() - other.green()) +
                             std::abs(color.blue() - other.blue());
        QVERIFY2(distance >= 48, qPrintable(color.name() + other.name()));
      }
    }
    QCOMPARE(readableTint(t.text, t.canvas, t.text), t.text);
  }

  void styleSheetIsComplete_data() { textIsReadable_data(); }

  void styleSheetIsComplete() {
    QFETCH(int, kind);
    const QString sheet = styleSheet(theme(static_cast<ThemeKind>(kind)));
    QVERIFY2(!sheet.contains(u'@'), "a name in the sheet has no colour");
    QCOMPARE(sheet.count(u'{'), sheet.count(u'}'));
    auto icons = QRegularExpression(QStringLiteral("url\\(([^)]+)\\)")).globalMatch(sheet);
    QVERIFY(icons.hasNext());
    while (icons.hasNext()) {
      const QString path = icons.next().captured(1);
      QVERIFY2(QFile::exists(path), qPrintable(path));
      QVERIFY2(!QImage(path).isNull(), qPrintable(path));
    }
  }

  void mixesColors() {
    const QColor a(0, 100, 200);
    const QColor b(100, 200, 0);
    QCOMPARE(mix(a, b, 0).rgb(), a.rgb());
    QCOMPARE(mix(a, b, 1).rgb(), b.rgb());
    QCOMPARE(mix(a, b, 0.5).rgb(), qRgb(50, 150, 100));
  }

  void fontOnDarkIsOneWeightLighter() {
    QCOMPARE(uiFont(14, QFont::DemiBold).weight(), QFont::DemiBold);
    QCOMPARE(uiFont(14, QFont::DemiBold, ThemeKind::dark).weight(), QFont::Medium);
    QCOMPARE(uiFont(14, QFont::Normal, ThemeKind::dark).weight(), QFont::Light);
    QCOMPARE(uiFont(14).pixelSize(), 14);
  }
};

HEADSCOPE_TEST(TestTheme)

}  // namespace headscope::test_theme

#include "test_theme.moc"
