#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "analysis/head_order.h"
#include "session/selection.h"
#include "views/head_sheet_header.h"
#include "views/head_sheet_loader.h"
#include "views/head_sheet_plot.h"

namespace headscope {

// Why there are no cards to sort heads by.
enum class CardsMissing {
  notYet,     // they are being measured
  elsewhere,  // they are of another attention than the one that is looked at
};

// Every layer and head, large enough to read: as a grid, or sorted by a measure and filtered by a
// role as a flow of cards. It shows and changes the Selection's head. Pictures are made away from
// the GUI thread, those in sight first; the old ones stay until then. While it is hidden it makes
// none.
//
// Mouse: a click chooses a head, a double click opens it; Ctrl and the wheel change the size.
// Keys: arrows, Page Up/Down and Home/End choose (with Ctrl the first and last of all), Return
// opens, + and − change the size and 0 fits it to the room again.
class HeadSheetView : public QWidget {
  Q_OBJECT
 public:
  explicit HeadSheetView(Selection* selection, QWidget* parent = nullptr);

  // All of its layers must be known. Null: there is nothing to show.
  void setSource(std::shared_ptr<const AttentionSource> source);
  void setNote(const QString& note);  // on its maps, after what the caption says of heads; or empty
  // Of all heads of the source, or of the one before.
  void setCards(std::vector<DealtCard> cards);
  void setCardsMissing(CardsMissing why);
  void setFigureStyle(const FigureStyle& style);

  void setOrder(const HeadOrder& order);
  const HeadOrder& order() const { return wanted_; }  // as asked for
  void setSide(int side);  // of a picture, logical pixels; 0: as the room has it
  void enlarge() { setSide(plot_->figureLayout().largerSide()); }
  void shrink() { setSide(plot_->figureLayout().smallerSide()); }

  const HeadSheet& figure() const { return plot_->figure(); }
  bool isMakingPictures() const { return due_ || pause_.isActive() || loader_.isBusy(); }
  HeadSheetHeader* header() { return header_; }
  HeadSheetPlot* plot() { return plot_; }

  // Paints all heads that are shown, with a title, whether in sight or not: for a file.
  std::function<void(QPainter&, QSizeF)> figurePaint(const QString& title);
  QSize figureSize() const;

  QSize sizeHint() const override { return {720, 640}; }

 signals:
  void opened(headscope::HeadId head);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Picture {
    QImage image;
    unsigned version = 0;  // of version_, when it was made
  };

  HeadOrder shownOrder() const;
  bool hasCards() const;  // of these heads
  bool isMean(HeadId head) const {
    return head.head >= shape_.heads || head.layer >= shape_.layers;
  }
  Picture& pictureOf(HeadId head);
  const DealtCard* cardOf(HeadId head) const;
  void makeStale();
  void rebuild();
  HeadSheetCard sheetCard(const OrderedHead& head) const;
  void showChoices();
  void showSelection();
  void scrollToChosen();
  void describe();
  QString wordsOf(int card) const;
  QString headsText() const;
  QString captionText() const;
  void requestPictures();
  HeadPicturesWanted wantedPictures() const;
  void keepWithin(std::size_t pictures, const std::vector<HeadId>& inSight);
  void takePictures(std::vector<HeadPicture> pictures);
  void choose(int card);
  void open(int card);
  void showHint(int card, QPoint at);
  bool handleKey(const QKeyEvent& event);

  Selection* selection_;
  std::shared_ptr<const AttentionSource> source_;
  AttentionShape shape_;  // of the source, or of the last one
  std::vector<DealtCard> cards_;
  CardsMissing missing_ = CardsMissing::notYet;
  QString note_;
  HeadOrder wanted_;
  std::vector<OrderedHead> ordered_;  // kept while cards are measured anew
  HeadOrder orderedBy_;
  int side_ = 0;

  // ((layers + 1) · (heads + 1)): a layer's mean after its heads, means over layers at the end.
  std::vector<Picture> pictures_;
  unsigned version_ = 1;
  bool due_ = false;  // pictures are to be made as soon as it is seen
  QTimer pause_;      // scrolling rests

  HeadSheetHeader* header_;
  HeadSheetPlot* plot_;
  HeadSheetLoader loader_{this};
};

}  // namespace headscope
