#include "views/compare_view.h"

#include <algorithm>
#include <utility>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include "views/sentence_field.h"

namespace headscope {
namespace {

constexpr int kCompareMargin = 24;
constexpr int kListWidth = 216;  // where there is room
constexpr int kLeastListWidth = 152;

// The pair that has this token on that side; -1 for none.
int pairOf(const ComparedTexts& texts, int AlignedTokens::*side, int token) {
  const auto found = std::ranges::find(texts.tokens, token, side);
  return token < 0 || found == texts.tokens.end() ? -1
                                                  : static_cast<int>(found - texts.tokens.begin());
}

int tokenOf(const ComparedTexts& texts, int AlignedTokens::*side, int pair) {
  return pair < 0 || pair >= static_cast<int>(texts.tokens.size())
             ? -1
             : texts.tokens[static_cast<std::size_t>(pair)].*side;
}

TokenLabels labelsOfRun(const Run& run) {
  return tokenLabels(run.tokens, run.tokens);
}

}  // namespace

CompareView::CompareView(Session* session, TextComparison* comparison, QWidget* parent)
    : QWidget(parent), session_(session), comparison_(comparison) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 16, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(makeHeader());
  auto* body = new QHBoxLayout;
  body->setContentsMargins(kCompareMargin - 8, 0, 0, 0);
  body->setSpacing(0);
  heads_ = new SwingListView(&swings_, session_->selection(), this);
  body->addWidget(heads_);
  body->addWidget(makeMaps(), 1);
  layout->addLayout(body, 1);

  connect(sentence_, &QLineEdit::textEdited, comparison_, &TextComparison::setText);
  connect(comparison_, &TextComparison::textChanged, this, [this](const QString& text) {
    if (text != sentence_->text()) {
      sentence_->setText(text);
    }
  });
  connect(comparison_, &TextComparison::changed, this, [this] {
    showTexts();
    showHeads();
  });
  connect(session_->tokenSelection(), &Selection::headChanged, this, &CompareView::followSession);
  connect(session_->tokenSelection(), &Selection::cellChanged, this, &CompareView::followSession);
  connect(&changeSelection_, &Selection::cellChanged, this, &CompareView::followChange);
  connect(&secondSelection_, &Selection::cellChanged, this, &CompareView::followSecond);
  for (const Selection* selection : {&changeSelection_, &secondSelection_}) {
    connect(selection, &Selection::headChanged, session_->selection(), &Selection::setHead);
  }
}

QWidget* CompareView::makeHeader() {
  auto* header = new QWidget(this);
  auto* layout = new QVBoxLayout(header);
  layout->setContentsMargins(kCompareMargin, 0, kCompareMargin, 0);
  layout->setSpacing(8);
  sentence_ = new SentenceField(header);
  sentence_->setPlaceholderText(tr("A second sentence: change a word of the first"));
  sentence_->setAccessibleName(tr("Second sentence"));
  sentence_->setMaxLength(1 << 20);
  sentence_->setAcceptDrops(false);
  layout->addWidget(sentence_);

  auto* line = new QHBoxLayout;
  line->setSpacing(4);
  title_ = new QLabel(header);
  title_->setProperty("role", QStringLiteral("title"));
  title_->setTextFormat(Qt::PlainText);
  line->addWidget(title_, 1);
  auto* group = new QButtonGroup(header);
  for (auto& [button, text, help] :
       {std::tuple<QToolButton*&, QString, QString>{
            showChange_, tr("change"), tr("What changed, the second map minus the first")},
        {showMaps_, tr("both maps"), tr("The two maps beside each other")}}) {
    button = new QToolButton(header);
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleDescription(help);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("role", QStringLiteral("link"));
    group->addButton(button);
    line->addWidget(button);
  }
  showChange_->setChecked(true);
  layout->addLayout(line);
  note_ = new QLabel(header);
  note_->setProperty("role", QStringLiteral("quiet"));
  note_->setTextFormat(Qt::PlainText);
  note_->setWordWrap(true);
  note_->hide();
  layout->addWidget(note_);
  return header;
}

QWidget* CompareView::makeMaps() {
  auto* maps = new QWidget(this);
  auto* layout = new QHBoxLayout(maps);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  change_ = new HeatmapView(&changeSelection_, maps);
  first_ = new HeatmapView(session_->tokenSelection(), maps);
  second_ = new HeatmapView(&secondSelection_, maps);
  for (HeatmapView* view : {change_, first_, second_}) {
    view->setEmptyText(tr("Type a second sentence above to see what changes"));
    layout->addWidget(view, 1);
  }
  // Two maps take the room of the list, too; heads are chosen in the grid as well.
  const auto choose = [this](bool change) {
    heads_->setVisible(change);
    change_->setVisible(change);
    first_->setVisible(!change);
    second_->setVisible(!change);
  };
  choose(true);
  connect(showChange_, &QToolButton::toggled, this, choose);
  return maps;
}

void CompareView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  FigureStyle isSigned = style;
  isSigned.colorMap = ColorMapId::inkSigned;
  change_->setFigureStyle(isSigned);
  first_->setFigureStyle(style);
  second_->setFigureStyle(style);
  heads_->setFigureStyle(style);
}

void CompareView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  // The first time: the sentence itself, of which a word is to be changed.
  if (comparison_->text().isEmpty()) {
    comparison_->setText(session_->text());
  }
  comparison_->setAwake(true);
}

void CompareView::resizeEvent(QResizeEvent* event) {
  heads_->setFixedWidth(std::clamp(event->size().width() * 2 / 7, kLeastListWidth, kListWidth));
  QWidget::resizeEvent(event);
}

void CompareView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (comparison_ != nullptr) {
    comparison_->setAwake(false);
  }
}

void CompareView::showTexts() {
  const auto texts = comparison_->texts();
  if (texts != shown_) {
    shown_ = texts;
    if (texts == nullptr) {
      for (HeatmapView* view : {change_, first_, second_}) {
        view->setSource(nullptr, {});
      }
    } else {
      const QScopedValueRollback following(following_, true);
      changeSelection_.setBounds(texts->change->shape());
      secondSelection_.setBounds(texts->second->attention->shape());
      change_->setSource(texts->change, {.queries = texts->labels, .keys = texts->labels});
      first_->setSource(texts->first->attention, labelsOfRun(*texts->first));
      second_->setSource(texts->second->attention, labelsOfRun(*texts->second));
      first_->setTags({tr("first")});
      second_->setTags({tr("second")});
    }
  }
  followSession();
}

void CompareView::showHeads() {
  const auto texts = comparison_->texts();
  const int pair = comparison_->pair();
  title_->setText(texts != nullptr && pair >= 0
                      ? tr("“%1”: which head noticed?").arg(texts->labels[pair])
                      : tr("Which head noticed?"));
  note_->setText(comparison_->note());
  note_->setVisible(!comparison_->note().isEmpty());
  swings_.setSwings(comparison_->swings(),
                    texts == nullptr ? std::vector<AlignedTokens>() : texts->tokens,
                    texts == nullptr ? QStringList() : texts->labels);
}

void CompareView::followSession() {
  if (following_ || shown_ == nullptr) {
    return;
  }
  const QScopedValueRollback following(following_, true);
  const Selection& chosen = *session_->tokenSelection();
  const int query = pairOf(*shown_, &AlignedTokens::first, chosen.query());
  const int key = pairOf(*shown_, &AlignedTokens::first, chosen.key());
  changeSelection_.setHead(chosen.head());
  changeSelection_.setCell(query, key);
  secondSelection_.setHead(chosen.head());
  if (const int second = tokenOf(*shown_, &AlignedTokens::second, query); second >= 0) {
    secondSelection_.setCell(second, tokenOf(*shown_, &AlignedTokens::second, key));
  }
}

void CompareView::followChange(int query, int key) {
  if (following_ || shown_ == nullptr) {
    return;
  }
  if (const int first = tokenOf(*shown_, &AlignedTokens::first, query); first >= 0) {
    session_->tokenSelection()->setCell(first, tokenOf(*shown_, &AlignedTokens::first, key));
  }
}

void CompareView::followSecond(int query, int key) {
  if (!following_ && shown_ != nullptr) {
    followChange(pairOf(*shown_, &AlignedTokens::second, query),
                 pairOf(*shown_, &AlignedTokens::second, key));
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
