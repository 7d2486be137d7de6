#include <algorithm>
#include <utility>

#include "analysis/folded_source.h"
#include "render/thumbnail.h"
#include "session/session.h"

// What a session shows of its run: a part, with its tokens as they are to be seen, and thumbnails.

namespace headscope {

void Session::setPart(AttentionPart part) {
  if (part == part_) {
    return;
  }
  part_ = part;
  const bool hasParts = run_ != nullptr && run_->decoder;
  if (hasParts) {
    showPart();
  }
  emit partChanged(part_);
  if (hasParts) {
    emit runChanged();
    thumbnailPause_.start();
  }
}

void Session::setTokenDisplay(const TokenDisplay& display) {
  if (display == tokenDisplay_) {
    return;
  }
  tokenDisplay_ = display;
  if (run_ != nullptr) {
    showPart(TokenSelection::Keep::tokens);
    emit runChanged();
    thumbnailPause_.start();
  }
  emit tokenDisplayChanged();
}

std::shared_ptr<const AttentionSource> Session::tokenAttention() const {
  return run_ == nullptr ? nullptr : viewOf(*run_, part()).attention;
}

TokenLabels Session::tokenLabels() const {
  if (labels_.folding == nullptr) {
    return labels_;
  }
  const AttentionView view = viewOf(*run_, part());
  return headscope::tokenLabels(*view.queries, *view.keys);
}

std::shared_ptr<const AttentionSource> Session::folded(
    std::shared_ptr<const AttentionSource> ofTokens) const {
  return labels_.folding == nullptr
             ? std::move(ofTokens)
             : std::make_shared<const FoldedSource>(std::move(ofTokens), labels_.folding);
}

bool Session::isOfTokens(int row, int column) const {
  return labels_.folding == nullptr || labels_.folding->isOfTokens(row, column);
}

AttentionPart Session::part() const {
  const bool writes = model_ != nullptr && model_->description().decoderLayers > 0;
  return writes ? part_ : AttentionPart::encoder;
}

void Session::showPart(TokenSelection::Keep keep) {
  const AttentionView view = viewOf(*run_, part());
  labels_ = headscope::tokenLabels(*view.queries, *view.keys,
                                   tokenDisplay_.folds()
                                       ? std::make_shared<const TokenFolding>(
                                             foldTokens(*view.queries, *view.keys, tokenDisplay_))
                                       : nullptr);
  attention_ = folded(view.attention);
  setBounds(keep);
}

void Session::setBounds(TokenSelection::Keep keep) {
  const AttentionSource& attention = *viewOf(*run_, part()).attention;
  tokenSelection_.setBounds(attention.shape(), attention.knownLayers(), labels_.folding, keep);
}

void Session::updateNotice() {
  QStringList parts;
  if (run_ != nullptr && run_->cut) {
    const Cut& cut = *run_->cut;
    QString where;
    if (!vectors_) {
      const QList<uint> points = text_.toUcs4();
      const QString next =
          QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData()) + cut.codePoint,
                            std::min<qsizetype>(24, points.size() - cut.codePoint));
      where = tr(" The rest, from “%1…” on, is not in the picture.").arg(next.trimmed());
    }
    parts.append(tr("Cut after %1 of %2 tokens: the model takes no more.")
                     .arg(cut.tokensKept)
                     .arg(cut.tokensTotal) +
                 where);
  }
  if (!vectors_ && text_.contains(QChar::ReplacementCharacter)) {
    parts.append(
        tr("The text holds characters that could not be decoded (U+FFFD). Copy it again "
           "from a source in UTF-8 if they should be words."));
  }
  const QString notice = parts.join(QLatin1Char(' '));
  if (notice != notice_) {
    notice_ = notice;
    emit noticeChanged();
  }
}

void Session::setThumbnailStyle(QSize pixels, ColorMapId colors, ThemeKind theme) {
  thumbnailPixels_ = pixels;
  thumbnailColors_ = colors;
  thumbnailTheme_ = theme;
  makeThumbnails();
}

void Session::makeThumbnails() {
  thumbnailPause_.stop();
  // Of a run that is shown early not all maps are known; its end asks again.
  if (run_ == nullptr || run_ != lastWhole_ || thumbnailPixels_.isEmpty()) {
    jobs_.cancel(JobLane::thumbnails);
    return;
  }
  jobs_.submit(
      JobLane::thumbnails,
      [attention = attention(), pixels = thumbnailPixels_, colors = thumbnailColors_,
       theme = thumbnailTheme_](std::stop_token stop) {
        std::vector<QImage> images;
        const AttentionShape shape = attention->shape();
        for (int layer = 0; layer < shape.layers; ++layer) {
          for (int head = 0; head < shape.heads && !stop.stop_requested(); ++head) {
            images.push_back(thumbnail(mapForThumbnail(*attention, {layer, head}), pixels,
                                       colorMap(colors, theme)));
          }
        }
        return images;
      },
      [this](std::vector<QImage> images) { emit thumbnailsReady(std::move(images)); });
}

}  // namespace headscope
