#include "export/svg_text.h"

#include <QFontMetricsF>
#include <QRegularExpression>
#include <QString>

#include "render/tabular_text.h"

namespace headscope {

namespace {

QString unescaped(QString text) {
  return text.replace(QStringLiteral("&lt;"), QStringLiteral("<"))
      .replace(QStringLiteral("&gt;"), QStringLiteral(">"))
      .replace(QStringLiteral("&quot;"), QStringLiteral("\""))
      .replace(QStringLiteral("&amp;"), QStringLiteral("&"));
}

double widthOf(const QFont& font, const QString& text) {
  return TabularText::isNumber(text) ? TabularText(font).width(text)
                                     : QFontMetricsF(font).horizontalAdvance(text);
}

}  // namespace

QByteArray withTextWidths(const QByteArray& svg) {
  static const QRegularExpression pattern(
      QStringLiteral("font-family=\"([^\"]*)\" font-size=\"([^\"]*)\" font-weight=\"([^\"]*)\" "
                     "(font-style=\"[^\"]*\")(\\s*)>([^<]*)</text>"));
  const QString before = QString::fromUtf8(svg);
  QString after;
  after.reserve(before.size() + before.size() / 8);
  qsizetype copied = 0;
  for (auto matches = pattern.globalMatch(before); matches.hasNext();) {
    const QRegularExpressionMatch match = matches.next();
    QFont font(QStringList{unescaped(match.captured(1))});
    font.setPixelSize(qMax(1, qRound(match.captured(2).toDouble())));
    font.setWeight(static_cast<QFont::Weight>(match.captured(3).toInt()));
    font.setItalic(match.captured(4).contains(QStringLiteral("italic")));
    const QString text = unescaped(match.captured(6));
    after += before.mid(copied, match.capturedStart() - copied);
    after += QStringLiteral(
                 "font-family=\"%1, 'Noto Sans', Arial, sans-serif\" font-size=\"%2\" "
                 "font-weight=\"%3\" %4")
                 .arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4));
    const double width = widthOf(font, text);
    if (text.size() > 1 && width > 0) {
      after += QStringLiteral(" textLength=\"%1\" lengthAdjust=\"spacingAndGlyphs\"")
                   .arg(width, 0, 'f', 2);
    }
    after += QLatin1Char('>') + match.captured(6) + QStringLiteral("</text>");
    copied = match.capturedEnd();
  }
  after += before.mid(copied);
  return after.toUtf8();
}

}  // namespace headscope
