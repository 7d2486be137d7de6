#include "views/compare_view.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace headscope {
namespace {

constexpr int kCompareMargin = 24;
constexpr int kListWidth = 216;  // where there is room
constexpr int kLeastListWidth = 152;

}  // namespace

CompareView::CompareView(Session* session, Training* training, MapComparison* comparison,
                         QWidget* parent)
    : QWidget(parent), session_(session), comparison_(comparison) {
  header_ = new CompareHeader(session, training, comparison, this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 16, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(makeTop());
  auto* body = new QHBoxLayout;
  body->setContentsMargins(kCompareMargin, 0, 0, 0);
  body->setSpacing(0);
  list_ = new CompareList(session, comparison, this);
  body->addWidget(list_);
  body->addWidget(makeMaps(), 1);
  layout->addLayout(body, 1);
  placeParts();

  connect(comparison, &MapComparison::changed, this, &CompareView::showAll);
  connect(comparison, &MapComparison::choiceChanged, this, &CompareView::showAll);
  connect(session_->tokenSelection(), &Selection::headChanged, this, &CompareView::followSession);
  connect(session_->tokenSelection(), &Selection::cellChanged, this, &CompareView::followSession);
  connect(&firstSelection_, &Selection::cellChanged, this, [this](int query, int key) {
    if (!following_ && shown_ != nullptr) {
      session_->tokenSelection()->setCell(query, key);
    }
  });
  connect(&changeSelection_, &Selection::cellChanged, this, &CompareView::followChange);
  connect(&secondSelection_, &Selection::cellChanged, this, &CompareView::followSecond);
  showAll();
}

QWidget* CompareView::makeTop() {
  auto* top = new QWidget(this);
  auto* layout = new QVBoxLayout(top);
  layout->setContentsMargins(kCompareMargin, 0, kCompareMargin, 0);
  layout->setSpacing(8);
  layout->addWidget(header_);
  connect(header_, &CompareHeader::showingChanged, this, [this] {
    placeParts();
    showTexts();
  });

  auto* line = new QHBoxLayout;
  line->setSpacing(12);
  titleLabel_ = new QLabel(top);
  titleLabel_->setProperty("role", QStringLiteral("title"));
  titleLabel_->setTextFormat(Qt::PlainText);
  titleLabel_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  line->addWidget(titleLabel_, 1);
  captionLabel_ = new QLabel(top);
  captionLabel_->setProperty("role", QStringLiteral("quiet"));
  captionLabel_->setTextFormat(Qt::PlainText);
  captionLabel_->setToolTip(
      tr("How much of a row’s attention lies elsewhere in the second map, on average over the rows "
         "that both have"));
  line->addWidget(captionLabel_);
  layout->addLayout(line);
  note_ = new QLabel(top);
  note_->setProperty("role", QStringLiteral("quiet"));
  note_->setTextFormat(Qt::PlainText);
  note_->setWordWrap(true);
  layout->addWidget(note_);
  return top;
}

QWidget* CompareView::makeMaps() {
  auto* maps = new QWidget(this);
  auto* layout = new QHBoxLayout(maps);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  change_ = new HeatmapView(&changeSelection_, maps);
  first_ = new HeatmapView(&firstSelection_, maps);
  second_ = new HeatmapView(&secondSelection_, maps);
  for (HeatmapView* view : {change_, first_, second_}) {
    layout->addWidget(view, 1);
  }
  return maps;
}

// Two maps take the room of the list, too; without any, one place says what to do.
void CompareView::placeParts() {
  const bool hasMaps = shown_ != nullptr;
  list_->setVisible(hasMaps && header_->showsChange());
  change_->setVisible(!hasMaps || header_->showsChange());
  first_->setVisible(hasMaps && !header_->showsChange());
  second_->setVisible(hasMaps && !header_->showsChange());
}

void CompareView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  FigureStyle isSigned = style;
  isSigned.colorMap = ColorMapId::inkSigned;
  change_->setFigureStyle(isSigned);
  first_->setFigureStyle(style);
  second_->setFigureStyle(style);
  list_->setFigureStyle(style);
}

void CompareView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  // The first time: the sentence itself, of which a word is to be changed.
  if (comparison_->choice().text.isEmpty()) {
    comparison_->setText(session_->text());
  }
  comparison_->setAwake(true);
  followSession();
}

void CompareView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (comparison_ != nullptr) {
    comparison_->setAwake(false);
  }
}

void CompareView::resizeEvent(QResizeEvent* event) {
  list_->setFixedWidth(std::clamp(event->size().width() * 2 / 7, kLeastListWidth, kListWidth));
  QWidget::resizeEvent(event);
  showTexts();
}

void CompareView::showAll() {
  showMaps();
  showTitles();
  showTexts();
  list_->showLines();
}

void CompareView::showMaps() {
  const auto maps = comparison_->maps();
  const auto change = comparison_->change();
  const bool isOther = maps != shown_;
  const bool otherChange = change != shownChange_;
  shown_ = maps;
  shownChange_ = change;
  if (maps == nullptr) {
    for (HeatmapView* view : {change_, first_, second_}) {
      view->setSource(nullptr, {});
    }
    change_->setEmptyText(comparison_->emptyText());
  } else {
    const QScopedValueRollback following(following_, true);
    if (isOther) {
      firstSelection_.setBounds(maps->first.attention->shape());
      secondSelection_.setBounds(maps->second.attention->shape());
      first_->setSource(maps->first.attention, maps->first.labels);
      second_->setSource(maps->second.attention, maps->second.labels);
    }
    if (otherChange) {
      changeSelection_.setBounds(change->shape());
      change_->setSource(change, maps->labels);
    }
  }
  if (isOther) {
    placeParts();
  }
  followSession();
}

// What the maps are called: by their heads, or else by what they are made of.
void CompareView::showTitles() {
  if (shown_ == nullptr) {
    change_->setTags({});
    return;
  }
  const QString first = comparison_->firstName();
  const QString second = comparison_->secondName();
  const HeadPair heads = comparison_->heads();
  const CompareWith with = comparison_->choice().with;
  const bool isMean = comparison_->isMean();
  first_->setTitle(isMean ? first : QString());
  second_->setTitle(isMean ? second : QString());
  const bool byHeads = with == CompareWith::head || with == CompareWith::layer;
  first_->setTags(byHeads ? QStringList() : QStringList{first});
  second_->setTags(byHeads ? QStringList() : QStringList{second});
  const bool sameHead = with == CompareWith::text || with == CompareWith::step;
  change_->setTitle(isMean     ? tr("%1 − %2").arg(second, first)
                    : sameHead ? QString()
                               : tr("%1 − %2").arg(headName(heads.second), headName(heads.first)));
  change_->setTags(with == CompareWith::model || with == CompareWith::step
                       ? QStringList{tr("%1 − %2").arg(second, first)}
                       : QStringList());
}

QString CompareView::titleOfList() const {
  const int pair = comparison_->pair();
  const QString row =
      pair >= 0 ? tr("“%1”: ").arg(visibleToken(shown_->labels.queries.value(pair))) : QString();
  const QString head = headName(comparison_->heads().first);
  switch (comparison_->ranking()) {
    case CompareRanking::heads:
      return row.isEmpty()                                     ? tr("Which head noticed?")
             : comparison_->choice().with == CompareWith::text ? row + tr("which head noticed?")
                                                               : row + tr("which head moved?");
    case CompareRanking::alikeHeads:
      return row + tr("heads most like %1").arg(head);
    case CompareRanking::otherHeads:
      return row + tr("heads least like %1").arg(head);
    case CompareRanking::rows:
      break;
  }
  return tr("Which rows differ?");
}

QString CompareView::titleOfMaps() const {
  const HeadPair heads = comparison_->heads();
  switch (comparison_->choice().with) {
    case CompareWith::text:
      return tr("%1 in two texts").arg(headName(heads.first));
    case CompareWith::step:
      return tr("%1 at two steps").arg(headName(heads.first));
    case CompareWith::model:
      return tr("%1 and %2").arg(headName(heads.first), headName(heads.second));
    case CompareWith::head:
    case CompareWith::layer:
      break;
  }
  return tr("%1 and %2").arg(comparison_->firstName(), comparison_->secondName());
}

void CompareView::showTexts() {
  title_ = shown_ == nullptr ? QString() : header_->showsChange() ? titleOfList() : titleOfMaps();
  caption_.clear();
  if (const auto difference = comparison_->difference()) {
    caption_ = tr("%1 of a row’s attention is elsewhere").arg(*difference, 0, 'f', 3);
  }
  // The title needs its room more than how the number is said.
  constexpr int kBetween = 12;
  const int room = width() - 2 * kCompareMargin - kBetween;
  const QFontMetrics letters = titleLabel_->fontMetrics();
  captionLabel_->setText(caption_);
  if (letters.horizontalAdvance(title_) + captionLabel_->sizeHint().width() > room) {
    captionLabel_->setText(
        tr("%1 elsewhere").arg(comparison_->difference().value_or(0), 0, 'f', 3));
  }
  captionLabel_->setAccessibleName(caption_);
  titleLabel_->setText(letters.elidedText(title_, Qt::ElideRight,
                                          std::max(room - captionLabel_->sizeHint().width(), 0)));
  titleLabel_->setToolTip(titleLabel_->text() == title_ ? QString() : title_);
  titleLabel_->setAccessibleName(title_);
  titleLabel_->setVisible(shown_ != nullptr);
  captionLabel_->setVisible(shown_ != nullptr);
  note_->setText(comparison_->note());
  note_->setVisible(!comparison_->note().isEmpty());
}

void CompareView::followSession() {
  if (following_ || shown_ == nullptr || !isVisible()) {
    return;  // what is hidden need not be kept up
  }
  const QScopedValueRollback following(following_, true);
  const Selection& chosen = *session_->tokenSelection();
  const AlignedMaps& tokens = shown_->tokens;
  const int query = pairOf(tokens.queries, &AlignedTokens::first, chosen.query());
  const int key = pairOf(tokens.keys, &AlignedTokens::first, chosen.key());
  firstSelection_.setHead(comparison_->heads().first);
  firstSelection_.setCell(chosen.query(), chosen.key());
  changeSelection_.setHead(comparison_->heads().first);
  changeSelection_.setCell(query, key);
  secondSelection_.setHead(comparison_->heads().second);
  if (const int second = tokenOf(tokens.queries, &AlignedTokens::second, query); second >= 0) {
    secondSelection_.setCell(second, tokenOf(tokens.keys, &AlignedTokens::second, key));
  }
}

void CompareView::followChange(int query, int key) {
  if (following_ || shown_ == nullptr) {
    return;
  }
  const AlignedMaps& tokens = shown_->tokens;
  if (const int first = tokenOf(tokens.queries, &AlignedTokens::first, query); first >= 0) {
    session_->tokenSelection()->setCell(first, tokenOf(tokens.keys, &AlignedTokens::first, key));
  }
}

void CompareView::followSecond(int query, int key) {
  if (!following_ && shown_ != nullptr) {
    followChange(pairOf(shown_->tokens.queries, &AlignedTokens::second, query),
                 pairOf(shown_->tokens.keys, &AlignedTokens::second, key));
  }
}

QSizeF CompareView::figureSize() const {
  return change_->isVisibleTo(this) ? QSizeF(change_->size())
                                    : QSizeF(first_->width() + second_->width(), first_->height());
}

std::function<void(QPainter&, QSizeF)> CompareView::figurePaint() const {
  if (change_->isVisibleTo(this)) {
    return change_->figurePaint();
  }
  return [first = first_->figurePaint(), second = second_->figurePaint()](QPainter& painter,
                                                                          QSizeF size) {
    const QSizeF half(size.width() / 2, size.height());
    first(painter, half);
    painter.save();
    painter.translate(half.width(), 0);
    second(painter, half);
    painter.restore();
  };
}

}  // namespace headscope
