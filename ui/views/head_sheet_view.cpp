#include "views/head_sheet_view.h"

#include <algorithm>
#include <utility>

#include <QScrollBar>
#include <QVBoxLayout>

#include "render/tabular_text.h"
#include "render/token_label.h"
#include "session/head_cards.h"

namespace headscope {

namespace {

constexpr int kScrollingRests = 30;  // ms

QString measureNumber(HeadMeasure measure, double value) {
  return listNumber(value, measure == HeadMeasure::distance ? 1 : 2);
}

}  // namespace

HeadSheetView::HeadSheetView(Selection* selection, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      header_(new HeadSheetHeader(this)),
      plot_(new HeadSheetPlot(this)) {
  setProperty("role", QStringLiteral("canvas"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(header_);
  column->addWidget(plot_, 1);
  setFocusProxy(plot_);
  pause_.setSingleShot(true);
  pause_.setInterval(kScrollingRests);
  connect(&pause_, &QTimer::timeout, this, &HeadSheetView::requestPictures);
  connect(selection_, &Selection::headChanged, this, [this] {
    showSelection();
    scrollToChosen();
  });
  connect(header_, &HeadSheetHeader::orderChosen, this, &HeadSheetView::setOrder);
  connect(&loader_, &HeadSheetLoader::picturesReady, this, &HeadSheetView::takePictures);
  connect(plot_, &HeadSheetPlot::clicked, this, &HeadSheetView::choose);
  connect(plot_, &HeadSheetPlot::doubleClicked, this, &HeadSheetView::open);
  connect(plot_, &HeadSheetPlot::hintAsked, this, &HeadSheetView::showHint);
  connect(plot_, &HeadSheetPlot::sideAsked, this, &HeadSheetView::setSide);
  connect(plot_, &HeadSheetPlot::laidOut, &pause_, qOverload<>(&QTimer::start));
  rebuild();
}

void HeadSheetView::setSource(std::shared_ptr<const AttentionSource> source) {
  if (source == source_) {
    return;
  }
  source_ = std::move(source);
  const AttentionShape shape = source_ ? source_->shape() : AttentionShape{};
  const bool same = shape.layers == shape_.layers && shape.heads == shape_.heads;
  shape_ = shape;
  if (!same) {
    ordered_.clear();
    pictures_.assign(
        static_cast<std::size_t>(shape.layers + 1) * static_cast<std::size_t>(shape.heads + 1), {});
  }
  makeStale();
  if (!same || source_ == nullptr) {
    rebuild();
    scrollToChosen();
  } else {
    requestPictures();
  }
}

void HeadSheetView::setCards(std::vector<DealtCard> cards) {
  cards_ = std::move(cards);
  missing_ = CardsMissing::notYet;
  rebuild();
}

void HeadSheetView::setCardsMissing(CardsMissing why) {
  cards_.clear();
  missing_ = why;
  rebuild();
}

void HeadSheetView::setFigureStyle(const FigureStyle& style) {
  plot_->setFigureStyle(style);
  makeStale();
  requestPictures();
}

void HeadSheetView::setOrder(const HeadOrder& order) {
  wanted_ = order;
  rebuild();
  plot_->verticalScrollBar()->setValue(0);
  plot_->horizontalScrollBar()->setValue(0);
  if (shownOrder() == HeadOrder{}) {
    scrollToChosen();
  }
}

void HeadSheetView::setSide(int side) {
  side_ = side;
  rebuild();
  scrollToChosen();
}

void HeadSheetView::makeStale() {
  ++version_;
  due_ = source_ != nullptr;
  loader_.cancel();
}

bool HeadSheetView::hasCards() const {
  return !cards_.empty() && cards_.size() == static_cast<std::size_t>(shape_.layers * shape_.heads);
}

// Heads of another attention were not measured: they are shown as they are. While they are measured
// anew they stay where they were.
HeadOrder HeadSheetView::shownOrder() const {
  if (hasCards()) {
    return wanted_;
  }
  const bool stays = missing_ == CardsMissing::notYet && !ordered_.empty() && orderedBy_ == wanted_;
  return stays ? wanted_ : HeadOrder{};
}

HeadSheetView::Picture& HeadSheetView::pictureOf(HeadId head) {
  return pictures_[static_cast<std::size_t>(head.layer * (shape_.heads + 1) + head.head)];
}

const DealtCard* HeadSheetView::cardOf(HeadId head) const {
  const auto index = static_cast<std::size_t>(head.layer * shape_.heads + head.head);
  return index < cards_.size() && cards_[index].head == head ? &cards_[index] : nullptr;
}

HeadSheetCard HeadSheetView::sheetCard(const OrderedHead& head) const {
  HeadSheetCard card{.id = head.head, .name = headName(head.head)};
  if (head.value) {
    card.value = measureNumber(*wanted_.sort, *head.value);
  } else if (head.score && !wanted_.sort) {
    card.value = listNumber(*head.score, 2);
  }
  const DealtCard* dealt = cardOf(head.head);
  const bool scored = head.score && wanted_.role;
  if (scored && wanted_.sort) {
    card.label = headRoleText(*wanted_.role);
    card.labelScore = listNumber(*head.score, 2);
  } else if (dealt != nullptr && !dealt->labels.empty()) {
    // Beside the role that all have, what else the head is known for.
    const auto other = std::ranges::find_if(
        dealt->labels, [this](const HeadLabel& label) { return label.role != wanted_.role; });
    if (other != dealt->labels.end()) {
      card.label = headRoleText(other->role);
      card.labelScore = listNumber(other->score, 2);
    }
  }
  return card;
}

void HeadSheetView::rebuild() {
  HeadSheet sheet;
  sheet.side = side_;
  sheet.emptyText = tr("Type a sentence to see where each head looks.");
  const HeadOrder order = shownOrder();
  if (hasCards()) {
    ordered_ = orderedHeads(cards_, order);
    orderedBy_ = order;
  }
  if (order != HeadOrder{}) {
    sheet.arrangement = HeadSheet::Arrangement::flow;
    for (const OrderedHead& head : ordered_) {
      sheet.cards.push_back(sheetCard(head));
    }
    if (shape_.layers > 0 && order.role) {
      sheet.emptyText = tr("No head has earned “%1” on this text.").arg(headRoleText(*order.role));
    }
  } else {
    sheet.columns = shape_.heads + 1;
    for (int layer = 0; layer < shape_.layers; ++layer) {
      for (int head = 0; head < shape_.heads; ++head) {
        sheet.cards.push_back(sheetCard({.head = {layer, head}, .value = {}, .score = {}}));
      }
      sheet.cards.push_back({.id = {layer, shape_.heads}, .name = tr("mean")});
    }
    sheet.endsInMeans = shape_.layers > 1;
    for (int head = 0; head <= shape_.heads && sheet.endsInMeans; ++head) {
      sheet.cards.push_back({.id = {shape_.layers, head}, .name = tr("mean")});
    }
  }
  for (HeadSheetCard& card : sheet.cards) {
    card.picture = pictureOf(card.id).image;
  }
  plot_->setFigure(std::move(sheet));

  showChoices();
  showSelection();
}

void HeadSheetView::showChoices() {
  const bool elsewhere = missing_ == CardsMissing::elsewhere;
  if (hasCards()) {
    std::vector<HeadMeasure> measures;
    std::ranges::copy_if(kHeadMeasures, std::back_inserter(measures), [this](HeadMeasure measure) {
      return std::ranges::any_of(cards_, [measure](const DealtCard& card) {
        return measureOf(card.card, measure).has_value();
      });
    });
    header_->setChoices(measures, earnedRoles(cards_));
    header_->setReasonAgainst({});
  } else {
    header_->setReasonAgainst(elsewhere ? tr("Heads are measured in the encoder’s attention alone")
                                        : tr("The heads are being measured"));
  }
  header_->setOrder(!hasCards() && elsewhere ? HeadOrder{} : wanted_);
}

void HeadSheetView::showSelection() {
  const HeadSheet& sheet = figure();
  const auto found = std::ranges::find(sheet.cards, selection_->head(), &HeadSheetCard::id);
  const int chosen =
      found == sheet.cards.end() ? -1 : static_cast<int>(found - sheet.cards.begin());
  if (chosen != sheet.chosen) {
    plot_->setChosen(chosen);
  }
  describe();
}

void HeadSheetView::scrollToChosen() {
  if (isVisible()) {  // else its size is not the one it will have
    plot_->showCard(figure().chosen);
  }
}

QString HeadSheetView::headsText() const {
  const int all = shape_.layers * shape_.heads;
  if (all == 0) {
    return {};
  }
  const HeadOrder order = shownOrder();
  const QString heads = all == 1 ? tr("1 head") : tr("%1 heads").arg(all);
  const QString by = order.sort ? headMeasureText(*order.sort) : QString();
  if (!order.role) {
    return order.sort ? tr("%1, by %2, the highest first").arg(heads, by)
           : shape_.layers > 1
               ? tr("%1, their means over heads at the right and over layers below").arg(heads)
               : tr("%1, and their mean").arg(heads);
  }
  const QString shown =
      tr("%1 of %2: %3").arg(figure().cards.size()).arg(heads, headRoleText(*order.role));
  return order.sort ? tr("%1, by %2, the highest first").arg(shown, by) : shown;
}

QString HeadSheetView::captionText() const {
  const QString heads = headsText();
  return note_.isEmpty() || heads.isEmpty() ? heads : tr("%1; %2").arg(heads, note_);
}

void HeadSheetView::setNote(const QString& note) {
  if (note != note_) {
    note_ = note;
    describe();
  }
}

// Name, what it is known for, the number it is sorted by.
QString HeadSheetView::wordsOf(int index) const {
  const HeadSheetCard& card = figure().cards[static_cast<std::size_t>(index)];
  if (card.id.layer >= shape_.layers) {
    return card.id.head >= shape_.heads ? tr("mean of all heads")
                                        : tr("mean of head %1 over the layers").arg(card.id.head);
  }
  if (isMean(card.id)) {
    return tr("mean of the heads of layer %1").arg(card.id.layer);
  }
  QStringList words{card.name};
  const HeadOrder order = shownOrder();
  if (order.sort && !card.value.isEmpty()) {
    words << tr("%1 %2").arg(headMeasureText(*order.sort), card.value);
  }
  if (const DealtCard* dealt = cardOf(card.id)) {
    for (const QString& label : labelTexts(*dealt)) {
      if (!words.contains(label)) {
        words << label;
      }
    }
  }
  return words.join(QStringLiteral(", "));
}

void HeadSheetView::describe() {
  header_->setCaption(captionText());
  plot_->setAccessibleDescription(
      tr("Maps of all heads. Arrow keys choose a head, Return shows it in the heatmap, plus and "
         "minus change the size. %1")
          .arg(captionText()));
  const HeadSheet& sheet = figure();
  if (sheet.cards.empty()) {
    plot_->setAccessibleName(sheet.emptyText);
  } else if (sheet.chosen < 0) {
    plot_->setAccessibleName(
        tr("%1 is not among the heads that are shown").arg(headName(selection_->head())));
  } else if (sheet.arrangement == HeadSheet::Arrangement::grid) {
    plot_->setAccessibleName(tr("%1; layer %2 of %3, head %4 of %5")
                                 .arg(wordsOf(sheet.chosen))
                                 .arg(sheet.chosen / sheet.columns + 1)
                                 .arg(shape_.layers)
                                 .arg(sheet.chosen % sheet.columns + 1)
                                 .arg(shape_.heads));
  } else {
    plot_->setAccessibleName(tr("%1; %2 of %3")
                                 .arg(wordsOf(sheet.chosen))
                                 .arg(sheet.chosen + 1)
                                 .arg(sheet.cards.size()));
  }
}

void HeadSheetView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  layout()->activate();
  scrollToChosen();
  requestPictures();
}

void HeadSheetView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  pause_.stop();
  if (loader_.isBusy()) {
    loader_.cancel();
    due_ = true;
  }
}

}  // namespace headscope
