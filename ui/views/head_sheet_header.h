#pragma once

#include <vector>

#include <QLabel>
#include <QWidget>

#include "analysis/head_order.h"
#include "views/choice_field.h"

namespace headscope {

QString headMeasureText(HeadMeasure measure);  // "entropy", translated

// Above the sheet of heads: by what they are sorted, which are shown, and how many these are. It
// shows what it is told and says what is asked for.
class HeadSheetHeader : public QWidget {
  Q_OBJECT
 public:
  explicit HeadSheetHeader(QWidget* parent = nullptr);

  // What can be chosen from: measures that some head has, roles with the number of heads.
  void setChoices(const std::vector<HeadMeasure>& measures, const std::vector<RoleCount>& roles);
  void setOrder(const HeadOrder& order);
  void setCaption(const QString& caption);
  // Nothing can be chosen, and why; empty: it can.
  void setReasonAgainst(const QString& reason);

  QString caption() const { return caption_->text(); }
  ChoiceField* sortField() { return sort_; }
  ChoiceField* showField() { return show_; }

 signals:
  void orderChosen(const headscope::HeadOrder& order);

 private:
  void choose();
  void showRoles();

  HeadOrder order_;
  std::vector<RoleCount> roles_;       // that heads have earned
  std::vector<RoleCount> shownRoles_;  // the field's entries after the first
  ChoiceField* sort_;
  ChoiceField* show_;
  QLabel* caption_;
};

}  // namespace headscope
