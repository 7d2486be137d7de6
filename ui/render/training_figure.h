#pragma once

#include <vector>

#include <QImage>
#include <QPainter>
#include <QRectF>
#include <QString>

#include "model/attention_source.h"
#include "render/figure_style.h"
#include "render/line_chart.h"
#include "render/token_label.h"

namespace headscope {

// What the Training tab shows; values, painted alike on the screen and in a file.

struct LegendEntry {
  QString text;
  QColor color;
};

// A head's map after some step.
struct FilmFrame {
  int step = 0;
  QString label;  // "step 120"
  QImage map;     // one pixel a weight or finer
  bool isShown = false;
};

// How training went, and how one head came to look where it looks.
struct TrainingHistory {
  std::vector<LineChart> charts;
  std::vector<LegendEntry> legend;
  QString filmTitle;  // "L1·H1 while it learns"
  std::vector<FilmFrame> film;
  QString sidesTitle;            // "the head that looks most sharply from “it”"
  std::vector<FilmFrame> sides;  // of trainings that are compared
  int selectedQuery = -1;        // framed in each map
  int queries = 0;
};

class TrainingHistoryLayout {
 public:
  TrainingHistoryLayout(const TrainingHistory& history, double width);

  double height() const { return height_; }
  QRectF chart(std::size_t index) const;
  QRectF legend() const { return legend_; }
  QRectF filmTitle() const { return filmTitle_; }
  QRectF frame(std::size_t index) const;  // a map without its label
  int frameAt(QPointF position) const;    // -1: none
  QRectF sidesTitle() const { return sidesTitle_; }
  QRectF side(std::size_t index) const;
  int sideAt(QPointF position) const;  // -1: none

 private:
  double width_;
  std::size_t charts_;
  std::size_t frames_;
  QRectF legend_;
  QRectF filmTitle_;
  QRectF sidesTitle_;
  std::size_t sides_;
  double frameSide_ = 0;
  double height_ = 0;
};

void paintTrainingHistory(QPainter& painter, const TrainingHistory& history,
                          const TrainingHistoryLayout& layout, const FigureStyle& style);

// Where one query looks in one head.
struct HeadRow {
  HeadId head;
  QString strongest;           // the key's word
  QString label;               // "copies the antecedent 0.94, since step 140"; may be empty
  QString brief;               // the label where that has no room
  std::vector<float> weights;  // (n_key)
  int strongestKey = -1;
  bool isSelected = false;
};

// What the model answers at a row: a bar for each of the text's words.
struct AnswerRow {
  QString title;                // "“it” is animal 0.99"
  QStringList words;            // (n)
  std::vector<double> ofWords;  // (n), 0 to 1
  std::vector<bool> isNew;      // (n): a word that training never showed
  QString newWords;             // what the mark under these says
};

// The rows of all heads at one query, and the answer there.
struct TrainingRows {
  QString title;  // "“it” at step 200"
  TokenLabels labels;
  int query = -1;
  std::vector<HeadRow> heads;
  int headsOfLayer = 1;
  std::vector<AnswerRow> answers;  // none, or one
};

class TrainingRowsLayout {
 public:
  TrainingRowsLayout(const TrainingRows& rows, double width);

  double height() const { return height_; }
  QRectF title() const { return {0, 0, width_, 24}; }
  QRectF head(std::size_t index) const;
  int headAt(QPointF position) const;  // -1: none
  QRectF answer() const { return answer_; }

 private:
  double width_;
  std::size_t count_;
  std::size_t columns_ = 1;
  QRectF answer_;
  double height_ = 0;
};

void paintTrainingRows(QPainter& painter, const TrainingRows& rows,
                       const TrainingRowsLayout& layout, const FigureStyle& style);

}  // namespace headscope
