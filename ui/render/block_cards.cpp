#include "render/block_cards.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "render/block_words.h"

namespace headscope {

namespace {

QString signedCardNumber(double value) {
  return (value >= 0 ? QStringLiteral("+") : QString()) + blockNumber(value);
}

QString equalsNumber(double value) {
  return QStringLiteral("= ") + blockNumber(value);
}

class CardMaker {
  Q_DECLARE_TR_FUNCTIONS(BlockCards)
 public:
  CardMaker(const BlockPicture& picture, int step, const CellMaking& making, int shownProducts)
      : picture_(picture),
        step_(picture.steps.at(step)),
        making_(making),
        shownProducts_(shownProducts) {}

  std::vector<BlockCard> make() {
    if (!making_.products.terms.empty()) {
      addProducts();
    } else if (!making_.changes.empty()) {
      cards_.push_back({.label = stepName(picture_, step_.inputs.front()),
                        .result = blockNumber(making_.start)});
    }
    for (const CellChange& change : making_.changes) {
      addChange(change);
    }
    if (!cards_.empty()) {
      cards_.back().isTotal = true;
    }
    return std::move(cards_);
  }

 private:
  QString labelOf(const CellTerm& term) const {
    switch (step_.kind) {
      case StepKind::headOutput:
        return visibleToken(picture_.labels.keys.value(term.index));
      case StepKind::sum:
        return stepName(picture_, term.index);
      case StepKind::feedForward:
        return tr("unit %1").arg(term.index);
      case StepKind::attentionOutput: {
        const int dK = picture_.steps.block.config.dK;
        return tr("H%1 dim %2").arg(term.index / dK).arg(term.index % dK);
      }
      default:
        return tr("dim %1").arg(term.index);
    }
  }

  void addProducts() {
    const auto& terms = making_.products.terms;
    int shown = std::min(shownProducts_, static_cast<int>(terms.size()));
    if (static_cast<int>(terms.size()) == shown + 1) {
      ++shown;
    }
    for (int i = 0; i < shown; ++i) {
      const CellTerm& term = terms[static_cast<std::size_t>(i)];
      const QString working =
          QStringLiteral("%1 × %2").arg(blockNumber(term.left), blockNumber(term.right));
      cards_.push_back({.label = labelOf(term),
                        .working = step_.kind == StepKind::sum ? QString() : working,
                        .result = signedCardNumber(term.product())});
    }
    if (const RestOfProducts rest = restAfter(making_.products, shown); rest.count > 0) {
      cards_.push_back({.label = tr("%1 more").arg(rest.count),
                        .working = tr("sum to"),
                        .result = signedCardNumber(rest.sum)});
    }
    cards_.push_back({.label = tr("sum"), .result = equalsNumber(making_.products.sum)});
  }

  void addChange(const CellChange& change) {
    const QString operand = blockNumber(change.operand);
    const QString times = QStringLiteral("× ") + operand;
    const QString over = QStringLiteral("÷ ") + operand;
    BlockCard card{.result = equalsNumber(change.result)};
    switch (change.operation) {
      case CellOperation::addBias:
        card.label = tr("bias");
        card.working = signedCardNumber(change.operand);
        break;
      case CellOperation::scale: {
        const double root = std::sqrt(static_cast<double>(picture_.steps.block.config.dK));
        const bool divides = std::abs(change.operand * root - 1) < 1e-6;
        card.label =
            divides ? QStringLiteral("÷ √%1").arg(picture_.steps.block.config.dK) : tr("scale");
        card.working = times;
        break;
      }
      case CellOperation::cap:
        card.label = tr("cap");
        card.working = QString::number(change.operand);
        break;
      case CellOperation::addDistance:
        card.label = tr("for the distance");
        card.working = signedCardNumber(change.operand);
        break;
      case CellOperation::mask:
        card.label = tr("mask");
        card.working = change.operand < 0 ? tr("hidden") : QStringLiteral("+0");
        break;
      case CellOperation::subtractGreatest:
        card.label = tr("less the greatest");
        card.working = signedCardNumber(-change.operand);
        break;
      case CellOperation::exponentiate:
        card.label = tr("e to that");
        break;
      case CellOperation::divideBySum:
        card.label = tr("sum of the row");
        card.working = over;
        break;
      case CellOperation::subtractMean:
        card.label = tr("less the mean");
        card.working = signedCardNumber(-change.operand);
        break;
      case CellOperation::divideByNorm:
        card.label =
            picture_.steps.block.config.norm == NormKind::layerNorm && step_.kind == StepKind::norm
                ? tr("deviation")
                : tr("root mean square");
        card.working = over;
        break;
      case CellOperation::weigh:
        card.label = tr("norm’s weight");
        card.working = times;
        break;
      case CellOperation::turn:
        card.label = tr("turned");
        card.working = QStringLiteral("%1 %2").arg(times, signedCardNumber(change.addend));
        break;
      case CellOperation::changeByHand:
        card.label = tr("changed by hand");
        card.working = blockNumber(change.operand);
        break;
      case CellOperation::activate:
        card.label = tr("activation");
        break;
      case CellOperation::gate:
        card.label = tr("W_up");
        card.working = times;
        break;
    }
    cards_.push_back(std::move(card));
  }

  const BlockPicture& picture_;
  const BlockStep& step_;
  const CellMaking& making_;
  int shownProducts_;
  std::vector<BlockCard> cards_;
};

}  // namespace

std::vector<BlockCard> blockCards(const BlockPicture& picture, int step, const CellMaking& making,
                                  int shownProducts) {
  return CardMaker(picture, step, making, shownProducts).make();
}

QString cardsInWords(const std::vector<BlockCard>& cards) {
  QStringList words;
  for (const BlockCard& card : cards) {
    QStringList parts{card.label, card.working, card.result};
    parts.removeAll(QString());
    words.append(parts.join(QLatin1Char(' ')));
  }
  return words.join(QStringLiteral("; "));
}

}  // namespace headscope
