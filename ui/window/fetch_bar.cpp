#include "window/fetch_bar.h"

namespace headscope {
namespace {

constexpr double kMegabyte = 1e6;

QString megabytes(std::uint64_t bytes) {
  return QString::number(static_cast<double>(bytes) / kMegabyte, 'f', 0);
}

QString stageText(const QString& name, const FetchProgress& progress) {
  switch (progress.stage) {
    case FetchStage::waiting:
      return FetchBar::tr("Fetching %1…").arg(name);
    case FetchStage::downloading:
      return progress.total == 0
                 ? FetchBar::tr("Fetching %1…").arg(name)
                 : FetchBar::tr("Fetching %1: %2 of %3 MB")
                       .arg(name, megabytes(progress.done), megabytes(progress.total));
    case FetchStage::extracting:
      return FetchBar::tr("Unpacking %1…").arg(name);
    case FetchStage::verifying:
      break;
  }
  return FetchBar::tr("Checking %1…").arg(name);
}

}  // namespace

FetchBar::FetchBar(QWidget* parent)
    : WorkBar(tr("Fetched"), tr("Stop fetching; what has come of a model of the hub is kept"),
              parent) {}

void FetchBar::show(const QString& name, const FetchProgress& progress) {
  showWork(stageText(name, progress), progress.total == 0
                                          ? std::nullopt
                                          : std::optional(static_cast<double>(progress.done) /
                                                          static_cast<double>(progress.total)));
}

}  // namespace headscope
