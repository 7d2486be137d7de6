#include "inspector/cell_panel.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>

#include "render/folding_words.h"
#include "render/painting.h"
#include "render/tabular_text.h"
#include "views/cell_words.h"

namespace headscope {
namespace {

constexpr double kTitleLine = 24;
constexpr double kWeightLine = 48;
constexpr double kLine = 24;
constexpr double kHeadingLine = 32;
constexpr double kBars = 64;

QString signedNumber(double value) {
  return (value >= 0 ? QStringLiteral("+") : QString()) + listNumber(value, 2);
}

// The dimensions whose products weigh most, largest first.
QString largestProducts(const std::vector<float>& products) {
  std::vector<std::size_t> order(products.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t shown = std::min<std::size_t>(3, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
      [&](std::size_t a, std::size_t b) { return std::abs(products[a]) > std::abs(products[b]); });
  QStringList parts;
  for (std::size_t i = 0; i < shown; ++i) {
    parts.append(QStringLiteral("%1 %2").arg(order[i]).arg(
        signedNumber(static_cast<double>(products[order[i]]))));
  }
  return CellPanel::tr("largest: dim %1").arg(parts.join(QStringLiteral(", ")));
}

// What becomes of q · k: "÷ √32" where it is scaled as in most models.
QString scaleWords(const CellArithmetic& cell) {
  const auto dK = static_cast<float>(cell.products.size());
  QString words = CellPanel::tr("× %1").arg(listNumber(static_cast<double>(cell.scale), 4));
  if (cell.scale == 1) {
    words = CellPanel::tr("score, not scaled");
  } else if (std::abs(cell.scale * std::sqrt(dK) - 1) < 1e-6F) {
    words = CellPanel::tr("÷ √%1").arg(cell.products.size());
  }
  return cell.cap > 0 ? CellPanel::tr("%1, capped at %2")
                            .arg(words, QString::number(static_cast<double>(cell.cap)))
                      : words;
}

}  // namespace

CellPanel::CellPanel(Selection* selection, QWidget* parent)
    : QWidget(parent), selection_(selection) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
  connect(selection_, &Selection::cellChanged, this, &CellPanel::showCell);
  connect(selection_, &Selection::headChanged, this, &CellPanel::showCell);
  showCell();
}

void CellPanel::setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels) {
  source_ = std::move(source);
  labels_ = std::move(labels);
  showCell();
}

void CellPanel::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

QString CellPanel::title() const {
  return title_;
}
QString CellPanel::weight() const {
  return weight_;
}
QString CellPanel::hint() const {
  if (!title_.isEmpty()) {
    return {};
  }
  return source_ == nullptr ? tr("There is no map yet.") : tr("Choose a cell of the map.");
}

void CellPanel::showCell() {
  const int query = selection_->query();
  int key = selection_->key();
  title_.clear();
  weight_.clear();
  lines_.clear();
  products_.clear();
  largest_.clear();
  const bool inside = source_ != nullptr && query >= 0 && query < labels_.queries.size() &&
                      key < labels_.keys.size();
  if (inside) {
    const std::vector<float> row = source_->row(selection_->head(), query);
    if (key < 0) {  // the whole row: its strongest key stands for it
      key = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    }
    const auto weight = static_cast<double>(row[static_cast<std::size_t>(key)]);
    title_ =
        tr("%1 → %2").arg(visibleToken(labels_.queries[query]), visibleToken(labels_.keys[key]));
    weight_ = listNumber(weight, 3);
    if (const auto cell = source_->arithmetic(selection_->head(), query, key)) {
      lines_.push_back({tr("q · k"), listNumber(static_cast<double>(cell->dot), 3)});
      lines_.push_back({scaleWords(*cell), listNumber(static_cast<double>(cell->score), 3)});
      if (cell->bias) {
        lines_.push_back({tr("for the distance"), listNumber(static_cast<double>(*cell->bias), 3)});
      }
      lines_.push_back({tr("mask"), cell->mask == 0 ? QStringLiteral("0") : tr("−∞, hidden")});
      lines_.push_back({tr("e^score ÷ Σ of the row"),
                        listNumber(static_cast<double>(cell->unedited.value_or(cell->weight)), 3)});
      if (cell->unedited) {
        lines_.push_back({tr("changed by hand"), listNumber(static_cast<double>(cell->weight), 3)});
      }
      products_ = cell->products;
      largest_ = largestProducts(products_);
    }
    if (labels_.folding != nullptr) {
      addFolding(*labels_.folding, query, key);
    }
    setAccessibleName(cellInWords(selection_->head(), labels_, query, key, weight));
    QStringList steps;
    for (const Line& line : lines_) {
      steps.append(line.name + QLatin1Char(' ') + line.value);
    }
    if (!largest_.isEmpty()) {
      steps.append(largest_);
    }
    setAccessibleDescription(steps.join(QStringLiteral("; ")));
  } else {
    setAccessibleName(tr("No cell selected"));
    setAccessibleDescription({});
  }
  // Cells of words have no arithmetic; their room stays, or what is below would move with each.
  if (const int lines = static_cast<int>(lines_.size());
      !products_.empty() && lines != lineCount_) {
    lineCount_ = lines;
    updateGeometry();
  }
  update();
}

// What is done to the weights that the softmax gave, until one of them is what is shown.
void CellPanel::addFolding(const TokenFolding& folding, int query, int key) {
  const int queries = folding.queries[static_cast<std::size_t>(query)].count();
  const int keys = folding.keys[static_cast<std::size_t>(key)].count();
  if (queries > 1) {
    lines_.push_back({tr("mean over the query’s tokens"), QString::number(queries)});
  }
  if (keys > 1) {
    lines_.push_back({tr("sum over the key’s tokens"), QString::number(keys)});
  }
  if (folding.rescalesRows) {
    lines_.push_back({tr("÷ Σ without %1").arg(hiddenInWords(folding)), weight_});
  }
}

QSize CellPanel::sizeHint() const {
  return {240, static_cast<int>(kTitleLine + kWeightLine + 16 + lineCount_ * kLine + kHeadingLine +
                                kBars + kLine)};
}

bool CellPanel::event(QEvent* event) {
  if (event->type() == QEvent::LayoutDirectionChange) {
    update();
  }
  return QWidget::event(event);
}

void CellPanel::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
  const double width = this->width();
  if (title_.isEmpty()) {
    paintText(painter, style_.font(style_.listSize), style_.theme.textQuiet,
              {0, 0, width, kTitleLine}, Align::left, hint());
    return;
  }
  paintText(painter, style_.font(16, QFont::DemiBold), style_.theme.text, {0, 0, width, kTitleLine},
            Align::left, title_);
  const TabularText number(style_.font(34, QFont::DemiBold));
  painter.setPen(style_.theme.text);
  number.draw(painter, {0, kTitleLine + kWeightLine - 10}, weight_);

  double y = kTitleLine + kWeightLine + 4;
  painter.fillRect(QRectF(0, y, width, 1), style_.theme.border);
  y += 8;
  const QFont listFont = style_.font(style_.listSize);
  const TabularText value(listFont);
  for (const Line& line : lines_) {
    paintText(painter, listFont, style_.theme.textQuiet, {0, y, width - 72, kLine}, Align::left,
              line.name);
    painter.setPen(style_.theme.text);
    value.drawRight(painter, {width, y + kLine / 2 + value.capHeight() / 2}, line.value);
    y += kLine;
  }
  if (!products_.empty()) {
    paintText(painter, style_.font(style_.scaleSize, QFont::DemiBold), style_.theme.textQuiet,
              {0, y + 8, width, kHeadingLine - 8}, Align::left, tr("Q · K BY DIMENSION"));
    y += kHeadingLine;
    paintBars(painter, {0, y, width, kBars});
    y += kBars;
    paintText(painter, style_.font(style_.captionSize), style_.theme.textQuiet,
              {0, y, width, kLine}, Align::left, largest_);
  }
}

void CellPanel::paintBars(QPainter& painter, const QRectF& room) const {
  const auto [least, most] = std::minmax_element(products_.begin(), products_.end());
  const double low = std::min(0.0, static_cast<double>(*least));
  const double high = std::max(0.0, static_cast<double>(*most));
  if (high - low <= 0) {
    return;
  }
  const double unit = room.height() / (high - low);
  const double zero = room.top() + high * unit;
  const double slot = room.width() / static_cast<double>(products_.size());
  const double gap = slot >= 4 ? 1.5 : 0.0;
  for (std::size_t i = 0; i < products_.size(); ++i) {
    const double product = static_cast<double>(products_[i]);
    const double top = product > 0 ? zero - product * unit : zero;
    painter.fillRect(QRectF(room.left() + static_cast<double>(i) * slot, top,
                            std::max(slot - gap, 0.5), std::abs(product) * unit),
                     product > 0 ? style_.theme.accent : style_.theme.warm);
  }
  painter.fillRect(QRectF(room.left(), zero, room.width(), 1), style_.theme.border);
}

}  // namespace headscope
