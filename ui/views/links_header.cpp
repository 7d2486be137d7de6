#include "views/links_header.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QMenu>

#include "render/links_painter.h"
#include "theme/contrast.h"

namespace headscope {

namespace {

constexpr int kHeaderMargin = 24;
constexpr int kTitleShare = 3;  // of the width, at most one part of so many

// A rounded ground with a frame of its own, of which the focus is a thicker one.
QString chipSheet(const QString& selector, const QColor& text, const QColor& ground,
                  const QColor& frame) {
  return QStringLiteral(
             "%1 { color: %2; background: %3; border: 1px solid %3; border-radius: 12px;"
             " min-height: 22px; max-height: 22px; min-width: 0; padding: 0 8px; font-size: 12px; }"
             "%1:hover { border-color: %4; }"
             "%1:focus { border: 2px solid %4; min-height: 20px; max-height: 20px; padding: 0 8px; "
             "}"
             "%1::menu-indicator { image: none; }")
      .arg(selector, text.name(), ground.name(), frame.name());
}

}  // namespace

LinksHeader::LinksHeader(QWidget* parent)
    : QWidget(parent),
      theme_(headscope::theme(ThemeKind::light)),
      titleLabel_(new QLabel(this)),
      tag_(new QLabel(this)),
      strip_(new QWidget(this)),
      chipFlow_(new FlowLayout(6, strip_)),
      add_(new QToolButton(strip_)),
      columns_(makeArrangementButton(tr("columns"), LinksArrangement::columns)),
      arcs_(makeArrangementButton(tr("arcs"), LinksArrangement::arcs)),
      threshold_(new WeightField(tr("from"), this)),
      captionLabel_(new QLabel(this)) {
  titleLabel_->setProperty("role", QStringLiteral("title"));
  titleLabel_->setTextFormat(Qt::PlainText);
  titleLabel_->setFixedHeight(32);
  tag_->setProperty("role", QStringLiteral("chip"));
  tag_->setTextFormat(Qt::PlainText);
  tag_->setFixedHeight(24);
  tag_->hide();
  columns_->setChecked(true);
  auto* arrangements = new QButtonGroup(this);
  arrangements->addButton(columns_);
  arrangements->addButton(arcs_);
  captionLabel_->setProperty("role", QStringLiteral("quiet"));
  captionLabel_->setFont(uiFont(12));
  captionLabel_->setStyleSheet(QStringLiteral("font-size: 12px;"));
  captionLabel_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  threshold_->setAccessibleName(tr("least weight that is drawn"));
  threshold_->setToolTip(tr("Weaker weights are not drawn"));
  strip_->layout()->setContentsMargins(0, 4, 0, 4);  // as high as the title beside it
  makeMenu();

  auto* line = new QHBoxLayout;
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(12);
  line->addWidget(titleLabel_, 0, Qt::AlignTop);
  auto* tagged = new QVBoxLayout;  // in line with the chips beside it
  tagged->setContentsMargins(0, 4, 0, 0);
  tagged->addWidget(tag_);
  tagged->addStretch(1);
  line->addLayout(tagged);
  line->addWidget(strip_, 1);
  auto* either = new QHBoxLayout;
  either->setContentsMargins(0, 5, 0, 0);
  either->setSpacing(0);
  either->addWidget(columns_);
  either->addWidget(arcs_);
  line->addLayout(either);
  line->setAlignment(either, Qt::AlignTop);
  line->addWidget(threshold_, 0, Qt::AlignTop);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kHeaderMargin, 12, kHeaderMargin, 0);
  column->setSpacing(4);
  column->addLayout(line);
  column->addWidget(captionLabel_);
  connect(threshold_, &WeightField::valueChanged, this,
          [this](double value) { emit thresholdChanged(static_cast<float>(value)); });
}

QToolButton* LinksHeader::makeArrangementButton(const QString& text, LinksArrangement arrangement) {
  auto* button = new QToolButton(this);
  button->setText(text);
  button->setCheckable(true);
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setFont(uiFont(12));
  button->setProperty("role", QStringLiteral("link"));
  button->setAccessibleName(arrangement == LinksArrangement::columns
                                ? tr("Tokens in two columns with bands between them")
                                : tr("The text on one line with arcs above it"));
  connect(button, &QToolButton::clicked, this,
          [this, arrangement] { emit arrangementChosen(arrangement); });
  return button;
}

void LinksHeader::setTag(const QString& tag) {
  tag_->setText(tag);
  tag_->setVisible(!tag.isEmpty());
}

void LinksHeader::setArrangement(LinksArrangement arrangement, ArcsAre arcs) {
  const bool possible = arcs == ArcsAre::possible;
  arcs_->setEnabled(possible);
  arcs_->setToolTip(possible ? arcs_->accessibleName()
                             : tr("Arcs are of one text: this is attention to another"));
  columns_->setToolTip(columns_->accessibleName());
  (possible && arrangement == LinksArrangement::arcs ? arcs_ : columns_)->setChecked(true);
}

void LinksHeader::makeMenu() {
  auto* menu = new QMenu(add_);
  layer_ = menu->addAction(QString());
  keep_ = menu->addAction(QString());
  keep_->setCheckable(true);
  menu->addSeparator();
  chosenOnly_ = menu->addAction(tr("Only the chosen head"));
  add_->setText(QStringLiteral("+"));
  add_->setToolTip(tr("Show more heads"));
  add_->setAccessibleName(tr("Show more heads"));
  add_->setMenu(menu);
  add_->setPopupMode(QToolButton::InstantPopup);
  add_->setFocusPolicy(Qt::StrongFocus);
  connect(layer_, &QAction::triggered, this, &LinksHeader::layerRequested);
  connect(keep_, &QAction::triggered, this, &LinksHeader::keepToggled);
  connect(chosenOnly_, &QAction::triggered, this, &LinksHeader::chosenOnlyRequested);
}

void LinksHeader::setTheme(const Theme& theme) {
  theme_ = theme;
  add_->setStyleSheet(
      chipSheet(QStringLiteral("QToolButton"), theme.textQuiet, theme.canvas, theme.accent)
          .replace(QStringLiteral("1px solid %1").arg(theme.canvas.name()),
                   QStringLiteral("1px solid %1").arg(theme.border.name())));
  showHeads();
}

void LinksHeader::setTitle(const QString& title) {
  title_ = title;
  showTexts();
}

void LinksHeader::setCaption(const QString& caption) {
  caption_ = caption;
  showTexts();
}

void LinksHeader::setThreshold(float threshold) {
  threshold_->showValue(static_cast<double>(threshold));
}

void LinksHeader::setHeads(const std::vector<LinksHead>& heads, Kept chosenIsKept) {
  if (heads == heads_ && chosenIsKept == chosenIsKept_) {
    return;
  }
  heads_ = heads;
  chosenIsKept_ = chosenIsKept;
  showHeads();
}

QWidget* LinksHeader::makeChip(std::size_t index) {
  const LinksHead& head = heads_[index];
  const QColor ground = headChipGround(theme_, head);
  const QColor color = headColor(theme_, head.color);
  const QColor text = readableTint(color, ground, theme_.text);
  const QString name = headName(head.id);
  if (index == 0) {
    auto* chip = new QLabel(name, strip_);
    chip->setStyleSheet(chipSheet(QStringLiteral("QLabel"), text, ground, ground));
    chip->setToolTip(tr("The chosen head"));
    chips_.push_back(nullptr);
    return chip;
  }
  auto* chip = new QToolButton(strip_);
  chip->setText(headChipName(heads_, index));
  chip->setStyleSheet(chipSheet(QStringLiteral("QToolButton"), text, ground, color));
  chip->setToolTip(tr("Take %1 away").arg(name));
  chip->setAccessibleName(tr("Take %1 away").arg(name));
  chip->setCursor(Qt::PointingHandCursor);
  chip->setFocusPolicy(Qt::StrongFocus);
  connect(chip, &QToolButton::clicked, this, [this, id = head.id] { emit removed(id); });
  chips_.push_back(chip);
  return chip;
}

void LinksHeader::showHeads() {
  while (QLayoutItem* item = chipFlow_->takeAt(0)) {
    delete item;
  }
  for (QWidget* chip : chipWidgets_) {
    chip->hide();
    chip->deleteLater();  // it may be the one that was clicked
  }
  chips_.clear();
  chipWidgets_.clear();
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    QWidget* chip = makeChip(i);
    chipFlow_->addWidget(chip);
    chip->show();
    chipWidgets_.push_back(chip);
  }
  chipFlow_->addWidget(add_);
  add_->setVisible(!heads_.empty());
  chosenOnly_->setEnabled(heads_.size() > 1);
  if (!heads_.empty()) {
    layer_->setText(tr("All heads of layer %1").arg(heads_.front().id.layer));
    keep_->setText(tr("Keep %1 beside the next head").arg(headName(heads_.front().id)));
  }
  keep_->setChecked(chosenIsKept_ == Kept::yes);
  QWidget* before = nullptr;  // Tab goes along the chips
  for (QWidget* chip : chips_) {
    if (before != nullptr && chip != nullptr) {
      setTabOrder(before, chip);
    }
    before = chip != nullptr ? chip : before;
  }
  if (before != nullptr) {
    setTabOrder(before, add_);
  }
  strip_->updateGeometry();
}

void LinksHeader::showTexts() {
  const QFontMetrics titleMetrics = titleLabel_->fontMetrics();
  titleLabel_->setText(titleMetrics.elidedText(title_, Qt::ElideRight, width() / kTitleShare));
  titleLabel_->setToolTip(titleLabel_->text() == title_ ? QString() : title_);
  captionLabel_->setText(captionLabel_->fontMetrics().elidedText(
      caption_, Qt::ElideRight, std::max(0, width() - 2 * kHeaderMargin)));
  captionLabel_->setToolTip(captionLabel_->text() == caption_ ? QString() : caption_);
}

void LinksHeader::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showTexts();
}

}  // namespace headscope
