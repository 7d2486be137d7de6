#include "render/links_layout.h"

#include <algorithm>
#include <cmath>

#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

constexpr double kLinksMargin = 24;
constexpr double kMostWidth = 1040;  // wider, the eye loses a band on its way
constexpr double kHeaderLine = 32;
constexpr double kHeadChipHeight = 24;
constexpr double kHeadChipGap = 8;
constexpr double kHeadChipInset = 10;
constexpr double kColumnTitle = 24;
constexpr double kLabelToBand = 12;
constexpr double kLabelToChips = 16;
constexpr double kMostLabel = 0.22;  // of the width, as is the next
constexpr double kMostChips = 0.24;
constexpr int kMostNumbers = 4;  // heads whose weights stand as numbers beside a key
constexpr double kNumberChip = 40;
constexpr double kNumberGap = 6;
constexpr double kSquareChip = 12;
constexpr double kLeastSquare = 3;
constexpr double kSquareGap = 2;
constexpr double kScrollStep = 40;  // of a text with arcs
constexpr double kRoomyLine = 22;   // for labels of the usual size

double widestLabel(const QStringList& tokens, const QFont& font, double most) {
  double widest = 24;
  for (const QString& token : tokens) {
    widest = std::max(widest, std::ceil(textWidth(font, visibleToken(token))));
    if (widest >= most) {
      return most;
    }
  }
  return widest;
}

}  // namespace

QString headChipName(const std::vector<LinksHead>& heads, std::size_t index) {
  constexpr std::size_t kMostNamedWhole = 5;
  const HeadId head = heads[index].id;
  const bool isShort =
      heads.size() > kMostNamedWhole && index > 0 && head.layer == heads.front().id.layer;
  return isShort ? QStringLiteral("H%1").arg(head.head) : headName(head);
}

LinksLayout::LinksLayout(const LinksFigure& figure, QSizeF size, const FigureStyle& style,
                         double scroll)
    : size_(size),
      queryCount_(figure.queryCount()),
      keyCount_(figure.keyCount()),
      headCount_(static_cast<int>(figure.heads.size())) {
  placeHeader(figure, style);
  const double below = figure.title.isEmpty() ? 8 : subtitle_.bottom() + 8;
  if (figure.hasArcs() && !figure.isEmpty()) {
    placeArcs(figure, below, style);
    placeScroll(figure, scroll);
    return;
  }
  const double top = below + kColumnTitle;
  body_ = QRectF(0, top, size_.width(), std::max(0.0, size_.height() - top - 16));
  const int lines = std::max({queryCount_, keyCount_, 1});
  line_ = std::clamp(std::floor(body_.height() / lines), kLeastLine, kMostLine);
  body_.setHeight(line_ * std::clamp(std::floor(body_.height() / line_), 0.0, double(lines)));
  labelSize_ = line_ >= kRoomyLine ? style.labelSize : style.captionSize;
  placeColumns(figure, style);
  placeScroll(figure, scroll);
}

LinksLayout LinksLayout::scrolledTo(const LinksFigure& figure, double scroll) const {
  LinksLayout moved = *this;
  moved.placeScroll(figure, scroll);
  return moved;
}

void LinksLayout::placeHeader(const LinksFigure& figure, const FigureStyle& style) {
  if (figure.title.isEmpty()) {
    return;
  }
  const double right = size_.width() - kLinksMargin;
  const double inner = std::max(0.0, right - kLinksMargin);
  const double titleWidth = std::min(
      inner, std::ceil(textWidth(style.font(style.titleSize, QFont::DemiBold), figure.title)) + 1);
  title_ = QRectF(kLinksMargin, 16, titleWidth, kHeaderLine);
  const QFont chipFont = style.font(style.captionSize, QFont::Medium);
  double x = title_.right() + 12;
  double top = title_.top();
  for (std::size_t i = 0; i < figure.heads.size(); ++i) {
    const double width =
        std::ceil(textWidth(chipFont, headChipName(figure.heads, i))) + 2 * kHeadChipInset;
    if (x + width > right && x > kLinksMargin) {
      x = kLinksMargin;
      top += kHeaderLine;
    }
    headChips_.emplace_back(x, top + (kHeaderLine - kHeadChipHeight) / 2, width, kHeadChipHeight);
    x += width + kHeadChipGap;
  }
  const double wanted = std::ceil(textWidth(style.font(style.captionSize), figure.subtitle)) + 1;
  subtitleBelow_ = top > title_.top() || x + 16 + wanted > right;
  subtitle_ = subtitleBelow_ ? QRectF(kLinksMargin, top + kHeaderLine, inner, 24)
                             : QRectF(right - wanted, title_.top(), wanted, kHeaderLine);
}

void LinksLayout::placeArcs(const LinksFigure& figure, double top, const FigureStyle& style) {
  body_ = QRectF(0, top, size_.width(), std::max(0.0, size_.height() - top));
  arcs_.emplace(figure, body_, style);
  line_ = kScrollStep;
  labelSize_ = arcs_->labelSize();
  chipsHaveNumbers_ = arcs_->chipsHaveNumbers();
}

void LinksLayout::placeColumns(const LinksFigure& figure, const FigureStyle& style) {
  const double width = std::clamp(size_.width() - 2 * kLinksMargin, 0.0, kMostWidth);
  const double left = std::floor((size_.width() - width) / 2);
  const double right = left + width;
  const QFont font = style.font(labelSize_, QFont::DemiBold);
  const double mostLabel = std::max(40.0, std::floor(kMostLabel * width));
  const double queryWidth = widestLabel(figure.labels.queries, font, mostLabel);
  const double keyWidth = widestLabel(figure.labels.keys, font, mostLabel);

  const double numbers = headCount_ * (kNumberChip + kNumberGap) - kNumberGap;
  chipsHaveNumbers_ = headCount_ <= kMostNumbers && numbers <= kMostChips * width;
  chipGap_ = chipsHaveNumbers_ ? kNumberGap : kSquareGap;
  chipWidth_ = chipsHaveNumbers_
                   ? kNumberChip
                   : std::clamp(std::floor(kMostChips * width / headCount_) - kSquareGap,
                                kLeastSquare, kSquareChip);
  const double chipsWidth = std::max(0.0, headCount_ * (chipWidth_ + chipGap_) - chipGap_);
  const auto column = [this](double from, double to) {
    return QRectF(from, body_.top(), std::max(0.0, to - from), body_.height());
  };
  chips_ = column(right - chipsWidth, right);
  keyLabels_ = column(chips_.left() - kLabelToChips - keyWidth, chips_.left() - kLabelToChips);
  queryLabels_ = column(left, left + queryWidth);
  bands_ = column(queryLabels_.right() + kLabelToBand, keyLabels_.left() - kLabelToBand);
}

double LinksLayout::height(LinksHit::Part part) const {
  return line_ * (part == LinksHit::Part::query ? queryCount_ : keyCount_);
}

// Where a side is longer than the body it moves, so that both come to their ends together.
double LinksLayout::offset(LinksHit::Part part) const {
  const double beyond = height(part) - body_.height();
  return beyond > 0 && largestScroll_ > 0 ? scroll_ * beyond / largestScroll_ : 0;
}

double LinksLayout::scrollShowing(LinksHit::Part part, int token) const {
  if (arcs_) {
    return arcs_->scrollShowing(token);
  }
  const double beyond = height(part) - body_.height();
  if (beyond <= 0 || token < 0) {
    return scroll_;
  }
  const double top = line_ * token;
  const double wanted =
      std::clamp(offset(part), std::max(0.0, top + line_ - body_.height()), std::max(0.0, top));
  return std::clamp(wanted / beyond * largestScroll_, 0.0, largestScroll_);
}

void LinksLayout::placeScroll(const LinksFigure& figure, double scroll) {
  using Part = LinksHit::Part;
  if (arcs_) {
    arcs_->scrollTo(scroll);
    scroll_ = arcs_->scroll();
    largestScroll_ = arcs_->largestScroll();
    queries_ = keys_ = {.first = arcs_->firstInSight(), .last = arcs_->lastInSight()};
    choice_ = chosenLinks(figure, queries_, keys_, kMostDrawn);
    limitArcs(figure);
    return;
  }
  largestScroll_ =
      std::max({0.0, height(Part::query) - body_.height(), height(Part::key) - body_.height()});
  scroll_ = std::clamp(scroll, 0.0, largestScroll_);
  const auto inSight = [this](Part part, int count) {
    const int last =
        static_cast<int>(std::ceil((offset(part) + body_.height()) / line_ - 1e-6)) - 1;
    return TokenRange{.first = static_cast<int>(offset(part) / line_ + 1e-6),
                      .last = std::min(last, count - 1)};
  };
  queries_ = inSight(Part::query, queryCount_);
  keys_ = inSight(Part::key, keyCount_);
  choice_ = chosenLinks(figure, queries_, keys_, kMostDrawn);
}

// An arc is several times as long as a band, and so is what it costs.
void LinksLayout::limitArcs(const LinksFigure& figure) {
  double left = kMostArcLength;
  for (std::vector<std::uint32_t>* indexes : {&choice_.strong, &choice_.faint}) {
    std::size_t drawn = 0;
    for (; drawn < indexes->size() && left > 0; ++drawn) {
      left -= arcs_->lengthInSight(arcs_->arc(figure.links->links[(*indexes)[drawn]]));
    }
    indexes->resize(drawn);
  }
}

QRectF LinksLayout::columnTitle(LinksHit::Part part) const {
  if (arcs_) {
    const QRectF row = label(part, arcs_->firstInSight());
    return {8, row.top(), arcs_->arcRoom().left() - 16, std::min(row.height(), kColumnTitle)};
  }
  const QRectF& column = part == LinksHit::Part::query ? queryLabels_ : keyLabels_;
  return {column.left(), body_.top() - kColumnTitle, column.width(), kColumnTitle};
}

double LinksLayout::centre(LinksHit::Part part, int token) const {
  return body_.top() + line_ * (token + 0.5) - offset(part);
}

QRectF LinksLayout::label(LinksHit::Part part, int token) const {
  if (arcs_) {
    return part == LinksHit::Part::query ? arcs_->slot(token) : arcs_->keySlot(token);
  }
  const QRectF& column = part == LinksHit::Part::query ? queryLabels_ : keyLabels_;
  return {column.left(), centre(part, token) - line_ / 2, column.width(), line_};
}

QRectF LinksLayout::chip(int head, int key) const {
  if (arcs_) {
    return arcs_->chip(head, key);
  }
  const double height =
      chipsHaveNumbers_ ? std::min(18.0, line_ - 4) : std::min(kSquareChip, line_ - 6);
  return {chips_.left() + head * (chipWidth_ + chipGap_),
          std::round(centre(LinksHit::Part::key, key) - height / 2), chipWidth_, height};
}

LinksHit LinksLayout::hit(QPointF point) const {
  if (arcs_) {
    const int token = arcs_->tokenAt(point.x());
    if (token < 0 || point.y() < arcs_->arcRoom().bottom()) {
      return {};
    }
    const QRectF keys = arcs_->keySlot(token);
    return point.y() < keys.top()      ? LinksHit{LinksHit::Part::query, token}
           : point.y() < keys.bottom() ? LinksHit{LinksHit::Part::key, token}
                                       : LinksHit{};
  }
  const auto tokenOf = [&](LinksHit::Part part, int count) {
    const double token = std::floor((point.y() - body_.top() + offset(part)) / line_);
    return token < count ? LinksHit{part, static_cast<int>(token)} : LinksHit{};
  };
  if (!body_.contains(point)) {
    return {};
  }
  if (point.x() < bands_.left()) {
    return tokenOf(LinksHit::Part::query, queryCount_);
  }
  return point.x() > bands_.right() ? tokenOf(LinksHit::Part::key, keyCount_) : LinksHit{};
}

Band LinksLayout::band(const Link& link) const {
  // Bands of several heads between the same tokens lie beside each other.
  const double step = headCount_ > 1 ? std::min(3.0, line_ / 2 / (headCount_ - 1)) : 0;
  const double aside = step * (link.head - (headCount_ - 1) / 2.0);
  const auto weight = static_cast<double>(std::min(link.weight, 1.0F));
  return {.from = centre(LinksHit::Part::query, link.query) + aside,
          .to = centre(LinksHit::Part::key, link.key) + aside,
          .width = std::max(0.75, weight * line_ * 0.28),
          .color = {}};
}

}  // namespace headscope
