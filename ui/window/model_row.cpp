#include "window/model_row.h"

#include <QCoreApplication>
#include <QStringList>

#include "io/safetensors_index.h"
#include "source/checkpoint_error.h"

namespace headscope {
namespace {

struct ModelRow {
  Q_DECLARE_TR_FUNCTIONS(ModelRow)
};

QString sizeText(std::uint64_t bytes) {
  constexpr double kMega = 1e6;
  constexpr double kGiga = 1e9;
  const auto size = static_cast<double>(bytes);
  return size < kGiga ? ModelRow::tr("%1 MB").arg(size / kMega, 0, 'f', size < 10e6 ? 1 : 0)
                      : ModelRow::tr("%1 GB").arg(size / kGiga, 0, 'f', 1);
}

// In two or three words; the whole error comes when the model is opened.
QString missingText(const Error& problem) {
  if (problem.code == CheckpointError::noTokenizer) {
    return ModelRow::tr("no tokenizer");
  }
  if (problem.code == CheckpointError::noWeights) {
    return ModelRow::tr("no weights");
  }
  if (problem.code == CheckpointError::pickle) {
    return ModelRow::tr("a pickle, to be converted");
  }
  if (problem.code == SafetensorsIndexError::shardMissing) {
    return ModelRow::tr("a part is missing");
  }
  if (problem.code == FamilyError::unknownFamily) {
    return ModelRow::tr("family not known");
  }
  return ModelRow::tr("cannot be opened");
}

}  // namespace

QString modelDetail(const ListedModel& model) {
  const FamilySummary& summary = model.peek.summary;
  QStringList parts;
  if (!summary.family.empty()) {
    parts.append(QString::fromStdString(summary.family));
  }
  if (summary.layers > 0) {
    parts.append(ModelRow::tr("%1 × %2 heads").arg(summary.layers).arg(summary.heads));
  }
  if (model.peek.bytes > 0) {
    const QString size = sizeText(model.peek.bytes);
    parts.append(model.fetched ? size : ModelRow::tr("%1 to fetch").arg(size));
  }
  if (summary.readsImages) {
    parts.append(ModelRow::tr("images: command line only"));
  }
  if (model.peek.problem) {
    parts.append(missingText(*model.peek.problem));
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace headscope
