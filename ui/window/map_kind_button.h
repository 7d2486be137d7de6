#pragma once

#include <QToolButton>

#include "session/map_reading.h"

namespace headscope {

// Which kind of map the heatmap shows, and what to know of reading it.
class MapKindButton : public QToolButton {
  Q_OBJECT
 public:
  explicit MapKindButton(MapReading* reading, QWidget* parent = nullptr);

 signals:
  void helpRequested();

 private:
  void showKind();

  MapReading* reading_;
};

}  // namespace headscope
