#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "analysis/token_folding.h"
#include "render/color_map.h"
#include "render/links_arrangement.h"

namespace headscope {

enum class ThemeChoice { system, light, dark };

// What is remembered from one start to the next, in the desktop's place for settings.
struct Preferences {
  QByteArray geometry;
  QByteArray panels;  // of the splitter
  ThemeChoice theme = ThemeChoice::system;
  ColorMapId colorMap = ColorMapId::ink;
  float linksFrom = 0.08F;  // the least weight that is drawn as a link
  TokenDisplay tokens;
  LinksArrangement links = LinksArrangement::columns;
  QStringList folded = {QStringLiteral("softmax"),  // parts of the inspector
                        QStringLiteral("output")};
  bool largestFirst = false;  // its terms of q · k
  QString model;              // empty: never opened one
  QString text;
  QString target;      // of an encoder-decoder
  QByteArray changes;  // by hand, of that text, as editsAsJson() has them; empty: none
  QStringList opened;  // paths of models that were opened before, newest first
  QString folder;      // of the last file or folder that was opened or written
};

Preferences loadPreferences();
void savePreferences(const Preferences& preferences);

}  // namespace headscope
