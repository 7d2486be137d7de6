#include "views/compare_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headscope {
namespace {

QString rankingText(CompareRanking ranking) {
  switch (ranking) {
    case CompareRanking::heads:
      return CompareList::tr("heads");
    case CompareRanking::alikeHeads:
      return CompareList::tr("most alike");
    case CompareRanking::otherHeads:
      return CompareList::tr("least alike");
    case CompareRanking::rows:
      return CompareList::tr("rows");
  }
  return {};
}

QString listName(CompareRanking ranking) {
  switch (ranking) {
    case CompareRanking::heads:
      return CompareList::tr("Heads by how far the row moved");
    case CompareRanking::alikeHeads:
      return CompareList::tr("Heads to compare with, the most alike row first");
    case CompareRanking::otherHeads:
      return CompareList::tr("Heads to compare with, the least alike row first");
    case CompareRanking::rows:
      return CompareList::tr("Rows by how much they differ");
  }
  return {};
}

}  // namespace

CompareList::CompareList(Session* session, MapComparison* comparison, QWidget* parent)
    : QWidget(parent),
      session_(session),
      comparison_(comparison),
      field_(new ChoiceField(tr("list"), this)),
      view_(new SwingListView(&lines_, this)) {
  field_->setToolTip(tr("What the list has, and in which order"));
  connect(field_, &QComboBox::currentIndexChanged, this, [this](int index) {
    comparison_->setRanking(comparison_->rankings()[static_cast<std::size_t>(index)]);
  });
  connect(view_, &SwingListView::lineChosen, this, &CompareList::chooseLine);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(field_);
  layout->addWidget(view_, 1);
}

void CompareList::showField() {
  const std::vector<CompareRanking> rankings = comparison_->rankings();
  const CompareRanking ranking = comparison_->ranking();
  const QSignalBlocker quiet(field_);
  QStringList texts;
  std::ranges::transform(rankings, std::back_inserter(texts), rankingText);
  QStringList there;
  for (int i = 0; i < field_->count(); ++i) {
    there.append(field_->itemText(i));
  }
  if (texts != there) {
    field_->clear();
    field_->addItems(texts);
  }
  field_->setCurrentIndex(
      static_cast<int>(std::ranges::find(rankings, ranking) - rankings.begin()));
  field_->setEnabled(rankings.size() > 1);
  view_->setAccessibleName(listName(ranking));
}

void CompareList::showLines() {
  const auto maps = comparison_->maps();
  const CompareRanking ranking = comparison_->ranking();
  showField();
  std::vector<SwingLine> lines;
  int current = -1;
  if (maps != nullptr && ranking == CompareRanking::rows) {
    const std::vector<AlignedTokens>& queries = maps->tokens.queries;
    std::vector<int> pairOfRow(maps->first.labels.queries.size(), -1);
    for (std::size_t i = 0; i < queries.size(); ++i) {
      if (queries[i].first >= 0) {
        pairOfRow[static_cast<std::size_t>(queries[i].first)] = static_cast<int>(i);
      }
    }
    for (const RowSwing& row : comparison_->rows()) {
      if (row.row.first == session_->tokenSelection()->query()) {
        current = static_cast<int>(lines.size());
      }
      const int pair = pairOfRow[static_cast<std::size_t>(row.row.first)];
      lines.push_back({visibleToken(maps->labels.queries.value(pair)), row});
    }
  } else if (maps != nullptr) {
    const HeadId chosen =
        ranking == CompareRanking::heads ? comparison_->heads().first : comparison_->heads().second;
    for (const HeadSwing& swing : comparison_->swings()) {
      if (swing.head == chosen) {
        current = static_cast<int>(lines.size());
      }
      lines.push_back({headName(swing.head), swing});
    }
  }
  lines_.setLines(std::move(lines),
                  maps == nullptr ? std::vector<AlignedTokens>() : maps->tokens.keys,
                  maps == nullptr ? QStringList() : maps->labels.keys);
  view_->showLine(current);
}

void CompareList::chooseLine(int line) {
  const auto index = static_cast<std::size_t>(line);
  Selection* selection = session_->tokenSelection();
  switch (comparison_->ranking()) {
    case CompareRanking::heads:
      selection->setHead(comparison_->swings()[index].head);
      break;
    case CompareRanking::alikeHeads:
    case CompareRanking::otherHeads:
      comparison_->chooseSecondHead(comparison_->swings()[index].head);
      break;
    case CompareRanking::rows: {
      const RowSwing row = comparison_->rows()[index];
      selection->setCell(row.row.first, row.key.first >= 0 ? row.key.first : selection->key());
      break;
    }
  }
}

}  // namespace headscope
