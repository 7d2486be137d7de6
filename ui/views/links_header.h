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

  QString title() const { return title_; }
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

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void makeMenu();
  void showHeads();
  void showTexts();
  QWidget* makeChip(std::size_t index);

  Theme theme_;
  QString title_;
  QString caption_;
  std::vector<LinksHead> heads_;
  Kept chosenIsKept_ = Kept::no;
  QLabel* titleLabel_;
  QWidget* strip_;
  FlowLayout* chipFlow_;
  std::vector<QToolButton*> chips_;
  std::vector<QWidget*> chipWidgets_;
  QToolButton* add_;
  QAction* keep_;
  QAction* layer_;
  QAction* chosenOnly_;
  WeightField* threshold_;
  QLabel* captionLabel_;
};

}  // namespace headscope
