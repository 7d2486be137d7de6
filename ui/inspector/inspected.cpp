#include "inspector/inspected.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "analysis/row_spread.h"
#include "analysis/softmax_sum.h"
#include "analysis/value_weighting.h"
#include "render/folding_words.h"
#include "render/tabular_text.h"

namespace headscope {
namespace {

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(InspectorWords)
};

constexpr int kOtherKeys = 3;
constexpr int kStrongestKeys = 5;
constexpr int kLargestProducts = 3;
const QString kEllipsis = QStringLiteral("…");

QString number(double value, int decimals = 3) {
  return listNumber(value, decimals);
}

QString signedNumber(double value, int decimals = 2) {
  return (value >= 0 ? QStringLiteral("+") : QString()) + listNumber(value, decimals);
}

// Numbers that are divided by each other need their digits however small they are: "0.0123",
// "1.23e−5".
QString fineNumber(double value) {
  const double size = std::fabs(value);
  if (value == 0) {
    return QStringLiteral("0");
  }
  if (size >= 0.0995) {
    return number(value);
  }
  QString text;
  if (size < 0.000995) {
    text = QString::number(value, 'e', 2);
    text.replace(QStringLiteral("e-0"), QStringLiteral("e-"));
  } else {
    text = QString::number(value, 'f', size < 0.00995 ? 5 : 4);
  }
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString percent(double share) {
  const double hundredths = 100 * share;
  return QStringLiteral("%1 %").arg(
      listNumber(hundredths, hundredths > 0 && hundredths < 9.95 ? 1 : 0));
}

QString otherKeys(int count) {
  return count == 1 ? InspectorWords::tr("1 other key")
                    : InspectorWords::tr("%1 other keys").arg(count);
}

QString dotWords(const CellArithmetic& cell) {
  if (cell.kind == ScoreKind::cosine) {
    return InspectorWords::tr("q · k, both of length 1");
  }
  return cell.isTurned ? InspectorWords::tr("q · k, turned by position")
                       : InspectorWords::tr("q · k");
}

// What becomes of q · k: "÷ √32" where it is scaled as in most models.
QString scaleWords(const CellArithmetic& cell) {
  const auto dK = static_cast<float>(cell.products.size());
  QString words = InspectorWords::tr("× %1").arg(number(static_cast<double>(cell.scale), 4));
  if (cell.scale == 1) {
    words = InspectorWords::tr("score, not scaled");
  } else if (std::abs(cell.scale * std::sqrt(dK) - 1) < 1e-6F) {
    words = InspectorWords::tr("÷ √%1").arg(cell.products.size());
  }
  return cell.cap > 0 ? InspectorWords::tr("%1, capped at %2")
                            .arg(words, QString::number(static_cast<double>(cell.cap)))
                      : words;
}

// "ALiBi, 0.0625 × −3", "T5 bucket 19, distance 4".
QString biasWords(const BiasOrigin& origin) {
  const QString distance = number(static_cast<double>(origin.distance), 0);
  if (origin.slope) {
    return InspectorWords::tr("ALiBi, %1 × %2")
        .arg(QString::number(static_cast<double>(*origin.slope), 'g', 4), distance);
  }
  if (origin.bucket) {
    return InspectorWords::tr("T5 bucket %1, distance %2").arg(*origin.bucket).arg(distance);
  }
  return InspectorWords::tr("for the distance");
}

// The sum is told whole: the cell's own term, the strongest of the others, and what is left.
InspectedPart softmaxPart(const std::vector<float>& scores, const TokenLabels& labels, int key) {
  const SoftmaxSum sum = softmaxSum(scores);
  const OtherTerms others = otherTerms(sum, key, kOtherKeys);
  const double own = sum.terms[static_cast<std::size_t>(key)];
  const double score = double{scores[static_cast<std::size_t>(key)]};
  const bool isHidden = own == 0 && score == double{std::numeric_limits<float>::lowest()};
  InspectedPart part{.id = InspectorPart::softmax, .heading = InspectorWords::tr("Softmax")};
  const QString taken = sum.greatest < 0 ? QStringLiteral("+ ") + number(-sum.greatest)
                                         : QChar(0x2212) + QLatin1Char(' ') + number(sum.greatest);
  part.lines.push_back({isHidden ? InspectorWords::tr("e^−∞")
                                 : QStringLiteral("e^(%1 %2)").arg(number(score), taken),
                        fineNumber(own)});
  for (const KeyTerm& term : others.strongest) {
    part.lines.push_back({InspectorWords::tr("+ %1").arg(visibleToken(labels.keys.value(term.key))),
                          number(term.value)});
  }
  if (others.restCount > 0) {
    part.lines.push_back(
        {InspectorWords::tr("+ %1").arg(otherKeys(others.restCount)), number(others.restSum)});
  }
  part.lines.push_back({sum.visible == 1 ? InspectorWords::tr("= Σ of 1 key")
                                         : InspectorWords::tr("= Σ of %1 keys").arg(sum.visible),
                        number(sum.sum)});
  part.summary = QStringLiteral("%1 ÷ %2").arg(fineNumber(own), number(sum.sum));
  part.lines.push_back({part.summary, fineNumber(own / sum.sum)});
  constexpr std::size_t kFixedLines = 3;
  part.room = kFixedLines + std::min<std::size_t>(scores.size() - 1, kOtherKeys + 1);
  return part;
}

InspectedPart outputPart(const std::vector<float>& row, int key, const CopiedFrom& copied) {
  InspectedPart part{.id = InspectorPart::output, .heading = InspectorWords::tr("Output")};
  const auto index = static_cast<std::size_t>(key);
  const bool known = copied.state == CopiedFrom::State::known;
  const QString alpha = fineNumber(double{row[index]});
  part.lines.push_back({InspectorWords::tr("length of v · W_O"),
                        known ? fineNumber(double{copied.lengths[index]}) : kEllipsis});
  if (known && copied.isOff) {
    part.lines.push_back({InspectorWords::tr("× 0, the head is off"), QStringLiteral("0")});
    part.summary = InspectorWords::tr("the head is off");
  } else {
    const CopiedPart copies = known ? copiedPart(row, copied.lengths, key) : CopiedPart{};
    part.lines.push_back(
        {InspectorWords::tr("× α = %1").arg(alpha), known ? fineNumber(copies.length) : kEllipsis});
    part.lines.push_back({known
                              ? InspectorWords::tr("÷ Σ of the row, %1").arg(fineNumber(copies.sum))
                              : InspectorWords::tr("÷ Σ of the row"),
                          known ? percent(copies.share) : kEllipsis});
    part.summary =
        known ? QStringLiteral("%1 · %2").arg(fineNumber(copies.length), percent(copies.share))
              : kEllipsis;
  }
  part.room = 3;
  return part;
}

InspectedPart productsPart(const CellProducts& products) {
  InspectedPart part{.id = InspectorPart::products, .heading = InspectorWords::tr("q · k")};
  QStringList largest;
  for (std::size_t i = 0; i < products.terms.size() && i < kLargestProducts; ++i) {
    const CellTerm& term = products.terms[i];
    largest.append(QStringLiteral("%1 %2").arg(term.index).arg(signedNumber(term.product())));
  }
  part.summary = InspectorWords::tr("largest: dim %1").arg(largest.join(QStringLiteral(", ")));
  for (const CellTerm& term : products.terms) {
    part.lines.push_back({InspectorWords::tr("dim %1: %2 × %3")
                              .arg(term.index)
                              .arg(number(term.left), number(term.right)),
                          signedNumber(term.product(), 3)});
  }
  return part;
}

InspectedPart strongestPart(const std::vector<float>& row, const TokenLabels& labels) {
  InspectedPart part{.id = InspectorPart::strongest,
                     .heading = InspectorWords::tr("Strongest keys"),
                     .room = std::min<std::size_t>(row.size(), kStrongestKeys + 1)};
  double rest = 1;
  for (const int key : strongestKeys(row, kStrongestKeys)) {
    const auto weight = static_cast<double>(row[static_cast<std::size_t>(key)]);
    part.lines.push_back({visibleToken(labels.keys.value(key)), number(weight)});
    rest -= weight;
  }
  if (!part.lines.empty()) {
    part.summary = QStringLiteral("%1 %2").arg(part.lines.front().name, part.lines.front().value);
  }
  const int others = keysWithWeight(row) - static_cast<int>(part.lines.size());
  if (others > 0) {
    part.lines.push_back({otherKeys(others), number(std::max(0.0, rest))});
  }
  return part;
}

// What is done to the weights that the softmax gave, until one of them is what is shown.
void addFolding(const TokenFolding& folding, int query, int key, Inspected& inspected) {
  const int queries = folding.queries[static_cast<std::size_t>(query)].count();
  const int keys = folding.keys[static_cast<std::size_t>(key)].count();
  if (queries > 1) {
    inspected.lines.push_back(
        {InspectorWords::tr("mean over the query’s tokens"), QString::number(queries)});
  }
  if (keys > 1) {
    inspected.lines.push_back(
        {InspectorWords::tr("sum over the key’s tokens"), QString::number(keys)});
  }
  if (folding.rescalesRows) {
    inspected.lines.push_back(
        {InspectorWords::tr("÷ Σ without %1").arg(hiddenInWords(folding)), inspected.number});
  }
}

}  // namespace

QString inspectorPartKey(InspectorPart part) {
  switch (part) {
    case InspectorPart::softmax:
      return QStringLiteral("softmax");
    case InspectorPart::output:
      return QStringLiteral("output");
    case InspectorPart::products:
      return QStringLiteral("products");
    case InspectorPart::strongest:
      break;
  }
  return QStringLiteral("strongest");
}

const InspectedPart* Inspected::find(InspectorPart part) const {
  const auto found = std::ranges::find(parts, part, &InspectedPart::id);
  return found == parts.end() ? nullptr : &*found;
}

Inspected inspectedCell(const AttentionSource& source, const TokenLabels& labels, HeadId head,
                        int query, int key, const CopiedFrom& copied) {
  const std::vector<float> row = source.row(head, query);
  const auto weight = static_cast<double>(row[static_cast<std::size_t>(key)]);
  Inspected inspected{
      .title = InspectorWords::tr("%1 → %2").arg(visibleToken(labels.queries.value(query)),
                                                 visibleToken(labels.keys.value(key))),
      .number = std::isnan(weight) ? QString(QChar(0x2013)) : number(weight)};
  if (const auto cell = source.arithmetic(head, query, key)) {
    auto& lines = inspected.lines;
    lines.push_back({dotWords(*cell), number(static_cast<double>(cell->dot))});
    lines.push_back({scaleWords(*cell), number(static_cast<double>(cell->score))});
    if (cell->bias) {
      lines.push_back({biasWords(cell->biasOrigin), number(static_cast<double>(*cell->bias))});
    }
    lines.push_back({InspectorWords::tr("mask"),
                     cell->mask == 0 ? QStringLiteral("0") : InspectorWords::tr("−∞, hidden")});
    if (cell->unedited) {
      lines.push_back(
          {InspectorWords::tr("the softmax gives"), number(static_cast<double>(*cell->unedited))});
      lines.push_back(
          {InspectorWords::tr("changed by hand"), number(static_cast<double>(cell->weight))});
    }
    if (const std::vector<float> scores = source.scores(head, query); !scores.empty()) {
      inspected.parts.push_back(softmaxPart(scores, labels, key));
    } else if (!cell->unedited) {  // of a map without special tokens
      lines.push_back({InspectorWords::tr("e^score ÷ Σ of the row"),
                       number(static_cast<double>(cell->weight))});
    }
    if (copied.state != CopiedFrom::State::none) {
      inspected.parts.push_back(outputPart(row, key, copied));
    }
    inspected.products = dotTerms(*cell);
    if (!inspected.products.terms.empty()) {
      inspected.parts.push_back(productsPart(inspected.products));
    }
  }
  if (labels.folding != nullptr) {
    addFolding(*labels.folding, query, key, inspected);
  }
  return inspected;
}

Inspected inspectedRow(const AttentionSource& source, const TokenLabels& labels, HeadId head,
                       int query) {
  const std::vector<float> row = source.row(head, query);
  const std::vector<float> scores = source.scores(head, query);
  const int visible = scores.empty() ? keysWithWeight(row) : visibleKeys(softmaxSum(scores), row);
  Inspected inspected{
      .title = InspectorWords::tr("%1 → all keys").arg(visibleToken(labels.queries.value(query))),
      .number = QString(QChar(0x2013))};
  if (const auto spread = rowSpread(row, visible)) {
    inspected.number = number(spread->bits, 2);
    inspected.unit = InspectorWords::tr("bits of entropy");
    inspected.lines.push_back(
        {InspectorWords::tr("of log₂ %1 = %2").arg(visible).arg(number(spread->most, 2)),
         percent(spread->share)});
    inspected.lines.push_back({InspectorWords::tr("effective keys, 2^%1").arg(inspected.number),
                               number(spread->keys, 1)});
    inspected.parts.push_back(strongestPart(row, labels));
  }
  return inspected;
}

QString productInWords(const CellTerm& term) {
  return InspectorWords::tr("dim %1: %2 × %3 = %4")
      .arg(term.index)
      .arg(number(term.left), number(term.right), signedNumber(term.product(), 3));
}

QString inspectedAsText(const Inspected& inspected) {
  QStringList text{inspected.title + QLatin1Char('\t') + inspected.number +
                   (inspected.unit.isEmpty() ? QString() : QLatin1Char(' ') + inspected.unit)};
  const auto add = [&text](const std::vector<NumberLine>& lines) {
    for (const NumberLine& line : lines) {
      text.append(line.name + QLatin1Char('\t') + line.value);
    }
  };
  add(inspected.lines);
  for (const InspectedPart& part : inspected.parts) {
    text.append(QString());
    text.append(part.heading);
    add(part.lines);
  }
  return text.join(QLatin1Char('\n'));
}

QString inspectedInWords(const Inspected& inspected) {
  QStringList words;
  if (!inspected.unit.isEmpty()) {
    words.append(inspected.number + QLatin1Char(' ') + inspected.unit);
  }
  const auto add = [&words](const std::vector<NumberLine>& lines) {
    for (const NumberLine& line : lines) {
      words.append(line.name + QLatin1Char(' ') + line.value);
    }
  };
  add(inspected.lines);
  for (const InspectedPart& part : inspected.parts) {
    if (part.id == InspectorPart::products) {
      words.append(part.summary);
    } else {
      add(part.lines);
    }
  }
  return words.join(QStringLiteral("; "));
}

}  // namespace headscope
