#include "inspector/head_card_panel.h"

#include <QPaintEvent>
#include <QPainter>

#include "render/painting.h"
#include "render/token_label.h"

namespace headscope {
namespace {

constexpr double kCardLine = 22;
constexpr qsizetype kShownLabels = 2;  // more are in the description

}  // namespace

HeadCardPanel::HeadCardPanel(HeadCards* cards, Selection* selection, QWidget* parent)
    : QWidget(parent), cards_(cards), selection_(selection) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
  connect(cards_, &HeadCards::dealt, this, &HeadCardPanel::showCard);
  connect(selection_, &Selection::headChanged, this, &HeadCardPanel::showCard);
  showCard();
}

void HeadCardPanel::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

void HeadCardPanel::showCard() {
  labels_.clear();
  measures_.clear();
  const DealtCard* dealt = cards_->card(selection_->head());
  if (dealt != nullptr) {
    const HeadMeasures& text = dealt->card.text;
    labels_ = labelTexts(*dealt);
    measures_ = tr("entropy %1 nats · distance %2 tokens")
                    .arg(text.entropy, 0, 'f', 2)
                    .arg(text.distance, 0, 'f', 1);
  }
  const QString head = headName(selection_->head());
  setAccessibleName(labels_.isEmpty() ? tr("%1: no role stands out").arg(head)
                                      : tr("%1: %2").arg(head, labels_.join(QStringLiteral(", "))));
  setAccessibleDescription(measures_);
  setToolTip(labels_.size() > kShownLabels ? labels_.join(QLatin1Char('\n')) : QString());
  update();
}

QSize HeadCardPanel::sizeHint() const {
  return {240, static_cast<int>(2 * kCardLine)};
}

void HeadCardPanel::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
  if (measures_.isEmpty()) {
    return;
  }
  const QRectF line(0, 0, width(), kCardLine);
  const bool any = !labels_.isEmpty();
  paintText(painter, style_.font(style_.listSize, any ? QFont::DemiBold : QFont::Normal),
            any ? style_.theme.text : style_.theme.textQuiet, line, Align::left,
            any ? labels_.first(std::min(labels_.size(), kShownLabels)).join(QStringLiteral(", "))
                : tr("no role stands out"));
  paintText(painter, style_.font(style_.captionSize), style_.theme.textQuiet,
            line.translated(0, kCardLine), Align::left, measures_);
}

}  // namespace headscope
