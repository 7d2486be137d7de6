#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QTimer>
#include <QWidget>

#include "render/figure_style.h"
#include "render/heatmap_figure.h"
#include "render/heatmap_layout.h"
#include "render/map_image.h"
#include "session/selection.h"
#include "views/map_loader.h"

namespace headscope {

// The chosen head's attention map. It shows and changes the Selection, whose bounds are the
// session's to set.
//
// Mouse: click or drag chooses a cell, a token's label its row or column; Ctrl+wheel and pinching
// zoom at the pointer, dragging and the wheel pan a zoomed map, a double click shows all of it. The
// chosen cell is dragged up and down to another weight, where weights can be changed.
// Keys: arrows move the cell, Page Up/Down by a page of rows, Home/End to the row's ends,
// Ctrl+Home/End to the first and last row; Ctrl+arrow jumps to the strongest cell on that side,
// Return to the row's strongest key; Escape chooses the whole row; + - 0 zoom. Shift+Up/Down give
// the chosen cell more or less weight, Delete none.
class HeatmapView : public QWidget {
  Q_OBJECT
 public:
  // Maps of up to so many cells are computed at once, larger ones off the GUI thread.
  static constexpr Index kImmediateCells = 512 * 512;

  explicit HeatmapView(Selection* selection, QWidget* parent = nullptr);

  // Null or without tokens: the empty text. Labels as many as the source has queries and keys.
  void setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels);
  void setFigureStyle(const FigureStyle& style);
  void setTags(const QStringList& tags);  // beside the head's name
  // Instead of the head's name, where the map is not a head's; empty: it is.
  void setTitle(const QString& title);
  void setEmptyText(const QString& text);
  void setRange(ValueRange range);
  // Whether weights can be changed by hand; not at first.
  void setWeightsCanChange(bool can) { weightsCanChange_ = can; }

  const HeatmapFigure& figure() const { return figure_; }  // what is shown now
  const HeatmapLayout& figureLayout() const;
  HeatmapViewport viewport() const { return viewport_; }
  void setViewport(const HeatmapViewport& viewport);
  // Whether the shown map is not yet the chosen one.
  bool isComputing() const { return computing_; }

  // Paints what is shown, on whole cells, at any size and without this view: for a file.
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

  QSize sizeHint() const override { return {720, 640}; }
  QSize minimumSizeHint() const override { return {240, 240}; }

 public slots:
  void zoomIn();
  void zoomOut();
  void zoomToFit();

 signals:
  void painted(double milliseconds);
  void viewportChanged();
  // The chosen cell's weight was dragged, or changed by a key: in [0, 1].
  void weightChosen(int query, int key, float weight);
  // A menu is asked for at this point of the screen: of the chosen cell, which is the one below the
  // mouse if that asked.
  void menuRequested(QPoint at);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Drag { none, choosing, mayPan, panning, weighing };

  void loadChosenHead();
  void showMap(HeadId head, std::shared_ptr<const MapPyramid> map);
  void showSelection();
  void loadTileIfNeeded();
  void changed();  // anything that the layout depends on
  void describe();
  void choose(const HeatmapHit& hit);
  void moveBy(int rows, int keys);
  bool zoomKey(int key);
  bool moveKey(const QKeyEvent& event);
  bool weighKey(const QKeyEvent& event);
  std::optional<float> chosenWeight() const;  // of a chosen cell whose weight can be changed
  bool startsWeighing(const HeatmapHit& hit) const;
  void weighTo(QPointF position);
  void chooseStrongest(int firstKey, int lastKey);
  void chooseStrongestInColumn(int firstRow, int lastRow);
  std::vector<float> rowWeights(int query) const;
  QString shownTitle() const;
  MapValues shownValues() const;
  void updateCursor(QPointF position);

  Selection* selection_;
  std::shared_ptr<const AttentionSource> source_;
  TokenLabels labels_;
  FigureStyle style_;

  // The map being shown, with the source it came from: until another is ready, both stay.
  HeatmapFigure figure_;
  HeadId shownHead_;
  QString title_;
  std::shared_ptr<const AttentionSource> shownSource_;
  bool computing_ = false;
  bool saysComputing_ = false;

  HeatmapViewport viewport_;
  mutable std::optional<HeatmapLayout> layout_;
  MapImageCache cache_;
  MapLoader loader_;
  QTimer computingDelay_;
  int tileFirst_ = 0;  // the rows asked for
  int tileCount_ = 0;

  Drag drag_ = Drag::none;
  QPointF dragStart_;
  QPointF dragLast_;
  bool weightsCanChange_ = false;
  float weighedFrom_ = 0;  // the weight when its drag began
  bool focusVisible_ = false;
};

}  // namespace headscope
