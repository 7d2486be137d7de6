#include "render/folding_words.h"

#include <QCoreApplication>

namespace headscope {
namespace {

struct FoldingWords {
  Q_DECLARE_TR_FUNCTIONS(FoldingWords)
};

int tokensOf(const TokenFolding* folding, std::vector<TokenGroup> TokenFolding::*groups,
             int index) {
  if (folding == nullptr || index < 0 || index >= static_cast<int>((folding->*groups).size())) {
    return 1;
  }
  return (folding->*groups)[static_cast<std::size_t>(index)].count();
}

}  // namespace

QString keyAxisTitle(const TokenFolding* folding) {
  return folding != nullptr && folding->mergesWords ? FoldingWords::tr("keys: words, sum")
                                                    : FoldingWords::tr("keys");
}

QString queryAxisTitle(const TokenFolding* folding) {
  return folding != nullptr && folding->mergesWords ? FoldingWords::tr("queries: words, mean")
                                                    : FoldingWords::tr("queries");
}

QString hiddenInWords(const TokenFolding& folding) {
  QStringList texts;
  for (const std::string& text : folding.hidden) {
    texts.append(visibleToken(QString::fromStdString(text)));
  }
  return texts.join(QStringLiteral(", "));
}

QString hidingInWords(const TokenFolding& folding) {
  return (folding.rescalesRows ? FoldingWords::tr("without %1, rows rescaled to 1")
                               : FoldingWords::tr("without %1, rows as they are"))
      .arg(hiddenInWords(folding));
}

QString foldingInWords(const TokenFolding* folding) {
  if (folding == nullptr) {
    return {};
  }
  QStringList parts;
  if (folding->mergesWords) {
    parts.append(FoldingWords::tr("words: mean over queries, sum over keys"));
  }
  if (!folding->hidden.empty()) {
    parts.append(hidingInWords(*folding));
  }
  return parts.join(QStringLiteral("; "));
}

QString queryInWords(const TokenLabels& labels, int query) {
  const QString word = visibleToken(labels.queries.value(query));
  const int count = tokensOf(labels.folding.get(), &TokenFolding::queries, query);
  return count == 1 ? word
                    : FoldingWords::tr("%1 (mean of %2 tokens)").arg(word, QString::number(count));
}

QString keyInWords(const TokenLabels& labels, int key) {
  const QString word = visibleToken(labels.keys.value(key));
  const int count = tokensOf(labels.folding.get(), &TokenFolding::keys, key);
  return count == 1 ? word
                    : FoldingWords::tr("%1 (sum of %2 tokens)").arg(word, QString::number(count));
}

}  // namespace headscope
