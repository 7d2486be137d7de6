#include "session/preferences.h"

#include <QSettings>

namespace headscope {
namespace {

const QString kGeometry = QStringLiteral("window/geometry");
const QString kPanels = QStringLiteral("window/panels");
const QString kTheme = QStringLiteral("look/theme");
const QString kColorMap = QStringLiteral("look/colorMap");
const QString kLinksFrom = QStringLiteral("look/linksFrom");
const QString kMergeWords = QStringLiteral("look/mergeWords");
const QString kHideSpecials = QStringLiteral("look/hideSpecials");
const QString kRescaleRows = QStringLiteral("look/rescaleRows");
const QString kLinksAs = QStringLiteral("look/linksAs");
const QString kArcs = QStringLiteral("arcs");
const QString kFolded = QStringLiteral("look/folded");
const QString kLargestFirst = QStringLiteral("look/largestFirst");
const QString kModel = QStringLiteral("session/model");
const QString kText = QStringLiteral("session/text");
const QString kTarget = QStringLiteral("session/target");
const QString kChanges = QStringLiteral("session/changes");
const QString kOpened = QStringLiteral("session/opened");
const QString kFolder = QStringLiteral("session/folder");

QString themeKey(ThemeChoice choice) {
  switch (choice) {
    case ThemeChoice::light:
      return QStringLiteral("light");
    case ThemeChoice::dark:
      return QStringLiteral("dark");
    case ThemeChoice::system:
      break;
  }
  return QStringLiteral("system");
}

ThemeChoice themeFromKey(const QString& key) {
  for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark}) {
    if (key == themeKey(choice)) {
      return choice;
    }
  }
  return ThemeChoice::system;
}

// A weight that a person can have chosen; whatever else a file says, the default.
float weightFrom(const QVariant& value, float otherwise) {
  bool isNumber = false;
  const float weight = value.toFloat(&isNumber);
  return isNumber && weight > 0 && weight <= 1 ? weight : otherwise;
}

}  // namespace

Preferences loadPreferences() {
  const QSettings settings;
  return {.geometry = settings.value(kGeometry).toByteArray(),
          .panels = settings.value(kPanels).toByteArray(),
          .theme = themeFromKey(settings.value(kTheme).toString()),
          .colorMap = colorMapFromKey(settings.value(kColorMap).toString()),
          .linksFrom = weightFrom(settings.value(kLinksFrom), Preferences().linksFrom),
          .tokens = {.mergesWords = settings.value(kMergeWords).toBool(),
                     .hidesSpecials = settings.value(kHideSpecials).toBool(),
                     .rescalesRows = settings.value(kRescaleRows).toBool()},
          .links = settings.value(kLinksAs).toString() == kArcs ? LinksArrangement::arcs
                                                                : LinksArrangement::columns,
          .folded = settings.contains(kFolded) ? settings.value(kFolded).toStringList()
                                               : Preferences().folded,
          .largestFirst = settings.value(kLargestFirst).toBool(),
          .model = settings.value(kModel).toString(),
          .text = settings.value(kText).toString(),
          .target = settings.value(kTarget).toString(),
          .changes = settings.value(kChanges).toByteArray(),
          .opened = settings.value(kOpened).toStringList(),
          .folder = settings.value(kFolder).toString()};
}

void savePreferences(const Preferences& preferences) {
  QSettings settings;
  settings.setValue(kGeometry, preferences.geometry);
  settings.setValue(kPanels, preferences.panels);
  settings.setValue(kTheme, themeKey(preferences.theme));
  settings.setValue(kColorMap, colorMapKey(preferences.colorMap));
  settings.setValue(kLinksFrom, static_cast<double>(preferences.linksFrom));
  settings.setValue(kMergeWords, preferences.tokens.mergesWords);
  settings.setValue(kHideSpecials, preferences.tokens.hidesSpecials);
  settings.setValue(kRescaleRows, preferences.tokens.rescalesRows);
  settings.setValue(
      kLinksAs, preferences.links == LinksArrangement::arcs ? kArcs : QStringLiteral("columns"));
  settings.setValue(kFolded, preferences.folded);
  settings.setValue(kLargestFirst, preferences.largestFirst);
  settings.setValue(kModel, preferences.model);
  settings.setValue(kText, preferences.text);
  settings.setValue(kTarget, preferences.target);
  settings.setValue(kChanges, preferences.changes);
  settings.setValue(kOpened, preferences.opened);
  settings.setValue(kFolder, preferences.folder);
}

}  // namespace headscope
