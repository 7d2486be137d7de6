#include "inspector/named_tokens_panel.h"

#include <QPaintEvent>
#include <QPainter>

#include "render/painting.h"
#include "views/cell_words.h"

namespace headscope {
namespace {

constexpr double kNamedLine = 20;

}  // namespace

NamedTokensPanel::NamedTokensPanel(NamedTokens* named, Session* session, QWidget* parent)
    : QWidget(parent), named_(named), session_(session) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
  connect(named_, &NamedTokens::changed, this, &NamedTokensPanel::showTokens);
  showTokens();
}

void NamedTokensPanel::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

void NamedTokensPanel::showTokens() {
  QStringList words;
  for (const TokenChance& token : named_->tokens()) {
    words.append(QStringLiteral("%1 %2")
                     .arg(visibleToken(QString::fromStdString(token.text)))
                     .arg(token.probability, 0, 'f', 2));
  }
  words_ = words.join(QStringLiteral(" · "));
  const QString row =
      visibleToken(session_->tokenLabels().queries.value(session_->tokenSelection()->query()))
          .trimmed();
  heading_ = named_->comeNext() ? tr("AFTER “%1” COMES").arg(row) : tr("AT “%1” STANDS").arg(row);
  setAccessibleName(heading_);
  setAccessibleDescription(words_);
  setToolTip(words.join(QLatin1Char('\n')));
  setVisible(!words.isEmpty());
  update();
}

QSize NamedTokensPanel::sizeHint() const {
  return {240, static_cast<int>(2 * kNamedLine)};
}

void NamedTokensPanel::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
  const QRectF line(0, 0, width(), kNamedLine);
  paintText(painter, style_.font(style_.scaleSize, QFont::DemiBold), style_.theme.textQuiet, line,
            Align::left, heading_);
  paintText(painter, style_.font(style_.listSize), style_.theme.text,
            line.translated(0, kNamedLine), Align::left, words_);
}

}  // namespace headscope
