#include "views/block_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QPainter>
#include <QScrollBar>

#include "render/block_cards.h"
#include "render/block_painter.h"
#include "render/block_words.h"
#include "render/painting.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

BlockView::BlockView(Selection* selection, QWidget* parent)
    : QAbstractScrollArea(parent),
      selection_(selection),
      emptyText_(tr("Type a sentence to see what a block makes of it")) {
  installFigureAccessibility();
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
  connect(selection_, &Selection::headChanged, this, &BlockView::headChanged);
  connect(selection_, &Selection::cellChanged, this, &BlockView::followSelection);
  connect(&loader_, &BlockLoader::ready, this, &BlockView::showPicture);
  followSelection();
}

void BlockView::setRequest(BlockRequest request) {
  request_ = std::move(request);
  headChanged();
}

void BlockView::headChanged() {
  request_.head = selection_->head();
  stale_ = true;
  if (request_.model == nullptr) {
    loader_.cancel();
    stale_ = false;
    showPicture(nullptr);
  } else if (isVisible()) {
    load();
  }
}

void BlockView::load() {
  stale_ = false;
  loader_.load(request_);
}

void BlockView::showEvent(QShowEvent* event) {
  QAbstractScrollArea::showEvent(event);
  if (stale_) {
    load();
  }
}

void BlockView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  layout_.reset();
  updateScrollBar();
  viewport()->update();
}

void BlockView::setEmptyText(const QString& text) {
  emptyText_ = text;
  makeFigure();
}

void BlockView::showPicture(std::shared_ptr<const BlockPicture> picture) {
  picture_ = std::move(picture);
  // The same step of another block; where it has none, the scores that every block has.
  const bool wasChosen = choice_.step >= 0 || figure_.picture == nullptr;
  choice_.step = -1;
  if (picture_ != nullptr && wasChosen) {
    const BlockSteps& steps = picture_->steps;
    choice_.step = steps.find(stage_);
    for (int i = 0; i < steps.count() && choice_.step < 0; ++i) {
      choice_.step = steps.at(i).kind == StepKind::scores ? i : -1;
    }
  }
  followSelection();
}

void BlockView::followSelection() {
  choice_.query = selection_->query();
  choice_.key = selection_->key();
  makeFigure();
}

void BlockView::makeFigure() {
  constexpr int kFewProducts = 3;
  figure_ = blockFigure(picture_, choice_,
                        BlockLayout::isNarrow(width()) ? kFewProducts : kShownProducts);
  figure_.emptyText = emptyText_;
  layout_.reset();
  updateScrollBar();
  describe();
  viewport()->update();
}

const BlockLayout& BlockView::figureLayout() const {
  // The bar that scrolls stands in the inset at the right, so that nothing moves where it comes.
  const QSizeF size(width(), viewport()->height());
  if (!layout_ || layout_->width() != size.width()) {
    layout_.emplace(figure_, size, style_);
  }
  return *layout_;
}

QSizeF BlockView::figureSize() const {
  return {static_cast<double>(width()),
          std::max<double>(viewport()->height(), std::ceil(figureLayout().height()))};
}

std::function<void(QPainter&, QSizeF)> BlockView::figurePaint() const {
  return [figure = figure_, style = style_](QPainter& painter, QSizeF size) {
    paintBlock(painter, figure, BlockLayout(figure, size, style), style);
  };
}

void BlockView::describe() {
  const BlockExplanation& explanation = figure_.explanation;
  if (picture_ == nullptr) {
    setAccessibleName(emptyText_);
    setAccessibleDescription({});
    return;
  }
  const QString keys =
      tr("Left and Right walk from step to step, Up and Down move the row, with Shift Left and "
         "Right the column.");
  if (figure_.current < 0) {
    setAccessibleName(figure_.title);
    setAccessibleDescription(keys);
    return;
  }
  QStringList name{headName(picture_->head), explanation.name,
                   figure_.tiles[static_cast<std::size_t>(figure_.current)].shape};
  name << explanation.place << explanation.value;
  name.removeAll(QString());
  setAccessibleName(name.join(QStringLiteral(", ")));
  QStringList description{explanation.sentence};
  if (!explanation.cards.empty()) {
    description << cardsInWords(explanation.cards) + QLatin1Char('.');
  }
  setAccessibleDescription((description << keys).join(QLatin1Char(' ')));
}

// The matrices scroll where there is no room for them; the explanation stays in sight.
void BlockView::updateScrollBar() {
  const BlockLayout& layout = figureLayout();
  const double room = viewport()->height() - layout.explanationHeight();
  verticalScrollBar()->setPageStep(std::max(1, static_cast<int>(room)));
  verticalScrollBar()->setSingleStep(24);
  verticalScrollBar()->setRange(
      0, std::max(0, static_cast<int>(std::ceil(layout.chainHeight() - room))));
}

void BlockView::scrollToStep() {
  if (figure_.current < 0) {
    return;
  }
  const QRectF place =
      figureLayout().tiles()[static_cast<std::size_t>(figure_.current)].whole().adjusted(0, -12, 0,
                                                                                         12);
  QScrollBar* bar = verticalScrollBar();
  const double room = viewport()->height() - figureLayout().explanationHeight();
  bar->setValue(
      std::clamp(bar->value(), static_cast<int>(place.bottom() - room),
                 std::max(static_cast<int>(place.top()), static_cast<int>(place.bottom() - room))));
}

void BlockView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  makeFigure();
}

void BlockView::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  const BlockLayout& layout = figureLayout();
  const QRectF all(viewport()->rect());
  painter.fillRect(all, style_.theme.canvas);
  const double explained = figure_.tiles.empty() ? 0 : layout.explanationHeight();
  painter.save();
  painter.setClipRect(all.adjusted(0, 0, 0, -explained));
  painter.translate(0, -verticalScrollBar()->value());
  paintBlockChain(painter, figure_, layout, style_);
  painter.restore();
  painter.save();
  painter.translate(0, all.height() - explained);
  paintBlockExplanation(painter, figure_, layout, style_);
  painter.restore();
  if (focusVisible_) {
    paintFrame(painter, all.adjusted(4, 4, -4, -4), 2, style_.theme.accent);
  }
}

void BlockView::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void BlockView::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

}  // namespace headscope
