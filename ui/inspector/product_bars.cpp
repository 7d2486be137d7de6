#include "inspector/product_bars.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "inspector/inspected.h"
#include "render/painting.h"
#include "views/focus_ring.h"

namespace headscope {
namespace {

constexpr double kProductBars = 64;
constexpr double kProductCaption = 24;

}  // namespace

ProductBars::ProductBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
}

void ProductBars::setProducts(CellProducts products, const QString& largest) {
  products_ = std::move(products);
  largest_ = largest;
  arrange();
}

void ProductBars::setOrder(ProductOrder order) {
  order_ = order;
  arrange();
}

void ProductBars::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

void ProductBars::arrange() {
  terms_ = products_.terms;  // those furthest from 0 first
  if (order_ == ProductOrder::byDimension) {
    std::ranges::sort(terms_, {}, &CellTerm::index);
  }
  low_ = high_ = 0;
  for (const CellTerm& term : terms_) {
    low_ = std::min(low_, term.product());
    high_ = std::max(high_, term.product());
  }
  if (placeOf(chosen_) < 0) {
    chosen_ = -1;
  }
  if (placeOf(hovered_) < 0) {
    hovered_ = -1;
  }
  describe();
  update();
}

int ProductBars::placeOf(int dimension) const {
  const auto found = std::ranges::find(terms_, dimension, &CellTerm::index);
  return found == terms_.end() ? -1 : static_cast<int>(found - terms_.begin());
}

QString ProductBars::caption() const {
  const int place = placeOf(hovered_ >= 0 ? hovered_ : chosen_);
  return place < 0 ? largest_ : productInWords(terms_[static_cast<std::size_t>(place)]);
}

void ProductBars::describe() {
  setAccessibleName(caption());
  setAccessibleDescription(
      tr("The terms of q · k as bars. Left and Right choose one, Escape none."));
}

QRectF ProductBars::bar(int place) const {
  const double slot = width() / static_cast<double>(terms_.size());
  const double gap = slot >= 4 ? 1.5 : 0.0;
  const double unit = high_ > low_ ? kProductBars / (high_ - low_) : 0;
  const double product = terms_[static_cast<std::size_t>(place)].product();
  const double zero = high_ * unit;
  return {place * slot, product > 0 ? zero - product * unit : zero, std::max(slot - gap, 0.5),
          std::abs(product) * unit};
}

int ProductBars::placeAt(QPointF point) const {
  if (terms_.empty() || point.y() < 0 || point.y() > kProductBars || point.x() < 0 ||
      point.x() >= width()) {
    return -1;
  }
  return static_cast<int>(point.x() * static_cast<double>(terms_.size()) / width());
}

QSize ProductBars::sizeHint() const {
  return {200, static_cast<int>(kProductBars + kProductCaption)};
}

void ProductBars::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
  const int marked = hovered_ >= 0 ? hovered_ : chosen_;
  for (int place = 0; place < static_cast<int>(terms_.size()); ++place) {
    const CellTerm& term = terms_[static_cast<std::size_t>(place)];
    const QRectF rect = bar(place);
    if (term.index == marked) {
      const double slot = width() / static_cast<double>(terms_.size());
      painter.fillRect(QRectF(rect.left() - 1, 0, std::max(slot, 3.0), kProductBars),
                       mix(style_.theme.panel, style_.theme.text, 0.14));
    }
    painter.fillRect(rect, term.product() > 0 ? style_.theme.accent : style_.theme.warm);
  }
  if (high_ > low_) {
    painter.fillRect(QRectF(0, high_ * kProductBars / (high_ - low_), width(), 1),
                     style_.theme.border);
  }
  paintText(painter, style_.font(style_.captionSize),
            marked >= 0 ? style_.theme.text : style_.theme.textQuiet,
            {0, kProductBars, double(width()), kProductCaption}, Align::left, caption());
  if (focusVisible_) {
    paintFrame(painter, QRectF(rect()), 2, style_.theme.accent);
  }
}

void ProductBars::choose(int dimension) {
  chosen_ = dimension;
  hovered_ = -1;
  describe();
  update();
}

void ProductBars::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(terms_.size()) - 1;
  const int place = placeOf(chosen_);
  int wanted = place;
  switch (event->key()) {
    case Qt::Key_Left:
      wanted = place < 0 ? last : std::max(0, place - 1);
      break;
    case Qt::Key_Right:
      wanted = std::min(last, place + 1);
      break;
    case Qt::Key_Home:
      wanted = 0;
      break;
    case Qt::Key_End:
      wanted = last;
      break;
    case Qt::Key_Escape:
      if (chosen_ >= 0) {
        choose(-1);
        return;
      }
      [[fallthrough]];
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  if (last >= 0) {
    choose(terms_[static_cast<std::size_t>(wanted)].index);
  }
}

void ProductBars::mousePressEvent(QMouseEvent* event) {
  const int place = placeAt(event->position());
  if (event->button() != Qt::LeftButton) {
    QWidget::mousePressEvent(event);
    return;
  }
  const int dimension = place < 0 ? -1 : terms_[static_cast<std::size_t>(place)].index;
  choose(dimension == chosen_ ? -1 : dimension);
}

void ProductBars::mouseMoveEvent(QMouseEvent* event) {
  const int place = placeAt(event->position());
  hovered_ = place < 0 ? -1 : terms_[static_cast<std::size_t>(place)].index;
  update();
}

void ProductBars::leaveEvent(QEvent* event) {
  hovered_ = -1;
  update();
  QWidget::leaveEvent(event);
}

void ProductBars::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  update();
}

void ProductBars::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  update();
}

}  // namespace headscope
