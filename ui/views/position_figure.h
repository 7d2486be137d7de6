#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "theme/theme.h"
#include "views/position_plotting.h"
#include "views/position_table.h"

namespace headscope {

class PlotCaption;
class PositionCurvesPlot;
class PositionHeader;
class PositionMap;
class PositionMapSelection;
class PositionProductsPlot;
class NoPositionsNote;

// What a figure of position encodings shows; a value.
struct PositionPicture {
  PositionTable table;
  int position = 0;  // the chosen cell; clamped to the table
  int dimension = 0;
  std::vector<int> curves;  // dimensions drawn beside the chosen one
};

// The first picture of a table: its middle position, the second of its typical dimensions chosen
// and the others beside it.
PositionPicture positionPicture(PositionTable table);

// Three linked plots on one canvas: the table as a heatmap (rows are positions from the top,
// columns dimensions, as in "The Illustrated Transformer"), some dimensions as curves over the
// position, and the chosen position's dot products against distance. Without positions it says
// what that means. Needs a QApplication but no window: figurePaint() works hidden and offscreen.
//
// Mouse: a click in the map chooses a cell, a click among the curves a position; the wheel zooms,
// dragging pans, a double click shows all again. Keys: arrows, Page Up/Down, Home/End and with
// Ctrl the first and last cell, + and - zoom, 0 shows all, Space keeps or drops a curve.
class PositionFigure : public QCustomPlot {
  Q_OBJECT
 public:
  explicit PositionFigure(QWidget* parent = nullptr);
  ~PositionFigure() override;

  const PositionPicture& picture() const { return picture_; }
  void setPicture(PositionPicture picture);  // keeps the zoom while the table's size stays
  void setCell(int position, int dimension);
  void setCurves(std::vector<int> dimensions);
  bool hasCurve(int dimension) const;
  void toggleCurve(int dimension);
  void setTheme(const Theme& theme);

  void zoom(double factor);  // > 1 shows fewer cells, around the chosen one
  void showAll();

  // The selection in words, as the header and a screen reader say it.
  QString words() const;

  // Paints what is shown, at this zoom, on another device from the painter's origin on: lines and
  // text as vectors, the map as an image without loss. Independent of this widget, but for the GUI
  // thread only.
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

  // The plots, for tests and for whoever points at one.
  QCPAxisRect* mapRect() const { return mapRect_; }
  QCPAxisRect* curvesRect() const;
  QCPAxisRect* productsRect() const;
  QPoint cellCentre(int position, int dimension) const;  // in the widget's pixels

 signals:
  void cellChanged(int position, int dimension);  // by the user or setCell()
  void curvesChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  // What can be zoomed.
  struct Ranges {
    QCPRange dimensions;
    QCPRange positions;
    QCPRange distances;
    bool operator==(const Ranges&) const = default;
  };
  Ranges allOf(const PositionTable& table) const;
  Ranges ranges() const;
  void setRanges(const Ranges& ranges);

  void buildMap();
  void layOut();
  void linkAxes();
  void keepWithin(QCPAxis* axis, QCPRange Ranges::*limits);
  void applyTheme();

  void updateTable();
  void updateCell();
  void updateHeader();
  void paintOn(QPainter& painter, QSizeF size);
  void prepareLayout();
  int mapSlack() const;
  void queueReplot();

  PositionPicture picture_;
  Theme theme_;
  Ranges limits_;
  bool keyboardFocus_ = false;
  std::optional<QPoint> pressed_;

  PositionHeader* header_ = nullptr;
  NoPositionsNote* note_ = nullptr;
  QCPLayoutGrid* plots_ = nullptr;
  QCPLayoutGrid* mapRow_ = nullptr;
  QCPAxisRect* mapRect_ = nullptr;
  QCPColorScale* scale_ = nullptr;
  PositionMap* map_ = nullptr;
  PositionMapSelection* selection_ = nullptr;
  PlotCaption* mapCaption_ = nullptr;
  std::unique_ptr<PositionCurvesPlot> curves_;
  std::unique_ptr<PositionProductsPlot> products_;
};

// For the command line: the first picture of a table, in this theme.
void paintPositions(QPainter& painter, QSizeF size, const PositionTable& table, const Theme& theme);

}  // namespace headscope
