#pragma once

#include <QCoreApplication>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "views/position_figure.h"
#include "views/positions_view.h"

// What the tests of the Positions tab share: a table, the tab's controls, a mouse.
namespace headscope {

inline constexpr PositionKind kNone = PositionKind::none;
inline constexpr PositionKind kInterleaved = PositionKind::sinusoidInterleaved;
inline constexpr PositionKind kHalves = PositionKind::sinusoidConcatenated;
inline constexpr PositionKind kLearned = PositionKind::learned;

// Cells of 0, ±1/8 … so that colours can be told apart and sums are exact.
inline Matrix learnedTable(Index length = 6, Index width = 5) {
  Matrix values(length, width);
  for (Index r = 0; r < length; ++r) {
    for (Index c = 0; c < width; ++c) {
      values(r, c) = static_cast<float>((3 * r + 5 * c) % 17 - 8) / 8;
    }
  }
  return values;
}

// Replots wait for the event loop.
inline void settle() {
  for (int i = 0; i < 3; ++i) {
    QCoreApplication::processEvents();
  }
}

inline QSpinBox* field(const PositionsView& view, const char* name) {
  for (QSpinBox* box : view.findChildren<QSpinBox*>()) {
    if (box->accessibleName() == QLatin1String(name)) {
      return box;
    }
  }
  return nullptr;
}

inline QToolButton* button(const PositionsView& view, const char* text) {
  for (QToolButton* candidate : view.findChildren<QToolButton*>()) {
    if (candidate->text() == QLatin1String(text)) {
      return candidate;
    }
  }
  return nullptr;
}

// Shown, because only then it has a layout and focus.
inline void open(PositionsView& view, QSize size = {760, 700}) {
  view.resize(size);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  settle();
}

inline void clickCell(PositionsView& view, int position, int dimension,
                      Qt::KeyboardModifiers modifiers = {}) {
  settle();
  QTest::mouseClick(view.figure(), Qt::LeftButton, modifiers,
                    view.figure()->cellCentre(position, dimension));
  settle();
}

}  // namespace headscope
