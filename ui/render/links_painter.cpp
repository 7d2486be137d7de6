#include "render/links_painter.h"

#include <algorithm>
#include <cmath>

#include "render/arc_painter.h"
#include "render/painting.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"
#include "theme/contrast.h"

namespace headscope {

namespace {

using Part = LinksHit::Part;

constexpr float kLeastChip = 0.05F;  // weaker weights get no chip beside their key

class LinksPainting {
 public:
  LinksPainting(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout,
                const FigureStyle& style)
      : painter_(painter), figure_(figure), layout_(layout), style_(style), theme_(style.theme) {}

  void paintHeader();
  void paintColumnTitles();
  void paintLinksInSight();
  void paintQueries(const QRectF& region);
  void paintKeys(const QRectF& region);
  void paintTokens(const QRectF& region);  // of a text with arcs

 private:
  // Of the links in the order in which they are painted: what is looked at comes last, on top, and
  // so do the strongest of each.
  template <typename Stroke, typename Place>
  std::vector<Stroke> strokes(Place place) const;
  QColor inkOfLink(const Link& link, bool strong) const;
  void paintToken(int token);
  void paintMark(const QRectF& label);
  void paintChips(int key);
  bool isLookedAt(int query) const;
  std::vector<int> strongestKeys() const;

  QPainter& painter_;
  const LinksFigure& figure_;
  const LinksLayout& layout_;
  const FigureStyle& style_;
  const Theme& theme_;
};

void LinksPainting::paintHeader() {
  paintText(painter_, style_.font(style_.titleSize, QFont::DemiBold), theme_.text,
            layout_.titleLine(), Align::left, figure_.title);
  const QFont font = style_.font(style_.captionSize, QFont::Medium);
  for (std::size_t i = 0; i < layout_.headChips().size(); ++i) {
    const LinksHead& head = figure_.heads[i];
    const QRectF& chip = layout_.headChips()[i];
    const QColor ground = headChipGround(theme_, head);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(ground);
    painter_.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2);
    paintText(painter_, font, readableTint(headColor(theme_, head.color), ground, theme_.text),
              chip, Align::centre, headChipName(figure_.heads, i));
  }
  paintText(painter_, style_.font(style_.captionSize), theme_.textQuiet, layout_.subtitleLine(),
            layout_.subtitleBelow() ? Align::left : Align::right, figure_.subtitle);
}

void LinksPainting::paintColumnTitles() {
  const QFont font = style_.font(style_.scaleSize);
  if (layout_.arcs() != nullptr) {
    for (const Part part : {Part::query, Part::key}) {
      paintText(painter_, font, theme_.textQuiet, layout_.columnTitle(part), Align::right,
                part == Part::query ? figure_.queryTitle : figure_.keyTitle);
    }
    return;
  }
  paintText(painter_, font, theme_.textQuiet, layout_.columnTitle(Part::query), Align::right,
            figure_.queryTitle);
  paintText(painter_, font, theme_.textQuiet, layout_.columnTitle(Part::key), Align::left,
            figure_.keyTitle);
}

QColor LinksPainting::inkOfLink(const Link& link, bool strong) const {
  const auto weight = static_cast<double>(std::min(link.weight, 1.0F));
  // Where many lie over each other, each is fainter.
  constexpr double kFew = 80;
  const double crowd = std::max(kFew, static_cast<double>(layout_.faint().size()));
  const double dim = (theme_.kind == ThemeKind::dark ? 1.3 : 1) * std::sqrt(kFew / crowd);
  double opacity = strong ? 0.45 + 0.45 * weight : dim * (0.05 + 0.13 * weight);
  const bool preview = figure_.previewQuery >= 0 || figure_.previewKey >= 0;
  if (strong && !preview && figure_.key >= 0 && link.key != figure_.key) {
    opacity *= 0.8;
  }
  QColor color = headColor(theme_, figure_.heads[static_cast<std::size_t>(link.head)].color);
  color.setAlphaF(static_cast<float>(opacity));
  return color;
}

template <typename Stroke, typename Place>
std::vector<Stroke> LinksPainting::strokes(Place place) const {
  std::vector<Stroke> strokes;
  strokes.reserve(layout_.drawn());
  const std::vector<Link>& links = figure_.links->links;
  const auto add = [&](std::uint32_t index, bool strong) {
    strokes.push_back(place(links[index]));
    strokes.back().color = inkOfLink(links[index], strong);
  };
  std::for_each(layout_.faint().rbegin(), layout_.faint().rend(),
                [&](std::uint32_t index) { add(index, false); });
  std::for_each(layout_.strong().rbegin(), layout_.strong().rend(),
                [&](std::uint32_t index) { add(index, true); });
  return strokes;
}

void LinksPainting::paintLinksInSight() {
  if (const ArcsGeometry* arcs = layout_.arcs()) {
    paintArcs(painter_, arcs->arcRoom(),
              strokes<Arc>([&](const Link& link) { return arcs->arc(link); }));
  } else {
    paintBands(painter_, layout_.bandRoom(),
               strokes<Band>([&](const Link& link) { return layout_.band(link); }));
  }
}

bool LinksPainting::isLookedAt(int query) const {
  return std::find(figure_.queries.begin(), figure_.queries.end(), query) != figure_.queries.end();
}

// Behind what is chosen, as behind the chosen line of a row's list.
void LinksPainting::paintMark(const QRectF& label) {
  const double inset = std::max(1.0, (label.height() - 24) / 2);
  painter_.setPen(Qt::NoPen);
  painter_.setBrush(mix(theme_.accentSoft, theme_.accent, 0.08));
  painter_.drawRoundedRect(label.adjusted(-8, inset, 8, -inset), 6, 6);
}

void LinksPainting::paintQueries(const QRectF& region) {
  for (int query = layout_.queriesInSight().first; query <= layout_.queriesInSight().last;
       ++query) {
    const QRectF label = layout_.label(Part::query, query);
    if (!label.intersects(region)) {
      continue;
    }
    const bool looked = isLookedAt(query);
    const bool preview = query == figure_.previewQuery;
    paintText(painter_, style_.font(layout_.labelSize(), looked ? QFont::DemiBold : QFont::Normal),
              looked || preview ? theme_.accent : theme_.text, label, Align::right,
              visibleToken(figure_.labels.queries.value(query)));
  }
}

// The one to which each head looks most.
std::vector<int> LinksPainting::strongestKeys() const {
  std::vector<int> keys;
  for (const std::vector<float>& sum : figure_.sums) {
    const auto strongest = std::max_element(sum.begin(), sum.end());
    if (strongest != sum.end() && *strongest >= figure_.threshold) {
      keys.push_back(static_cast<int>(strongest - sum.begin()));
    }
  }
  return keys;
}

void LinksPainting::paintKeys(const QRectF& region) {
  const std::vector<int> strongest = strongestKeys();
  for (int key = layout_.keysInSight().first; key <= layout_.keysInSight().last; ++key) {
    QRectF line = layout_.label(Part::key, key);
    if (!line.adjusted(0, 0, layout_.size().width(), 0).intersects(region)) {
      continue;
    }
    const bool chosen = key == figure_.key;
    const bool preview = key == figure_.previewKey;
    const bool bold =
        chosen || std::find(strongest.begin(), strongest.end(), key) != strongest.end();
    const QFont font = style_.font(layout_.labelSize(), bold ? QFont::DemiBold : QFont::Normal);
    if (chosen) {
      paintMark(line);
    }
    paintText(painter_, font, chosen || preview ? theme_.accent : theme_.text, line, Align::left,
              visibleToken(figure_.labels.keys.value(key)));
    paintChips(key);
  }
}

void LinksPainting::paintTokens(const QRectF& region) {
  const ArcsGeometry& arcs = *layout_.arcs();
  painter_.setClipRect(arcs.slot(arcs.firstInSight())
                           .united(arcs.keySlot(arcs.lastInSight()))
                           .intersected(arcs.arcRoom().adjusted(0, 0, 0, 1e4)),
                       Qt::IntersectClip);
  painter_.fillRect(
      QRectF(arcs.arcRoom().left(), arcs.arcRoom().bottom(), arcs.arcRoom().width(), 1),
      theme_.border);
  std::vector<int> wanted = figure_.queries;
  for (const int token : {figure_.previewQuery, figure_.previewKey, figure_.key}) {
    if (token >= 0) {
      wanted.insert(wanted.begin(), token);
    }
  }
  const std::vector<int> strongest = strongestKeys();
  wanted.insert(wanted.end(), strongest.begin(), strongest.end());
  for (const int token : arcs.labelled(wanted)) {
    if (arcs.slot(token).intersects(region)) {
      paintToken(token);
    }
  }
  for (int token = arcs.firstInSight(); token <= arcs.lastInSight(); ++token) {
    if (arcs.keySlot(token).intersects(region)) {
      paintChips(token);
    }
  }
}

// Lying, or turned where they stand too close: read upwards, to the line.
void LinksPainting::paintToken(int token) {
  const ArcsGeometry& arcs = *layout_.arcs();
  const bool looked = isLookedAt(token);
  const bool chosen = token == figure_.key;
  const std::vector<int> strongest = strongestKeys();
  const bool bold =
      looked || chosen || std::find(strongest.begin(), strongest.end(), token) != strongest.end();
  const bool marked = looked || token == figure_.previewQuery || token == figure_.previewKey;
  const QFont font = style_.font(arcs.labelSize(), bold ? QFont::DemiBold : QFont::Normal);
  const QColor color = marked || chosen ? theme_.accent : theme_.text;
  const QString text = visibleToken(figure_.labels.queries.value(token));
  const QRectF slot = arcs.slot(token);
  QRectF ground = slot.adjusted(-2, 4, 2, -2);
  if (!arcs.labelsLie()) {
    constexpr double kTurnedWidth = 16;
    ground = QRectF(arcs.centre(token) - kTurnedWidth / 2, slot.top() + 4, kTurnedWidth,
                    std::min(slot.height() - 6, textWidth(font, text) + 12));
  }
  if (chosen) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(mix(theme_.accentSoft, theme_.accent, 0.08));
    painter_.drawRoundedRect(ground, 6, 6);
  }
  if (arcs.labelsLie()) {
    paintText(painter_, font, color, slot.adjusted(-4, 4, 4, -2), Align::centre, text);
    return;
  }
  painter_.save();
  painter_.translate(arcs.centre(token), slot.top() + 8);
  painter_.rotate(-90);
  const double length = slot.height() - 12;
  paintText(painter_, font, color, QRectF(-length, -8, length, 16), Align::right, text);
  painter_.restore();
}

void LinksPainting::paintChips(int key) {
  const TabularText numbers(style_.font(style_.scaleSize));
  const bool summed = figure_.previewQuery < 0 && !figure_.queries.empty();
  const double most = summed ? static_cast<double>(figure_.queries.size()) : 1;
  for (std::size_t head = 0; head < figure_.sums.size(); ++head) {
    const std::vector<float>& sum = figure_.sums[head];
    const float weight = static_cast<std::size_t>(key) < sum.size() ? sum[std::size_t(key)] : 0;
    if (!(weight >= kLeastChip || (key == figure_.key && weight > 0))) {
      continue;
    }
    const QColor color = headColor(theme_, figure_.heads[head].color);
    const double strength = std::min(1.0, static_cast<double>(weight) / most);
    const QColor ground = mix(theme_.canvas, color, 0.18 + 0.7 * strength);
    const QRectF chip = layout_.chip(static_cast<int>(head), key);
    const double radius = layout_.chipsHaveNumbers() ? 4 : std::min(2.0, chip.width() / 4);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(ground);
    painter_.drawRoundedRect(chip, radius, radius);
    if (layout_.chipsHaveNumbers()) {
      painter_.setPen(readableOn(ground, theme_.text));
      numbers.drawCentered(painter_, chip.center(), listNumber(static_cast<double>(weight), 2));
    }
  }
}

}  // namespace

QColor headChipGround(const Theme& theme, const LinksHead& head) {
  return mix(theme.canvas, headColor(theme, head.color), 0.16);
}

void paintLinks(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout,
                const FigureStyle& style, const QRectF& region) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(QPointF(), layout.size()).intersected(region), style.theme.canvas);
  if (figure.isEmpty()) {
    paintText(painter, style.font(style.labelSize), style.theme.textQuiet,
              QRectF(QPointF(), layout.size()).adjusted(24, 0, -24, 0), Align::centre,
              figure.emptyText);
    painter.restore();
    return;
  }
  LinksPainting painting(painter, figure, layout, style);
  if (!figure.title.isEmpty()) {
    painting.paintHeader();
  }
  painting.paintColumnTitles();
  painter.setClipRect(layout.body(), Qt::IntersectClip);
  painting.paintLinksInSight();
  if (layout.arcs() != nullptr) {
    painting.paintTokens(region);
  } else {
    painting.paintQueries(region);
    painting.paintKeys(region);
  }
  painter.restore();
}

}  // namespace headscope
