#include "render/token_label.h"

#include <algorithm>
#include <utility>

namespace headscope {

namespace {

bool isShapeless(QChar c) {
  const QChar::Category category = c.category();
  // The joiners shape emoji and some scripts; between visible characters they do their work.
  const bool joins = c.unicode() == 0x200c || c.unicode() == 0x200d;
  return (category == QChar::Other_Control || category == QChar::Other_Format) && !joins;
}

std::vector<int> paddedOf(const std::vector<Token>& tokens) {
  std::vector<int> padded;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].padding) {
      padded.push_back(static_cast<int>(i));
    }
  }
  return padded;
}

TokenLabels labelsOfRows(const std::vector<Token>& queries, const std::vector<Token>& keys) {
  return {.queries = tokenLabels(queries),
          .keys = tokenLabels(keys),
          .paddedQueries = paddedOf(queries),
          .paddedKeys = paddedOf(keys)};
}

QString shown(QChar c) {
  switch (c.unicode()) {
    case u'\n':
      return QString(QChar(0x21b5));
    case u'\r':
      return QString(QChar(0x240d));
    case u'\t':
      return QString(QChar(0x21e5));
    case 0x00a0:
      return QString(QChar(0x237d));
    default:
      break;
  }
  if (c.isSpace()) {
    return QString(QChar(0x2423));
  }
  return QStringLiteral("U+%1").arg(c.unicode(), 4, 16, QLatin1Char('0')).toUpper();
}

}  // namespace

QString visibleToken(const QString& token) {
  const auto isPlain = [](QChar c) { return !c.isSpace() && !isShapeless(c); };
  if (std::all_of(token.begin(), token.end(), isPlain)) {
    return token;
  }
  const auto first = std::find_if(token.begin(), token.end(), isPlain);
  const auto last = std::find_if(token.rbegin(), token.rend(), isPlain).base();
  QString visible;
  for (auto c = token.begin(); c != token.end(); ++c) {
    const bool inside = c >= first && c < last;
    // A space between words is seen as a gap.
    visible += isPlain(*c) || (inside && *c == u' ') ? QString(*c) : shown(*c);
  }
  return visible;
}

QString headName(HeadId head) {
  return QStringLiteral("L%1·H%2").arg(head.layer).arg(head.head);
}

QStringList tokenLabels(const std::vector<Token>& tokens) {
  QStringList labels;
  for (const Token& token : tokens) {
    labels.append(QString::fromStdString(shownText(token)));
  }
  return labels;
}

TokenLabels tokenLabels(const std::vector<Token>& queries, const std::vector<Token>& keys,
                        std::shared_ptr<const TokenFolding> folding) {
  if (folding == nullptr) {
    return labelsOfRows(queries, keys);
  }
  TokenLabels labels =
      labelsOfRows(foldedTokens(queries, folding->queries), foldedTokens(keys, folding->keys));
  labels.folding = std::move(folding);
  return labels;
}

}  // namespace headscope
