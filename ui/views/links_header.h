#pragma once

#include <vector>

#include <QAction>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "render/links_figure.h"
#include "theme/theme.h"
#include "views/flow_layout.h"
#include "views/weight_field.h"

namespace headscope {

// Above a figure of links: whose links they are, a chip for each head, from which weight on they
// are drawn and how many that is. It shows what it is told and says what is asked for.
class LinksHeader : public QWidget {
  Q_OBJECT
 public:
  explicit LinksHeader(QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setTitle(const QString& title);
  // The chosen head first; the chips of the others take them away.
  enum class Kept { yes, no };
  void setHeads(const std::vector<LinksHead>& heads, Kept chosenIsKept);
  void setCaption(const QString& caption);
  void setThreshold(float threshold);
  // Which attention it is, where a model has several; empty: no tag.
  void setTag(const QString& tag);
  // Arcs can be chosen where the text looks at itself.
  enum class ArcsAre { possible, ofOneTextOnly };
  void setArrangement(LinksArrangement arrangement, ArcsAre arcs);

  QString title() const { return title_; }
  QString tag() const { return tag_->text(); }
  QToolButton* arrangementButton(LinksArrangement arrangement) {
    return arrangement == LinksArrangement::arcs ? arcs_ : columns_;
  }
  QString caption() const { return caption_; }
  WeightField* thresholdField() { return threshold_; }
  QToolButton* addButton() { return add_; }
  QAction* keepAction() { return keep_; }
  QAction* layerAction() { return layer_; }
  QAction* chosenOnlyAction() { return chosenOnly_; }
  // As the heads; the chosen one's is null, for it cannot be taken away.
  std::vector<QToolButton*> chips() const { return chips_; }

 signals:
  void removed(headscope::HeadId head);
  void keepToggled(bool keep);
  void layerRequested();
  void chosenOnlyRequested();
  void thresholdChanged(float threshold);
  void arrangementChosen(headscope::LinksArrangement arrangement);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void makeMenu();
  void showHeads();
  void showTexts();
  QToolButton* makeArrangementButton(const QString& text, LinksArrangement arrangement);
  QWidget* makeChip(std::size_t index);

  Theme theme_;
  QString title_;
  QString caption_;
  std::vector<LinksHead> heads_;
  Kept chosenIsKept_ = Kept::no;
  QLabel* titleLabel_;
  QLabel* tag_;
  QWidget* strip_;
  FlowLayout* chipFlow_;
  std::vector<QToolButton*> chips_;
  std::vector<QWidget*> chipWidgets_;
  QToolButton* add_;
  QAction* keep_;
  QAction* layer_;
  QAction* chosenOnly_;
  QToolButton* columns_;
  QToolButton* arcs_;
  WeightField* threshold_;
  QLabel* captionLabel_;
};

}  // namespace headscope
