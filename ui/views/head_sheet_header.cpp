#include "views/head_sheet_header.h"

#include <algorithm>

#include <QBoxLayout>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "session/head_cards.h"

namespace headscope {
namespace {

constexpr int kSheetHeaderMargin = 24;
constexpr int kLeastField = 144;
constexpr int kLargestField = 256;

}  // namespace

QString headMeasureText(HeadMeasure measure) {
  switch (measure) {
    case HeadMeasure::previous:
      return headRoleText(HeadRole::previousToken);
    case HeadMeasure::next:
      return headRoleText(HeadRole::nextToken);
    case HeadMeasure::self:
      return headRoleText(HeadRole::self);
    case HeadMeasure::first:
      return headRoleText(HeadRole::firstToken);
    case HeadMeasure::special:
      return headRoleText(HeadRole::specialTokens);
    case HeadMeasure::punctuation:
      return headRoleText(HeadRole::punctuation);
    case HeadMeasure::sameToken:
      return headRoleText(HeadRole::sameToken);
    case HeadMeasure::entropy:
      return HeadSheetHeader::tr("entropy");
    case HeadMeasure::distance:
      return HeadSheetHeader::tr("distance");
    case HeadMeasure::induction:
      return headRoleText(HeadRole::induction);
    case HeadMeasure::duplicate:
      return headRoleText(HeadRole::duplicateToken);
    case HeadMeasure::positional:
      return headRoleText(HeadRole::positional);
  }
  return {};
}

HeadSheetHeader::HeadSheetHeader(QWidget* parent)
    : QWidget(parent),
      sort_(new ChoiceField(tr("sort"), this)),
      show_(new ChoiceField(tr("show"), this)),
      caption_(new QLabel(this)) {
  sort_->addItem(tr("as in the model"));
  for (const HeadMeasure measure : kHeadMeasures) {
    sort_->addItem(headMeasureText(measure));
  }
  sort_->setAccessibleDescription(tr("By what the heads are put in order, the highest first"));
  show_->setAccessibleDescription(tr("All heads, or those that have earned a name"));
  for (ChoiceField* field : {sort_, show_}) {
    field->setMinimumWidth(kLeastField);
    field->setMaximumWidth(kLargestField);
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    field->setMaxVisibleItems(16);
  }
  showRoles();
  caption_->setProperty("role", QStringLiteral("quiet"));
  caption_->setFont(uiFont(12));
  caption_->setStyleSheet(QStringLiteral("font-size: 12px;"));
  caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

  auto* line = new QHBoxLayout;
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  line->addWidget(sort_, 2);
  line->addWidget(show_, 2);
  line->addStretch(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSheetHeaderMargin, 12, kSheetHeaderMargin, 0);
  column->setSpacing(8);
  column->addLayout(line);
  column->addWidget(caption_);
  connect(sort_, &QComboBox::currentIndexChanged, this, &HeadSheetHeader::choose);
  connect(show_, &QComboBox::currentIndexChanged, this, &HeadSheetHeader::choose);
}

void HeadSheetHeader::choose() {
  order_.sort =
      sort_->currentIndex() > 0
          ? std::optional(kHeadMeasures[static_cast<std::size_t>(sort_->currentIndex()) - 1])
          : std::nullopt;
  order_.role =
      show_->currentIndex() > 0
          ? std::optional(shownRoles_[static_cast<std::size_t>(show_->currentIndex()) - 1].role)
          : std::nullopt;
  emit orderChosen(order_);
}

void HeadSheetHeader::setChoices(const std::vector<HeadMeasure>& measures,
                                 const std::vector<RoleCount>& roles) {
  auto* entries = qobject_cast<QStandardItemModel*>(sort_->model());
  for (std::size_t i = 0; entries != nullptr && i < kHeadMeasures.size(); ++i) {
    const bool measured = std::ranges::find(measures, kHeadMeasures[i]) != measures.end();
    QStandardItem* entry = entries->item(static_cast<int>(i) + 1);
    entry->setEnabled(measured);
    entry->setToolTip(measured ? QString() : tr("Not measured of this text"));
  }
  roles_ = roles;
  showRoles();
}

void HeadSheetHeader::setOrder(const HeadOrder& order) {
  order_ = order;
  const auto measure =
      order.sort ? std::ranges::find(kHeadMeasures, *order.sort) : kHeadMeasures.end();
  sort_->showIndex(
      measure == kHeadMeasures.end() ? 0 : static_cast<int>(measure - kHeadMeasures.begin()) + 1);
  showRoles();
}

// A role that is chosen stays there when no head of the newest text has earned it.
void HeadSheetHeader::showRoles() {
  std::vector<RoleCount> roles = roles_;
  if (order_.role && std::ranges::find(roles, *order_.role, &RoleCount::role) == roles.end()) {
    roles.push_back({*order_.role, 0});
    std::ranges::sort(roles, {}, &RoleCount::role);
  }
  const QSignalBlocker quiet(show_);
  if (show_->count() == 0 || roles != shownRoles_) {  // else a list that is open stays so
    shownRoles_ = roles;
    show_->clear();
    show_->addItem(tr("all heads"));
    for (const RoleCount& role : roles) {
      show_->addItem(tr("%1 (%2)").arg(headRoleText(role.role)).arg(role.heads));
    }
  }
  const auto chosen = order_.role ? std::ranges::find(shownRoles_, *order_.role, &RoleCount::role)
                                  : shownRoles_.end();
  show_->setCurrentIndex(
      chosen == shownRoles_.end() ? 0 : static_cast<int>(chosen - shownRoles_.begin()) + 1);
}

void HeadSheetHeader::setCaption(const QString& caption) {
  caption_->setText(caption);
}

void HeadSheetHeader::setReasonAgainst(const QString& reason) {
  for (ChoiceField* field : {sort_, show_}) {
    field->setEnabled(reason.isEmpty());
    field->setToolTip(reason);
  }
}

}  // namespace headscope
