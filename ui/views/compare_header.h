#pragma once

#include <vector>

#include <QPointer>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "session/map_comparison.h"

class QGridLayout;
class QLineEdit;
class QMenu;

namespace headscope {

class ChoiceField;
class PositionField;

// Above the maps that are compared: with what the chosen map is compared, which one of these, and
// whether the change is shown or both maps. Of the kinds of comparison each has its own fields.
class CompareHeader : public QWidget {
  Q_OBJECT
 public:
  CompareHeader(Session* session, Training* training, MapComparison* comparison,
                QWidget* parent = nullptr);

  // What the second model is chosen from; the button's.
  void setModelMenu(QMenu* menu);

  ChoiceField* withField() { return with_; }
  QLineEdit* sentence() { return sentence_; }
  QToolButton* modelButton() { return model_; }
  QToolButton* stopButton() { return stop_; }  // while a second model is being opened
  PositionField* layerField() { return layer_; }
  PositionField* headField() { return head_; }      // of another head, of another model
  ChoiceField* ofLayerField() { return ofLayer_; }  // of another layer
  QToolButton* changeButton() { return change_; }
  QToolButton* mapsButton() { return maps_; }
  bool showsChange() const { return change_->isChecked(); }
  QSlider* stepSlider() { return slider_; }  // a kept step a place
  PositionField* stepField() { return step_; }

 signals:
  void showingChanged();  // of showsChange()

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void makeModel();
  void makeHeads();
  void makeSteps();
  void makeShowing();
  void place();
  void showChoice();
  void showHeads();
  void showModel();
  void showSteps();
  template <typename Change>
  void choose(Change&& change);
  void chooseHead();
  void chooseOfLayer(int index);
  int frameOf(int step) const;

  Session* session_;
  Training* training_;
  QPointer<MapComparison> comparison_;
  QGridLayout* grid_;
  ChoiceField* with_;
  QWidget* subject_;
  QLineEdit* sentence_;
  QToolButton* model_;
  QToolButton* stop_;
  PositionField* layer_;
  PositionField* head_;
  ChoiceField* ofLayer_;
  QSlider* slider_;
  PositionField* step_;
  QWidget* rest_;  // of the line, where no field takes it
  QWidget* showing_;
  QToolButton* change_;
  QToolButton* maps_;
};

}  // namespace headscope
