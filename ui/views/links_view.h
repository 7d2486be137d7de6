#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "render/links_figure.h"
#include "session/selection.h"
#include "views/links_header.h"
#include "views/links_loader.h"
#include "views/links_plot.h"

namespace headscope {

// Bands from queries to keys for the chosen head and those beside it. It shows and changes the
// Selection's cell; which other heads and queries are looked at together is its own. Where little
// is to be computed it is shown at once, else what was shown stays until it is ready. While it is
// hidden it computes nothing.
//
// Mouse: a token at the left chooses the query (Ctrl: adds it or takes it away, Shift: all up to
// it), one at the right the key; over a token its links are previewed; the wheel scrolls. Of arcs a
// word chooses the query, what stands below it the key, and Ctrl with the wheel spreads the words.
// Keys: Up and Down move the query, Left and Right, or Shift+Up and Down, the key; of arcs it is
// the other way round, for the text runs from left to right. Page Up/Down move by a page, Home/End
// to the first and last query; Return goes to the row's strongest key, Space keeps the query to be
// summed with the next, Escape clears the key and what was kept; A changes between columns and
// arcs, whose words + and - spread and 0 fits into the room.
class LinksView : public QWidget {
  Q_OBJECT
 public:
  explicit LinksView(Selection* selection, QWidget* parent = nullptr);

  // Layers from knownLayers on are not asked for: until they are known, what was shown stays.
  void setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels,
                 int knownLayers);
  void setKnownLayers(int knownLayers);
  void setFigureStyle(const FigureStyle& style);

  float threshold() const { return figure_.threshold; }
  void setThreshold(float threshold);

  LinksArrangement arrangement() const { return figure_.arrangement; }
  void setArrangement(LinksArrangement arrangement);
  // Which attention is shown, where a model has several.
  void setTag(const QString& tag);
  // The words of arcs further apart, closer, or as the room has it.
  void spread() { spreadBy(1); }
  void gather() { spreadBy(-1); }
  void spreadToFit();

  // Beside the chosen head.
  void keepChosenHead(bool keep);
  void addHeadsOfLayer();
  void removeHead(HeadId head);
  void showChosenHeadOnly();

  const LinksFigure& figure() const { return figure_; }  // what is shown now
  bool isComputing() const { return computing_; }
  LinksHeader* header() { return header_; }
  LinksPlot* plot() { return plot_; }

  // Paints what is shown, with its header, on whole lines: for a file.
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

  QSize sizeHint() const override { return {720, 640}; }

 signals:
  void thresholdChanged(float threshold);
  void arrangementChanged(headscope::LinksArrangement arrangement);

 protected:
  void showEvent(QShowEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  std::vector<LinksHead> wantedHeads() const;
  std::vector<HeadId> shownHeads() const;
  void load();
  void showLinks(std::shared_ptr<const LinkSet> links);
  void showNothing();
  void showSelection();
  void loadSums();
  void showArrangement();
  void showTexts();
  void describe();
  void click(LinksHit hit, Qt::KeyboardModifiers modifiers);
  void preview(LinksHit hit);
  void toggleQuery(int query);
  void moveQuery(int query);
  void moveKey(int by);
  void spreadBy(double steps, double x = -1);
  bool handleKey(const QKeyEvent& event);
  bool handleArrow(const QKeyEvent& event);
  void keepQuery();
  bool clearChoice();
  void chooseStrongest();
  QString queryWords() const;

  Selection* selection_;
  std::shared_ptr<const AttentionSource> source_;
  TokenLabels labels_;
  int knownLayers_ = 0;
  std::vector<LinksHead> kept_;   // may hold the chosen one, which is then shown once
  std::vector<int> keptQueries_;  // beside the chosen one, ascending

  QString tag_;
  LinksFigure figure_;
  std::shared_ptr<const AttentionSource> shownSource_;
  std::vector<LinksHead> loadingHeads_;
  bool due_ = true;  // something is to be loaded as soon as it is seen
  bool computing_ = false;
  bool saysComputing_ = false;
  QTimer computingDelay_;

  LinksHeader* header_;
  LinksPlot* plot_;
  LinksLoader loader_;
};

}  // namespace headscope
