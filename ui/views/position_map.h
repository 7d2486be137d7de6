#pragma once

#include <memory>

#include <QImage>

#include "render/color_map.h"
#include "tensor/matrix.h"
#include "theme/theme.h"
#include "views/position_plotting.h"

namespace headscope {

// A part of a table in cells; edges may lie inside a cell.
struct TableWindow {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  bool operator==(const TableWindow&) const = default;
};

// That part of a table as an image of so many pixels. A pixel that covers several cells, or parts
// of them, has the colour of their mean value by area: 512 dimensions on 400 pixels then show
// no pattern that the table does not have. Pixels with more missing (non-finite) than present
// values are `missing`. The window lies within values (rows, cols), size is not empty.
QImage averagedImage(const Matrix& values, const TableWindow& window, QSize size,
                     const ColorMap& colors, ValueRange range, QRgb missing);

// The heatmap of a position table in an axis rect whose x axis counts dimensions and whose y axis,
// reversed, counts positions: cell (p, d) reaches from p - 0.5 to p + 0.5. It paints its image at
// the resolution of the device itself and so replaces QCPColorMap, which would copy the table in
// double and drop columns where they are narrower than a pixel.
class PositionMap : public QCPLayerable {
 public:
  PositionMap(QCPAxis* dimensionAxis, QCPAxis* positionAxis, const QString& layer);

  void setValues(std::shared_ptr<const Matrix> values, double limit);
  void setTheme(const Theme& theme);
  // Device pixels in a logical one; 0: a file of vectors, in which every cell is whole pixels.
  void setResolution(double devicePixels) { devicePixels_ = devicePixels; }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;
  QRect clipRect() const override;

 private:
  TableWindow visibleWindow() const;
  void drawGrid(QCPPainter* painter, const TableWindow& window) const;
  void drawNumbers(QCPPainter* painter, const TableWindow& window) const;

  QCPAxis* dimensions_;
  QCPAxis* positions_;
  std::shared_ptr<const Matrix> values_;
  double limit_ = 1;
  Theme theme_;
  double devicePixels_ = 1;
  QImage image_;  // what was painted last
  TableWindow imageWindow_;
};

// Over the map: the chosen row and column framed, the chosen cell outlined.
class PositionMapSelection : public QCPLayerable {
 public:
  PositionMapSelection(QCPAxis* dimensionAxis, QCPAxis* positionAxis, const QString& layer);

  void select(int position, int dimension);
  void setTheme(const Theme& theme) { theme_ = theme; }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;
  QRect clipRect() const override;

 private:
  QCPAxis* dimensions_;
  QCPAxis* positions_;
  int position_ = -1;
  int dimension_ = -1;
  Theme theme_;
};

}  // namespace headscope
