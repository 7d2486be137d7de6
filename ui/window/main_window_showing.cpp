#include <algorithm>
#include <vector>

#include "render/folding_words.h"
#include "window/main_window.h"

// What the window shows of its model and its newest run.

namespace headscope {

void MainWindow::showModel() {
  if (std::exchange(standInDue_, false)) {
    standIn_ = session_.model();
  } else if (standIn_ != nullptr) {
    standIn_ = nullptr;
    notice_->clearError();
  }
  const ModelDescription& model = session_.model()->description();
  topBar_->setModel(
      QString::fromStdString(model.name),
      tr("%1 × %2").arg(model.layers == 1 ? tr("1 layer") : tr("%1 layers").arg(model.layers),
                        model.heads == 1 ? tr("1 head") : tr("%1 heads").arg(model.heads)));
  topBar_->modelMenu()->setCurrent(session_.modelReference());
  rememberOpened(session_.modelReference());
  targetBar_->setVisible(model.decoderLayers > 0);
  targetBar_->setCanType(!model.isRecorded);
  showShape();
  showPositions();
}

// The heads of the attention that is looked at.
void MainWindow::showShape() {
  const ModelDescription& model = session_.model()->description();
  const bool encoder = session_.part() == AttentionPart::encoder;
  headModel_.setShape(encoder ? model.layers : model.decoderLayers,
                      encoder ? model.heads : model.decoderHeads);
}

void MainWindow::showPositions() {
  const ModelSource& model = *session_.model();
  const ModelDescription& description = model.description();
  constexpr int kShown = 50;
  if (model.rotary() != nullptr) {
    positions_->setRotary(
        model.rotary()->frequencies, kShown,
        tr("Rotary positions of %1").arg(QString::fromStdString(description.name)));
  } else if (description.positions == PositionKind::none ||
             description.positions == PositionKind::alibi ||
             description.positions == PositionKind::buckets) {
    positions_->setNone();
  } else if (isSinusoid(description.positions)) {
    positions_->setSinusoid(description.positions, kShown, description.dModel);
  } else {
    positions_->setTable(model.positionTable(0),
                         (description.positions == PositionKind::learned ? tr("Learned by %1")
                                                                         : tr("Sinusoids of %1"))
                             .arg(QString::fromStdString(description.name)));
  }
}

// What the map shows, which attention it is where a model has several, and what its head is known
// for.
QStringList MainWindow::attentionTags() {
  QStringList tags{partTag(), mapReading_.tag()};
  tags.removeAll(QString());
  if (!tags.isEmpty()) {
    return tags;
  }
  constexpr qsizetype kMostLabels = 2;
  const DealtCard* card = headCards_.card(session_.selection()->head());
  return card == nullptr ? QStringList() : labelTexts(*card).mid(0, kMostLabels);
}

QString MainWindow::partTag() const {
  if (session_.run() == nullptr || !session_.run()->decoder) {
    return {};
  }
  switch (session_.part()) {
    case AttentionPart::decoder:
      return tr("decoder");
    case AttentionPart::cross:
      return tr("cross attention");
    case AttentionPart::encoder:
      break;
  }
  return tr("encoder");
}

int MainWindow::knownLayers() const {
  const auto run = session_.run();
  return run == nullptr ? 0 : viewOf(*run, session_.part()).attention->knownLayers();
}

// A recording's text in place of the sentence that is typed.
void MainWindow::showSentence() {
  const auto run = session_.run();
  if (run != nullptr && session_.model()->description().isRecorded) {
    QStringList words = tokenLabels(run->tokens);
    topBar_->showRecorded(
        words.join(words.value(1).startsWith(QLatin1Char(' ')) ? QString() : QStringLiteral(" ")));
  } else {
    topBar_->showSentence(session_.text());
  }
}

void MainWindow::showRun() {
  const auto& run = session_.run();
  const std::shared_ptr<const AttentionSource> source = session_.attention();
  if (run != nullptr && firstPicture_) {
    firstPicture_ = false;
    chooseFirstCell();
  }
  pictureDue_ = true;
  showSentence();
  showMap();
  links_->setTag(partTag());
  links_->setSource(source, session_.labels(), knownLayers());
  headSheet_->setNote(foldingInWords(session_.labels().folding.get()));
  showHeadSheet();
  cellPanel_->setSource(source, session_.labels());
  showBlock();
  if (run == nullptr) {
    headModel_.setThumbnails(std::vector<QImage>(
        static_cast<std::size_t>(headModel_.rowCount() * headModel_.columnCount())));
    status_->clearRun();
  }
}

// Attention as it is, or what is made of it once that is ready.
void MainWindow::showMap() {
  const auto source = mapReading_.source();
  heatmap_->setSource(source, session_.labels());
  rowView_->setSource(source, session_.labels());
  heatmap_->setWeightsCanChange(session_.run() != nullptr && mapReading_.isAttention());
  showTags();
}

// All heads at once: as soon as all layers are known.
void MainWindow::showHeadSheet() {
  const std::shared_ptr<const AttentionSource> source = session_.attention();
  if (source == nullptr || knownLayers() == source->shape().layers) {
    headSheet_->setSource(source);
  }
}

void MainWindow::showHeadCards() {
  if (!headCards_.cards().empty()) {
    headSheet_->setCards(headCards_.cards());
  } else {
    headSheet_->setCardsMissing(
        session_.part() == AttentionPart::encoder ? CardsMissing::notYet : CardsMissing::elsewhere);
  }
}

void MainWindow::showTags() {
  if (const QStringList tags = attentionTags(); tags != heatmap_->figure().tags) {
    heatmap_->setTags(tags);
  }
}

void MainWindow::showBlock() {
  const bool recorded = session_.model() != nullptr && session_.model()->description().isRecorded;
  block_->setEmptyText(recorded ? tr("A recording has weights alone. Open the model itself to see "
                                     "what its blocks do.")
                                : tr("Type a sentence to see what a block makes of it"));
  if (session_.run() == nullptr || recorded) {
    block_->setRequest({});
    return;
  }
  block_->setRequest({.model = session_.model(),
                      .input = session_.input(),
                      .part = session_.part(),
                      .head = session_.selection()->head(),
                      .layers = session_.attention()->shape().layers,
                      .labels = session_.tokenLabels(),
                      .edits = session_.sharedEdits()});
}

void MainWindow::chooseFirstCell() {
  Selection* selection = session_.selection();
  // Where the default model's head looks from "it" to "animal".
  selection->setHead({.layer = 3, .head = 1});
  const auto& queries = session_.labels().queries;
  const auto found = std::find_if(queries.begin(), queries.end(), [](const QString& token) {
    return token.trimmed() == QStringLiteral("it");
  });
  const int it = found == queries.end() ? -1 : static_cast<int>(found - queries.begin());
  const int query = std::max(it, 0);
  const std::vector<float> row = session_.attention()->row(selection->head(), query);
  selection->setCell(query,
                     static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin()));
}

}  // namespace headscope
