#include "render/block_words.h"

#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "render/tabular_text.h"

namespace headscope {

namespace {

QString subscript(int number) {
  QString text;
  for (const QChar digit : QString::number(number)) {
    text += QChar(0x2080 + digit.digitValue());
  }
  return text;
}

// The names and sentences of one picture's steps.
class StepWords {
  Q_DECLARE_TR_FUNCTIONS(BlockWords)
 public:
  StepWords(const BlockPicture& picture, int step)
      : picture_(picture),
        config_(picture.steps.block.config),
        index_(step),
        step_(picture.steps.at(step)) {}

  QString name() const {
    if (isLast()) {
      return picture_.head.layer + 1 < picture_.layers ? tr("X of L%1").arg(picture_.head.layer + 1)
                                                       : tr("output");
    }
    switch (step_.kind) {
      case StepKind::given:
        return step_.stage == Stage::crossMemory ? tr("encoder") : QStringLiteral("X");
      case StepKind::norm:
        return tr("norm");
      case StepKind::query:
        return QStringLiteral("Q");
      case StepKind::key:
        return QStringLiteral("K");
      case StepKind::value:
        return QStringLiteral("V");
      case StepKind::scores:
        return scoresName();
      case StepKind::mask:
        return tr("+ mask");
      case StepKind::softmax:
        return tr("softmax");
      case StepKind::headOutput:
        return QStringLiteral("Z") + subscript(picture_.head.head);
      case StepKind::concatenation:
        return config_.heads == 1
                   ? QStringLiteral("Z")
                   : QStringLiteral("Z%1 … Z%2").arg(subscript(0), subscript(config_.heads - 1));
      case StepKind::attentionOutput:
        return QStringLiteral("· W_O");
      case StepKind::otherAttention:
        return tr("cross attention");
      case StepKind::sum:
        return isOfInput() ? tr("+ X") : tr("+ residual");
      case StepKind::hidden:
        return tr("hidden");
      case StepKind::feedForward:
        return tr("FFN");
    }
    return {};
  }

  QString sentence() const {
    if (!isLast()) {
      return plainSentence();
    }
    return picture_.head.layer + 1 < picture_.layers
               ? tr("%1 It enters L%2.").arg(plainSentence()).arg(picture_.head.layer + 1)
               : tr("%1 It leaves the last layer.").arg(plainSentence());
  }

 private:
  bool isLast() const { return index_ + 1 == picture_.steps.count(); }
  const BlockStep& input(std::size_t index) const { return picture_.steps.at(step_.inputs[index]); }
  QString inputName(std::size_t index) const {
    return StepWords(picture_, step_.inputs[index]).name();
  }
  bool isOfInput() const { return picture_.steps.at(step_.inputs.front()).stage == Stage::input; }
  const ScoreRule& rule() const {
    return picture_.steps.attention == BlockAttention::cross ? *config_.cross : config_.score;
  }

  bool dividesByRoot() const {
    return std::abs(rule().scaleFor(config_.dK) * std::sqrt(static_cast<float>(config_.dK)) - 1) <
           1e-6F;
  }

  QString scoresName() const {
    const QString product = QStringLiteral("%1 %2ᵀ").arg(inputName(0), inputName(1));
    if (rule().kind == ScoreKind::cosine) {
      return tr("cosine");
    }
    if (rule().scaleFor(config_.dK) == 1) {
      return product;
    }
    return dividesByRoot() ? QStringLiteral("%1 ÷ √%2").arg(product).arg(config_.dK)
                           : QStringLiteral("%1 scaled").arg(product);
  }

  QString plainSentence() const {
    switch (step_.kind) {
      case StepKind::given:
        return givenSentence();
      case StepKind::norm:
        return config_.norm == NormKind::layerNorm
                   ? tr("Each row less its mean, divided by its deviation, times the norm’s "
                        "weights.")
                   : tr("Each row divided by its root mean square, times the norm’s weights.");
      case StepKind::query:
        return tr("Each row times W_Q%1: what a token looks for.").arg(placed());
      case StepKind::key:
        return tr("Each row times W_K%1: what a token can be found by.").arg(placed());
      case StepKind::value:
        return tr("Each row times W_V: what a token hands on.");
      case StepKind::scores:
        return scoresSentence();
      case StepKind::mask:
        return tr("Keys that a query may not see are hidden: their score is −∞.");
      case StepKind::softmax:
        return tr("e to each score, divided by the sum over its row: each row sums to 1.");
      case StepKind::headOutput:
        return tr("Each row of weights times %1: what the head brings to a token.")
            .arg(inputName(1));
      case StepKind::concatenation:
        return config_.heads == 1 ? tr("Z of the only head.")
                                  : tr("Z of every head side by side: %1 heads of %2 columns.")
                                        .arg(config_.heads)
                                        .arg(config_.dK);
      case StepKind::attentionOutput:
        return tr("All heads times W_O: what attention adds, as wide as X.");
      case StepKind::otherAttention:
        return tr(
            "What attention to the encoder adds; its steps are those of the cross "
            "attention.");
      case StepKind::sum:
        return sumSentence();
      case StepKind::hidden:
        return config_.feedForward == FeedForward::gated
                   ? tr("%1 of each row times W_gate, times the row times W_up.").arg(activation())
                   : tr("%1 of each row times W_up.").arg(activation());
      case StepKind::feedForward:
        return tr("Each hidden row times W_down: what the network adds, as wide as X.");
    }
    return {};
  }

  QString givenSentence() const {
    if (step_.stage == Stage::crossMemory) {
      return tr("What the encoder has made of the source, a row for each of its tokens.");
    }
    if (step_.stage == Stage::afterAttention) {
      return tr("What the decoder’s own attention has left of each token.");
    }
    return picture_.head.layer == 0
               ? tr("The embedded tokens, a row each: the residual stream begins.")
               : tr("The residual stream: what L%1 has left of each token.")
                     .arg(picture_.head.layer - 1);
  }

  // What else becomes of queries and keys.
  QString placed() const {
    if (picture_.steps.attention == BlockAttention::cross) {
      return {};
    }
    QString words;
    if (picture_.steps.block.weights->queryNorm) {
      words += tr(", normed");
    }
    if (config_.rotary != nullptr) {
      words += tr(", turned by its position");
    }
    return words;
  }

  QString scoresSentence() const {
    const bool projected = input(0).kind == StepKind::query && input(1).kind == StepKind::key;
    QString words = projected
                        ? tr("Each query times each key")
                        : tr("Each row of %1 times each row of %2").arg(inputName(0), inputName(1));
    if (rule().kind == ScoreKind::cosine) {
      words = tr("The cosine of each query and each key");
    } else if (const float scale = rule().scaleFor(config_.dK); scale != 1) {
      words += dividesByRoot() ? tr(", divided by √%1").arg(config_.dK)
                               : tr(", times %1").arg(blockNumber(double{scale}));
    }
    if (rule().cap > 0) {
      words += tr(", capped at %1").arg(QString::number(double{rule().cap}));
    }
    if (rule().bias != nullptr) {
      words += tr(", plus a bias for the distance");
    }
    return words + QLatin1Char('.');
  }

  QString sumSentence() const {
    if (config_.branches == Branches::sideBySide) {
      return tr("What attention and the feed-forward network add, added to X.");
    }
    return step_.stage == Stage::feedForwardSum
               ? tr("What the feed-forward network adds, added to what it read from.")
               : tr("What attention adds, added to the stream that it read from.");
  }

  QString activation() const {
    switch (config_.activation) {
      case Activation::relu:
        return QStringLiteral("ReLU");
      case Activation::geluErf:
      case Activation::geluTanh:
        return QStringLiteral("GELU");
      case Activation::silu:
        return QStringLiteral("SiLU");
    }
    return {};
  }

  const BlockPicture& picture_;
  const BlockConfig& config_;
  int index_;
  const BlockStep& step_;
};

}  // namespace

QString stepName(const BlockPicture& picture, int step) {
  return StepWords(picture, step).name();
}

QString stepSentence(const BlockPicture& picture, int step) {
  return StepWords(picture, step).sentence();
}

QString stepShape(const BlockStep& step) {
  return QStringLiteral("%1 × %2").arg(step.matrix.rows()).arg(step.matrix.cols());
}

QString placeInWords(const BlockPicture& picture, int step, int row, int column) {
  const BlockStep& shown = picture.steps.at(step);
  const TokenLabels& labels = picture.labels;
  const QString token = visibleToken((hasKeyRows(shown) ? labels.keys : labels.queries).value(row));
  if (column < 0) {
    return token;
  }
  if (shown.kind == StepKind::concatenation) {
    const int dK = picture.steps.block.config.dK;
    return StepWords::tr("%1, H%2 column %3").arg(token).arg(column / dK).arg(column % dK);
  }
  return hasKeyColumns(shown)
             ? QStringLiteral("%1 → %2").arg(token, visibleToken(labels.keys.value(column)))
             : StepWords::tr("%1, column %2").arg(token).arg(column);
}

QString blockNumber(double value) {
  if (value <= double{std::numeric_limits<float>::lowest()}) {
    return QStringLiteral("−∞");
  }
  const double size = std::abs(value);
  return listNumber(value, size < 100 ? 4 : size < 10000 ? 2 : 0);
}

}  // namespace headscope
