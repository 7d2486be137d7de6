// The pictures of a HeadSheetView: which are made, which are kept, and all of them for a file.
#include <algorithm>
#include <cmath>
#include <utility>

#include "render/head_sheet_painter.h"
#include "views/head_sheet_view.h"

namespace headscope {

namespace {

constexpr std::size_t kMostPictureBytes = 128U << 20U;  // of all that are kept

}  // namespace

HeadPicturesWanted HeadSheetView::wantedPictures() const {
  const int pixels =
      static_cast<int>(std::lround(plot_->figureLayout().side() * plot_->devicePixelRatioF()));
  return {.source = source_,
          .urgent = {},
          .later = {},
          .pixels = {pixels, pixels},
          .colors = plot_->figureStyle().colorMap,
          .theme = plot_->figureStyle().theme.kind};
}

void HeadSheetView::requestPictures() {
  pause_.stop();
  if (source_ == nullptr || !isVisible() || figure().cards.empty()) {
    return;
  }
  due_ = false;
  HeadPicturesWanted wanted = wantedPictures();
  const auto isMade = [&](HeadId id) {
    const Picture& picture = pictureOf(id);
    return picture.version == version_ && picture.image.size() == wanted.pixels;
  };
  std::vector<HeadId> inSight;
  for (const int card : plot_->figureLayout().cardsInSight()) {
    inSight.push_back(figure().cards[static_cast<std::size_t>(card)].id);
    if (!isMade(inSight.back())) {
      wanted.urgent.push_back(inSight.back());
    }
  }
  if (wanted.urgent.empty() && loader_.isBusy()) {
    return;  // the others are under way
  }
  const std::size_t bytes = 4 * static_cast<std::size_t>(wanted.pixels.width()) *
                            static_cast<std::size_t>(wanted.pixels.height());
  const std::size_t most =
      std::max(inSight.size(), kMostPictureBytes / std::max<std::size_t>(1, bytes));
  if (figure().cards.size() <= most) {
    for (const HeadSheetCard& card : figure().cards) {
      if (!isMade(card.id) && std::ranges::find(inSight, card.id) == inSight.end()) {
        wanted.later.push_back(card.id);
      }
    }
  } else {
    keepWithin(most, inSight);
  }
  if (!wanted.urgent.empty() || !wanted.later.empty()) {
    loader_.load(std::move(wanted));
  }
}

// Of many large pictures those in sight alone are made, and those that were are let go.
void HeadSheetView::keepWithin(std::size_t pictures, const std::vector<HeadId>& inSight) {
  const auto made = static_cast<std::size_t>(std::ranges::count_if(
      pictures_, [](const Picture& picture) { return !picture.image.isNull(); }));
  if (made + inSight.size() <= pictures) {
    return;
  }
  for (std::size_t i = 0; i < figure().cards.size(); ++i) {
    const HeadId id = figure().cards[i].id;
    if (std::ranges::find(inSight, id) == inSight.end()) {
      pictureOf(id) = {};
      plot_->setPicture(static_cast<int>(i), {});
    }
  }
}

void HeadSheetView::takePictures(std::vector<HeadPicture> pictures) {
  for (HeadPicture& made : pictures) {
    pictureOf(made.head) = {made.image, version_};
  }
  const HeadSheet& sheet = figure();
  for (std::size_t i = 0; i < sheet.cards.size(); ++i) {
    const Picture& picture = pictureOf(sheet.cards[i].id);
    if (picture.image.cacheKey() != sheet.cards[i].picture.cacheKey()) {
      plot_->setPicture(static_cast<int>(i), picture.image);
    }
  }
}

QSize HeadSheetView::figureSize() const {
  HeadSheet sheet = figure();
  sheet.title = QStringLiteral(" ");
  sheet.side = plot_->figureLayout().side();
  const QSizeF whole = HeadSheetLayout(sheet, QSizeF(plot_->size())).contentSize();
  constexpr int kLeastWidth = 480;  // for a title
  return {std::max(kLeastWidth, static_cast<int>(std::ceil(whole.width()))),
          std::max(sheet.cards.empty() ? 240 : 0, static_cast<int>(std::ceil(whole.height())))};
}

std::function<void(QPainter&, QSizeF)> HeadSheetView::figurePaint(const QString& title) {
  HeadSheet sheet = figure();
  sheet.title = title;
  sheet.hovered = -1;
  sheet.subtitle = captionText();
  sheet.side = plot_->figureLayout().side();
  // Those that were not in sight yet, or are of the text before.
  HeadPicturesWanted wanted = wantedPictures();
  std::vector<HeadId> missing;
  for (const HeadSheetCard& card : sheet.cards) {
    const Picture& picture = pictureOf(card.id);
    if (source_ != nullptr &&
        (picture.version != version_ || picture.image.size() != wanted.pixels)) {
      missing.push_back(card.id);
    }
  }
  for (const HeadPicture& made : makeHeadPictures(wanted, missing)) {
    const auto card = std::ranges::find(sheet.cards, made.head, &HeadSheetCard::id);
    card->picture = made.image;
  }
  return [sheet = std::move(sheet), style = plot_->figureStyle()](QPainter& painter, QSizeF size) {
    const HeadSheetLayout layout(sheet, size);
    paintHeadSheet(painter, sheet, layout, style, QRectF(QPointF(), size));
  };
}

}  // namespace headscope
