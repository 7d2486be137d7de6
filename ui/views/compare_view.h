#pragma once

#include <functional>

#include <QLabel>
#include <QPointer>
#include <QWidget>

#include "session/map_comparison.h"
#include "views/compare_header.h"
#include "views/compare_list.h"
#include "views/heatmap_view.h"

namespace headscope {

// The chosen map against that of another text, head, layer, model or training step: which heads or
// rows differ, by how much, and where. All maps share the window's selection, token for token.
class CompareView : public QWidget {
  Q_OBJECT
 public:
  CompareView(Session* session, Training* training, MapComparison* comparison,
              QWidget* parent = nullptr);

  void setFigureStyle(const FigureStyle& style);

  CompareHeader* header() { return header_; }
  ChoiceField* listField() { return list_->field(); }
  SwingListView* list() { return list_->view(); }
  SwingModel* lines() { return list_->lines(); }
  HeatmapView* change() { return change_; }
  HeatmapView* first() { return first_; }
  HeatmapView* second() { return second_; }
  // The map, or the first one, that is shown: where the keys go.
  HeatmapView* picture() { return change_->isVisibleTo(this) ? change_ : first_; }
  QString title() const { return title_; }
  QString caption() const { return caption_; }  // how much the two maps differ
  QString note() const { return note_->text(); }

  // Paints the maps that are shown, for a file of this size.
  QSizeF figureSize() const;
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeTop();
  QWidget* makeMaps();
  void showAll();
  void showMaps();
  void showTitles();
  void showTexts();
  QString titleOfList() const;
  QString titleOfMaps() const;
  void placeParts();
  void followSession();
  void followChange(int query, int key);
  void followSecond(int query, int key);

  Session* session_;
  QPointer<MapComparison> comparison_;  // a window that is closed hides its views last
  FigureStyle style_;
  std::shared_ptr<const ComparedMaps> shown_;
  std::shared_ptr<const AttentionSource> shownChange_;

  Selection firstSelection_;   // the session's, while somebody sees it
  Selection changeSelection_;  // rows and columns are pairs of tokens
  Selection secondSelection_;  // the second side's
  bool following_ = false;

  QString title_;
  QString caption_;
  CompareHeader* header_ = nullptr;
  QLabel* titleLabel_ = nullptr;
  QLabel* captionLabel_ = nullptr;
  QLabel* note_ = nullptr;
  CompareList* list_ = nullptr;
  HeatmapView* change_ = nullptr;
  HeatmapView* first_ = nullptr;
  HeatmapView* second_ = nullptr;
};

}  // namespace headscope
