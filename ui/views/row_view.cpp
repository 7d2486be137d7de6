#include "views/row_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QButtonGroup>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

#include "render/painting.h"
#include "views/cell_words.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

namespace {

constexpr int kHeaderHeight = 32;
constexpr double kGrip = 5;  // so close to a bar's end it can be taken
constexpr float kWeightStep = 0.05F;

QToolButton* orderButton(const QString& text, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setCheckable(true);
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setFont(uiFont(12));
  button->setProperty("role", QStringLiteral("link"));
  return button;
}

}  // namespace

RowView::RowView(Selection* selection, QWidget* parent)
    : QAbstractScrollArea(parent),
      selection_(selection),
      headingLabel_(new QLabel(this)),
      byWeight_(orderButton(tr("by weight"), this)),
      inText_(orderButton(tr("as typed"), this)) {
  installFigureAccessibility();
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setViewportMargins(0, kHeaderHeight, 0, 0);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setCursor(Qt::PointingHandCursor);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
  headingLabel_->setFont(uiFont(11, QFont::DemiBold));
  headingLabel_->setProperty("role", QStringLiteral("heading"));
  headingLabel_->setTextFormat(Qt::PlainText);
  byWeight_->setAccessibleName(tr("Order the keys by weight"));
  inText_->setAccessibleName(tr("Show the keys in the order of the text"));
  auto* orders = new QButtonGroup(this);
  orders->addButton(byWeight_);
  orders->addButton(inText_);
  byWeight_->setChecked(true);
  connect(byWeight_, &QToolButton::clicked, this, [this] { setOrder(RowOrder::byWeight); });
  connect(inText_, &QToolButton::clicked, this, [this] { setOrder(RowOrder::inText); });
  connect(selection_, &Selection::headChanged, this, &RowView::showRow);
  connect(selection_, &Selection::cellChanged, this, [this] { showRow(); });
  showRow();
}

void RowView::setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels) {
  source_ = std::move(source);
  labels_ = std::move(labels);
  showRow();
}

void RowView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  viewport()->update();
}

void RowView::setOrder(RowOrder order) {
  if (order == order_) {
    return;
  }
  order_ = order;
  byWeight_->setChecked(order == RowOrder::byWeight);
  inText_->setChecked(order == RowOrder::inText);
  placeHeader();  // the chosen one is set in a bolder face
  showRow();
  emit orderChanged(order_);
}

void RowView::showRow() {
  figure_ = {};
  QString heading;
  const int query = selection_->query();
  const HeadId head = selection_->head();
  const AttentionShape shape = source_ ? source_->shape() : AttentionShape{};
  if (query >= 0 && query < shape.nQuery && shape.nKey > 0 && head.layer < shape.layers &&
      head.head < shape.heads) {
    figure_.keys = labels_.keys;
    figure_.paddedKeys = labels_.paddedKeys;
    figure_.weights.resize(static_cast<std::size_t>(shape.nKey));
    MatrixView row(figure_.weights.data(), 1, shape.nKey, Eigen::OuterStride<>(shape.nKey));
    source_->weights(head, query, row);
    const bool dragging = dragged_ >= 0 && draggedOrder_.size() == figure_.weights.size();
    figure_.order = dragging ? draggedOrder_ : rowOrder(figure_.weights, order_);
    // The selection may be of tokens that are on their way.
    figure_.selectedKey = selection_->key() < shape.nKey ? selection_->key() : -1;
    heading = tr("“%1” looks at").arg(visibleToken(labels_.queries.value(query)));
  }
  byWeight_->setVisible(!figure_.order.empty());
  inText_->setVisible(!figure_.order.empty());
  updateScrollBar();
  showKey();
  describe();
  if (heading != heading_) {
    heading_ = heading;
    placeHeader();
  }
  viewport()->update();
}

// The bar that scrolls stands in the inset at the right, so that nothing moves where it comes.
RowLayout RowView::rowLayout() const {
  return {figure_, double(width()), style_};
}

int RowView::positionOfKey(int key) const {
  const auto found = std::find(figure_.order.begin(), figure_.order.end(), key);
  return found == figure_.order.end() ? -1 : static_cast<int>(found - figure_.order.begin());
}

void RowView::showKey() {
  const int position = positionOfKey(figure_.selectedKey);
  if (position < 0) {
    return;
  }
  const QRectF line = rowLayout().line(position);
  QScrollBar* bar = verticalScrollBar();
  bar->setValue(std::clamp(bar->value(), static_cast<int>(line.bottom()) - viewport()->height(),
                           std::max(static_cast<int>(line.top()),
                                    static_cast<int>(line.bottom()) - viewport()->height())));
}

void RowView::updateScrollBar() {
  const int height = static_cast<int>(std::ceil(rowLayout().height()));
  verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setSingleStep(static_cast<int>(RowLayout::kLine));
}

void RowView::describe() {
  setAccessibleDescription(
      tr("The chosen query's weights as bars. Up and Down choose the next key."));
  const int query = selection_->query();
  if (figure_.order.empty()) {
    setAccessibleName(tr("No query is chosen"));
    return;
  }
  const int strongest = rowOrder(figure_.weights, RowOrder::byWeight).front();
  const int key = figure_.selectedKey >= 0 ? figure_.selectedKey : strongest;
  const double weight = figure_.weights[static_cast<std::size_t>(key)];
  setAccessibleName(figure_.selectedKey >= 0
                        ? cellInWords(selection_->head(), labels_, query, key, weight)
                        : rowInWords(selection_->head(), labels_, query, key, weight));
}

void RowView::placeHeader() {
  const int right = width() - 4;
  byWeight_->adjustSize();
  inText_->adjustSize();
  const int top = (kHeaderHeight - inText_->height()) / 2;
  inText_->move(right - inText_->width(), top);
  byWeight_->move(inText_->x() - byWeight_->width() - 4, top);
  const QRect room(8, 0, std::max(0, byWeight_->x() - 16), kHeaderHeight);
  headingLabel_->setGeometry(room);
  if (heading_.isEmpty()) {
    headingLabel_->clear();
    return;
  }
  // Capitals as of every heading, but not of the token: the model tells "It" from "it". Where there
  // is too little room, the token is cut and not what is said of it.
  const QString words = tr("“%1” looks at").toUpper();
  const QFontMetrics metrics = headingLabel_->fontMetrics();
  const int tokenRoom = room.width() - metrics.horizontalAdvance(words.arg(QString()));
  const QString token = metrics.elidedText(visibleToken(labels_.queries.value(selection_->query())),
                                           Qt::ElideRight, tokenRoom);
  headingLabel_->setText(metrics.elidedText(words.arg(token), Qt::ElideRight, room.width()));
}

void RowView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  placeHeader();
  updateScrollBar();
}

void RowView::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
    placeHeader();
  }
}

void RowView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.fillRect(event->rect(), style_.theme.panel);
  const double scrolled = verticalScrollBar()->value();
  painter.translate(0, -scrolled);
  paintRow(painter, figure_, rowLayout(), style_, QRectF(event->rect()).translated(0, scrolled));
  if (figure_.order.empty() && source_ != nullptr) {
    paintText(painter, style_.font(style_.listSize), style_.theme.textQuiet,
              QRectF(8, 0, viewport()->width() - 16, 24), Align::left,
              tr("Choose a row of the map"));
  }
  if (focusVisible_) {
    painter.translate(0, scrolled);
    paintFrame(painter, QRectF(viewport()->rect()), 2, style_.theme.accent);
  }
}

void RowView::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(figure_.order.size()) - 1;
  const int position = positionOfKey(figure_.selectedKey);
  const int page = std::max(1, viewport()->height() / static_cast<int>(RowLayout::kLine) - 1);
  switch (event->key()) {
    case Qt::Key_Up:
      chooseAt(position < 0 ? last : position - 1);
      return;
    case Qt::Key_Down:
      chooseAt(position + 1);
      return;
    case Qt::Key_PageUp:
      chooseAt(position - page);
      return;
    case Qt::Key_PageDown:
      chooseAt(position + page);
      return;
    case Qt::Key_Home:
      chooseAt(0);
      return;
    case Qt::Key_End:
      chooseAt(last);
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      changeWeightBy(kWeightStep);
      return;
    case Qt::Key_Minus:
      changeWeightBy(-kWeightStep);
      return;
    case Qt::Key_Delete:
      changeWeightBy(-1);
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void RowView::chooseAt(int position) {
  if (!figure_.order.empty()) {
    const int last = static_cast<int>(figure_.order.size()) - 1;
    selection_->setCell(selection_->query(),
                        figure_.order[static_cast<std::size_t>(std::clamp(position, 0, last))]);
  }
}

// To a whole step, so that steps up and down meet.
void RowView::changeWeightBy(float step) {
  const int key = figure_.selectedKey;
  if (key >= 0 && key < static_cast<int>(figure_.weights.size())) {
    const float wanted = figure_.weights[static_cast<std::size_t>(key)] + step;
    emit weightChosen(key, std::clamp(std::round(wanted / kWeightStep) * kWeightStep, 0.0F, 1.0F));
  }
}

int RowView::barEndAt(QPointF point) const {
  const RowLayout layout = rowLayout();
  const int position = layout.positionAt(point.y() + verticalScrollBar()->value());
  if (position < 0) {
    return -1;
  }
  const int key = figure_.order[static_cast<std::size_t>(position)];
  const double end = layout.bar(position, figure_.weights[static_cast<std::size_t>(key)]).right();
  return std::abs(point.x() - end) <= kGrip ? position : -1;
}

void RowView::mouseMoveEvent(QMouseEvent* event) {
  if (dragged_ < 0) {
    viewport()->setCursor(barEndAt(event->position()) >= 0 ? Qt::SizeHorCursor
                                                           : Qt::PointingHandCursor);
    return;
  }
  const auto weight = static_cast<float>(draggedLayout_->weightAt(event->position().x()));
  emit weightChosen(dragged_, std::round(weight * 100) / 100);
}

void RowView::mouseReleaseEvent(QMouseEvent*) {
  if (dragged_ >= 0) {
    dragged_ = -1;
    draggedOrder_.clear();
    draggedLayout_.reset();
    showRow();
  }
}

void RowView::mousePressEvent(QMouseEvent* event) {
  if (const int grip = barEndAt(event->position());
      event->button() == Qt::LeftButton && grip >= 0) {
    draggedOrder_ = figure_.order;
    draggedLayout_ = rowLayout();
    dragged_ = figure_.order[static_cast<std::size_t>(grip)];
  }
  const int position = rowLayout().positionAt(event->position().y() + verticalScrollBar()->value());
  if (event->button() == Qt::LeftButton && position >= 0) {
    chooseAt(position);
  }
}

void RowView::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void RowView::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

QSizeF RowView::figureSize(double width) const {
  RowFigure figure = figure_;
  figure.title = heading_;
  return {width, RowLayout(figure, width, style_).height()};
}

std::function<void(QPainter&, QSizeF)> RowView::figurePaint() const {
  RowFigure figure = figure_;
  figure.title = heading_;
  return [figure = std::move(figure), style = style_](QPainter& painter, QSizeF size) {
    painter.fillRect(QRectF(QPointF(), size), style.theme.panel);
    paintRow(painter, figure, RowLayout(figure, size.width(), style), style,
             QRectF(QPointF(), size));
  };
}

}  // namespace headscope
