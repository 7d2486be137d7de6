#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "session/preferences.h"
#include "test_class.h"

namespace headscope::test_preferences {

class TestPreferences : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void theFirstTimeTheyAreDefaults();
  void whatIsSavedIsLoaded();
  void nonsenseInTheFileIsADefault();

 private:
  QTemporaryDir folder_;
};

void TestPreferences::init() {
  QCoreApplication::setOrganizationName(QStringLiteral("headscope-test"));
  QCoreApplication::setApplicationName(QStringLiteral("headscope-test"));
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder_.path());
  QSettings().clear();
}

void TestPreferences::theFirstTimeTheyAreDefaults() {
  const Preferences preferences = loadPreferences();
  QVERIFY(preferences.geometry.isEmpty());
  QVERIFY(preferences.theme == ThemeChoice::system);
  QVERIFY(preferences.colorMap == ColorMapId::ink);
  QCOMPARE(preferences.linksFrom, .08F);
  QVERIFY(preferences.tokens == TokenDisplay());
  QVERIFY(preferences.links == LinksArrangement::columns);
  QCOMPARE(preferences.folded, (QStringList{QStringLiteral("softmax"), QStringLiteral("output")}));
  QVERIFY(!preferences.largestFirst);
  QVERIFY(preferences.model.isEmpty());
}

void TestPreferences::whatIsSavedIsLoaded() {
  for (const ThemeChoice choice : {ThemeChoice::system, ThemeChoice::light, ThemeChoice::dark}) {
    savePreferences({.geometry = "g",
                     .panels = "p",
                     .theme = choice,
                     .colorMap = ColorMapId::viridis,
                     .linksFrom = .25F,
                     .tokens = {.mergesWords = true, .hidesSpecials = false, .rescalesRows = true},
                     .links = LinksArrangement::arcs,
                     .folded = {},
                     .largestFirst = true,
                     .model = QStringLiteral("sandbox"),
                     .text = QStringLiteral("我喜欢"),
                     .target = QStringLiteral("I like it"),
                     .opened = {QStringLiteral("/models/one"), QStringLiteral("/models/二")},
                     .folder = QStringLiteral("/a b")});
    const Preferences loaded = loadPreferences();
    QCOMPARE(loaded.geometry, QByteArray("g"));
    QCOMPARE(loaded.panels, QByteArray("p"));
    QVERIFY(loaded.theme == choice);
    QVERIFY(loaded.colorMap == ColorMapId::viridis);
    QCOMPARE(loaded.linksFrom, .25F);
    QVERIFY((loaded.tokens == TokenDisplay{.mergesWords = true, .rescalesRows = true}));
    QVERIFY(loaded.links == LinksArrangement::arcs);
    QCOMPARE(loaded.folded, QStringList());  // nothing, and not the default
    QVERIFY(loaded.largestFirst);
    QCOMPARE(loaded.model, QStringLiteral("sandbox"));
    QCOMPARE(loaded.text, QStringLiteral("我喜欢"));
    QCOMPARE(loaded.target, QStringLiteral("I like it"));
    QCOMPARE(loaded.opened.value(1), QStringLiteral("/models/二"));
    QCOMPARE(loaded.folder, QStringLiteral("/a b"));
  }
}

void TestPreferences::nonsenseInTheFileIsADefault() {
  QSettings settings;
  settings.setValue(QStringLiteral("look/theme"), QStringLiteral("purple"));
  settings.setValue(QStringLiteral("look/colorMap"), 17);
  settings.setValue(QStringLiteral("look/linksAs"), QStringLiteral("spirals"));
  settings.sync();
  QVERIFY(loadPreferences().theme == ThemeChoice::system);
  QVERIFY(loadPreferences().colorMap == ColorMapId::ink);
  QVERIFY(loadPreferences().links == LinksArrangement::columns);
  for (const char* wrong : {"strong", "0", "-1", "7", "nan"}) {
    settings.setValue(QStringLiteral("look/linksFrom"), QString::fromLatin1(wrong));
    QCOMPARE(loadPreferences().linksFrom, .08F);
  }
}

HEADSCOPE_TEST(TestPreferences)

}  // namespace headscope::test_preferences

#include "test_preferences.moc"
