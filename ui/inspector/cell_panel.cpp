#include "inspector/cell_panel.h"

#include <algorithm>

#include <QButtonGroup>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "analysis/row_spread.h"
#include "views/cell_words.h"
#include "views/focus_ring.h"

namespace headscope {
namespace {

constexpr int kUsualCellHeight = 310;  // of a panel that has not shown any yet

QString partHelp(InspectorPart part) {
  switch (part) {
    case InspectorPart::softmax:
      return CellPanel::tr("What the weight is divided by: the terms of all keys of the row");
    case InspectorPart::output:
      return CellPanel::tr(
          "How much of the key’s value the head copies, as a length, and its share of the lengths "
          "of the row");
    case InspectorPart::products:
      return CellPanel::tr("What q · k is the sum of");
    case InspectorPart::strongest:
      break;
  }
  return CellPanel::tr("Where the row looks most");
}

}  // namespace

CellPanel::CellPanel(Selection* selection, CopiedValues* values, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      values_(values),
      height_(kUsualCellHeight),
      kind_(new QLabel(this)),
      title_(new CellTitle(this)),
      lines_(new NumberLines(this)),
      bars_(new ProductBars(this)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
  kind_->setProperty("role", QStringLiteral("heading"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(kind_);
  layout->addSpacing(8);
  layout->addWidget(title_);
  layout->addWidget(lines_);
  layout->addSpacing(4);
  makeParts();
  layout->addStretch(1);
  connect(selection_, &Selection::cellChanged, this, &CellPanel::showCell);
  connect(selection_, &Selection::headChanged, this, &CellPanel::showCell);
  if (values_ != nullptr) {
    connect(values_, &CopiedValues::changed, this, &CellPanel::showCell);
  }
  showCell();
}

void CellPanel::makeParts() {
  auto* orders = new QButtonGroup(this);
  byDimension_ = makeOrderButton(tr("by dimension"), ProductOrder::byDimension);
  largestFirst_ = makeOrderButton(tr("largest first"), ProductOrder::largestFirst);
  orders->addButton(byDimension_);
  orders->addButton(largestFirst_);
  byDimension_->setChecked(true);
  for (const InspectorPart id : kParts) {
    Part& part = parts_[static_cast<std::size_t>(id)];
    const bool isProducts = id == InspectorPart::products;
    part.heading = new FoldHeading(this);
    part.heading->setChecked(id == InspectorPart::products || id == InspectorPart::strongest);
    part.heading->setToolTip(partHelp(id));
    part.lines = isProducts ? nullptr : new NumberLines(this);
    part.body = isProducts ? static_cast<QWidget*>(bars_) : part.lines;
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(part.heading, 1);
    if (isProducts) {
      row->addWidget(byDimension_, 0, Qt::AlignVCenter);
      row->addWidget(largestFirst_, 0, Qt::AlignVCenter);
    }
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(row);
    column->addWidget(part.body);
    connect(part.heading, &FoldHeading::toggled, this, [this] {
      showParts();
      emit foldedChanged();
    });
  }
  QWidget* before = parts_.front().heading;  // Tab goes from top to bottom
  for (const InspectorPart id : kParts) {
    setTabOrder(before, partOf(id).heading);
    before = partOf(id).heading;
    if (id == InspectorPart::products) {
      setTabOrder(before, byDimension_);
      setTabOrder(byDimension_, largestFirst_);
      setTabOrder(largestFirst_, bars_);
      before = bars_;
    }
  }
}

QToolButton* CellPanel::makeOrderButton(const QString& text, ProductOrder order) {
  auto* button = new QToolButton(this);
  button->setText(text);
  button->setCheckable(true);
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setFont(uiFont(12));
  button->setProperty("role", QStringLiteral("link"));
  button->setAccessibleName(order == ProductOrder::byDimension
                                ? tr("Show the terms in the order of their dimensions")
                                : tr("Show the largest terms first"));
  connect(button, &QToolButton::clicked, this, [this, order] { setProductOrder(order); });
  return button;
}

void CellPanel::setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels) {
  source_ = std::move(source);
  labels_ = std::move(labels);
  showCell();
}

void CellPanel::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  title_->setFigureStyle(style);
  lines_->setFigureStyle(style);
  bars_->setFigureStyle(style);
  for (const Part& part : parts_) {
    part.heading->setFigureStyle(style);
    if (part.lines != nullptr) {
      part.lines->setFigureStyle(style);
    }
  }
  update();
}

void CellPanel::setOpen(InspectorPart part, bool open) {
  partOf(part).heading->setChecked(open);
}

QStringList CellPanel::foldedParts() const {
  QStringList keys;
  for (const InspectorPart part : kParts) {
    if (!isOpen(part)) {
      keys.append(inspectorPartKey(part));
    }
  }
  return keys;
}

void CellPanel::setFoldedParts(const QStringList& keys) {
  for (const InspectorPart part : kParts) {
    setOpen(part, !keys.contains(inspectorPartKey(part)));
  }
}

ProductOrder CellPanel::productOrder() const {
  return largestFirst_->isChecked() ? ProductOrder::largestFirst : ProductOrder::byDimension;
}

void CellPanel::setProductOrder(ProductOrder order) {
  orderButton(order)->setChecked(true);
  bars_->setOrder(order);
  emit productOrderChanged(order);
}

QString CellPanel::hint() const {
  if (!inspected_.title.isEmpty()) {
    return {};
  }
  return source_ == nullptr ? tr("There is no map yet.") : tr("Choose a cell of the map.");
}

CopiedFrom CellPanel::copied() const {
  return values_ == nullptr ? CopiedFrom{} : values_->of(selection_->head());
}

void CellPanel::showCell() {
  const int query = selection_->query();
  const int key = selection_->key();
  const HeadId head = selection_->head();
  inspected_ = {};
  const AttentionShape shape = source_ == nullptr ? AttentionShape{} : source_->shape();
  const bool inside = head.layer < shape.layers && head.head < shape.heads && query >= 0 &&
                      query < shape.nQuery && key < shape.nKey && shape.nKey > 0;
  isRow_ = inside && key < 0;
  if (isRow_) {
    inspected_ = inspectedRow(*source_, labels_, head, query);
    const std::vector<float> row = source_->row(head, query);
    const std::vector<int> strongest = strongestKeys(row, 1);
    const int first = strongest.empty() ? 0 : strongest.front();
    setAccessibleName(rowInWords(head, labels_, query, first,
                                 static_cast<double>(row[static_cast<std::size_t>(first)])));
  } else if (inside) {
    inspected_ = inspectedCell(*source_, labels_, head, query, key, copied());
    setAccessibleName(
        cellInWords(head, labels_, query, key,
                    static_cast<double>(source_->row(head, query)[static_cast<std::size_t>(key)])));
  } else {
    setAccessibleName(tr("No cell selected"));
  }
  setAccessibleDescription(inspectedInWords(inspected_));
  kind_->setText((isRow_ ? tr("Selected row") : tr("Selected cell")).toUpper());
  title_->setTexts(inside ? inspected_.title : hint(), inspected_.number, inspected_.unit);
  lines_->setLines(inspected_.lines);
  showParts();
}

void CellPanel::showParts() {
  for (const InspectorPart id : kParts) {
    const Part& part = partOf(id);
    const InspectedPart* told = inspected_.find(id);
    part.heading->setVisible(told != nullptr);
    part.body->setVisible(told != nullptr && part.heading->isChecked());
    if (told != nullptr) {
      part.heading->setTexts(told->heading, told->summary);
      if (part.lines != nullptr) {
        part.lines->setLines(told->lines, told->room);
      } else {
        bars_->setProducts(inspected_.products, told->summary);
      }
    }
  }
  const bool hasBars = inspected_.find(InspectorPart::products) != nullptr &&
                       partOf(InspectorPart::products).heading->isChecked();
  byDimension_->setVisible(hasBars);
  largestFirst_->setVisible(hasBars);
  updateGeometry();
  update();
}

QSize CellPanel::sizeHint() const {
  const int height = layout()->sizeHint().height();
  if (!inspected_.title.isEmpty() && !isRow_) {
    height_ = height;
  }
  return {240, std::max(height, height_)};
}

void CellPanel::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
}

void CellPanel::copy() const {
  if (!inspected_.title.isEmpty()) {
    QGuiApplication::clipboard()->setText(headName(selection_->head()) + QLatin1Char('\n') +
                                          inspectedAsText(inspected_));
  }
}

void CellPanel::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    copy();
  } else {
    QWidget::keyPressEvent(event);
  }
}

void CellPanel::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* copying = menu->addAction(tr("Copy"));
  copying->setShortcut(QKeySequence::Copy);
  copying->setEnabled(!inspected_.title.isEmpty());
  connect(copying, &QAction::triggered, this, &CellPanel::copy);
  menu->popup(event->globalPos());
}

void CellPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (values_ != nullptr) {
    values_->setWanted(true);
  }
}

void CellPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (values_ != nullptr) {
    values_->setWanted(false);
  }
}

void CellPanel::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  title_->setFocusVisible(focusVisible_);
}

void CellPanel::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  title_->setFocusVisible(focusVisible_);
}

}  // namespace headscope
