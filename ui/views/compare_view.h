#pragma once

#include <functional>

#include <QLabel>
#include <QPointer>
#include <QToolButton>
#include <QWidget>

#include "models/swing_model.h"
#include "session/text_comparison.h"
#include "views/heatmap_view.h"
#include "views/swing_list_view.h"

class QLineEdit;

namespace headscope {

// A second sentence beside the first: which heads noticed what they differ in, and what changed in
// the chosen head's map. All maps share the window's selection, token for token.
class CompareView : public QWidget {
  Q_OBJECT
 public:
  CompareView(Session* session, TextComparison* comparison, QWidget* parent = nullptr);

  void setFigureStyle(const FigureStyle& style);

  QLineEdit* sentence() { return sentence_; }
  SwingListView* heads() { return heads_; }
  SwingModel* swings() { return &swings_; }
  HeatmapView* change() { return change_; }
  HeatmapView* first() { return first_; }
  HeatmapView* second() { return second_; }
  QToolButton* changeButton() { return showChange_; }
  QToolButton* mapsButton() { return showMaps_; }
  QString title() const { return title_->text(); }
  QString note() const { return note_->text(); }

  // Paints the maps that are shown, for a file of this size.
  QSizeF figureSize() const;
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeMaps();
  void showTexts();
  void showHeads();
  void followSession();
  void followChange(int query, int key);
  void followSecond(int query, int key);

  Session* session_;
  QPointer<TextComparison> comparison_;  // a window that is closed hides its views last
  FigureStyle style_;
  std::shared_ptr<const ComparedTexts> shown_;

  SwingModel swings_;
  Selection changeSelection_;  // rows and columns are pairs of tokens
  Selection secondSelection_;  // the second text's
  bool following_ = false;

  QLineEdit* sentence_ = nullptr;
  QLabel* title_ = nullptr;
  QLabel* note_ = nullptr;
  QToolButton* showChange_ = nullptr;
  QToolButton* showMaps_ = nullptr;
  SwingListView* heads_ = nullptr;
  HeatmapView* change_ = nullptr;
  HeatmapView* first_ = nullptr;
  HeatmapView* second_ = nullptr;
};

}  // namespace headscope
