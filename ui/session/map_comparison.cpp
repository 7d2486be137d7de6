#include "session/map_comparison.h"

#include <algorithm>
#include <utility>

namespace headscope {
namespace {

// Rankings of so many weights are made at once, larger ones off the window's thread.
constexpr double kImmediateWeights = 1 << 17;

HeadId fitted(HeadId head, const AttentionShape& shape) {
  return {std::clamp(head.layer, 0, std::max(shape.layers - 1, 0)),
          std::clamp(head.head, 0, std::max(shape.heads - 1, 0))};
}

// The next head of the layer, or the first; in a layer of a single one that of the next layer.
HeadId besideIt(HeadId head, const AttentionShape& shape) {
  return shape.heads > 1 ? HeadId{head.layer, (head.head + 1) % shape.heads}
                         : HeadId{(head.layer + 1) % std::max(shape.layers, 1), 0};
}

std::vector<std::string> utf8Of(const QStringList& labels) {
  std::vector<std::string> texts;
  for (const QString& label : labels) {
    texts.push_back(label.toStdString());
  }
  return texts;
}

}  // namespace

MapComparison::MapComparison(Session* session, Training* training, QObject* parent)
    : QObject(parent), session_(session), training_(training) {
  connect(session_, &Session::runCompleted, this, &MapComparison::compare);
  connect(session_, &Session::runChanged, this, [this] {
    if (session_->run() == nullptr) {
      clear(tr("Type a sentence to compare where heads look"));
    }
  });
  connect(session_, &Session::modelChanged, this, [this] { clear({}); });
  connect(session_, &Session::partChanged, this, &MapComparison::compare);
  connect(session_->tokenSelection(), &Selection::cellChanged, this, &MapComparison::rank);
  connect(session_->tokenSelection(), &Selection::headChanged, this, &MapComparison::pairHeads);
  connect(training_, &Training::modelReady, this,
          [this](const std::shared_ptr<const CheckpointSource>& model) { trained_ = model; });
  connect(&second_, &SecondModel::opened, this, [this] {
    choice_.modelHead.reset();
    emit choiceChanged();
    compare();
  });
  connect(&second_, &SecondModel::progressed, this, [this] {
    emit choiceChanged();
    if (choice_.with == CompareWith::model &&
        (second_.model() == nullptr || !second_.isOpening())) {
      compare();
    }
  });
}

bool MapComparison::isBusy() const {
  return jobs_.isBusy(JobLane::run) || jobs_.isBusy(JobLane::listing) || second_.isOpening();
}

bool MapComparison::isMean() const {
  return choice_.with == CompareWith::layer && choice_.ofLayer == OfLayer::mean;
}

// The first time: what stands beside the chosen head. It stays when another is chosen.
void MapComparison::complete(CompareChoice& choice) const {
  const auto attention = session_->tokenAttention();
  if (attention == nullptr) {
    return;
  }
  const AttentionShape shape = attention->shape();
  const HeadId chosen = session_->tokenSelection()->head();
  if (choice.with == CompareWith::head && !choice.head) {
    choice.head = besideIt(chosen, shape);
  } else if (choice.with == CompareWith::layer && !choice.layer) {
    choice.layer =
        chosen.layer + 1 < shape.layers ? chosen.layer + 1 : std::max(chosen.layer - 1, 0);
  }
}

void MapComparison::choose(CompareChoice choice) {
  complete(choice);
  if (choice == choice_) {
    return;
  }
  const bool isOther = choice.with != choice_.with;
  CompareChoice sameHeads = choice_;
  sameHeads.head = choice.head;
  sameHeads.modelHead = choice.modelHead;
  const bool onlyHeads = choice == sameHeads;
  choice_ = std::move(choice);
  emit choiceChanged();
  if (isOther) {
    clear({});
  }
  if (onlyHeads) {
    pairHeads();
  } else {
    compare();
  }
}

void MapComparison::setText(const QString& text) {
  CompareChoice choice = choice_;
  choice.text = text;
  choose(std::move(choice));
}

void MapComparison::chooseSecondHead(HeadId head) {
  CompareChoice choice = choice_;
  switch (choice.with) {
    case CompareWith::head:
      choice.head = head;
      break;
    case CompareWith::layer:
      choice.layer = head.layer;
      choice.ofLayer = OfLayer::thisHead;
      choice.layerHead = head.head;
      break;
    case CompareWith::model:
      choice.modelHead = head;
      break;
    case CompareWith::text:
    case CompareWith::step:
      return;  // it is the first side's
  }
  choose(std::move(choice));
}

void MapComparison::setAwake(bool awake) {
  if (awake != awake_) {
    awake_ = awake;
    if (!awake_) {
      jobs_.cancel(JobLane::run);
      jobs_.cancel(JobLane::listing);
    }
    compare();
  }
}

void MapComparison::clear(const QString& emptyText, const QString& note) {
  jobs_.cancel(JobLane::run);
  jobs_.cancel(JobLane::listing);
  maps_.reset();
  change_.reset();
  ranked_ = {};
  pair_ = -1;
  emptyText_ = emptyText;
  note_ = note;
  emit changed();
}

void MapComparison::compare() {
  if (!awake_ || !session_->isRunWhole()) {
    return;  // of a run that is shown early its end asks again
  }
  if (CompareChoice whole = choice_; complete(whole), whole != choice_) {
    choice_ = std::move(whole);
    emit choiceChanged();
  }
  switch (choice_.with) {
    case CompareWith::text:
      compareText();
      break;
    case CompareWith::head:
    case CompareWith::layer:
      compareHead();
      break;
    case CompareWith::model:
      compareModel();
      break;
    case CompareWith::step:
      compareStep();
      break;
  }
}

void MapComparison::take(std::shared_ptr<const ComparedMaps> maps) {
  maps_ = std::move(maps);
  change_.reset();
  ranked_ = {};
  pairHeads();
}

std::optional<HeadId> MapComparison::chosenSecond() const {
  const HeadId first = heads_.first;
  switch (choice_.with) {
    case CompareWith::head:
      return choice_.head;
    case CompareWith::layer:
      return HeadId{choice_.layer.value_or(first.layer),
                    choice_.ofLayer == OfLayer::thisHead ? choice_.layerHead : first.head};
    case CompareWith::model:
      return choice_.modelHead.value_or(first);
    case CompareWith::text:
    case CompareWith::step:
      break;
  }
  return {};
}

void MapComparison::pairHeads() {
  // Maps without their change are nothing to show.
  if (maps_ == nullptr || (!awake_ && change_ != nullptr)) {
    return;
  }
  const AttentionShape second = maps_->second.attention->shape();
  heads_.first = fitted(session_->tokenSelection()->head(), maps_->first.attention->shape());
  const std::optional<HeadId> chosen = chosenSecond();
  heads_.second = fitted(chosen.value_or(heads_.first), second);
  const auto against = chosen ? std::optional(heads_.second) : std::nullopt;
  if (change_ == nullptr || against != against_) {
    against_ = against;
    change_ = std::make_shared<const DifferenceSource>(
        maps_->first.attention, maps_->second.attention, maps_->tokens, against);
  }
  rank();
}

std::vector<CompareRanking> MapComparison::rankings() const {
  if (isMean()) {
    return {CompareRanking::rows};
  }
  return choice_.with == CompareWith::text || choice_.with == CompareWith::step
             ? std::vector{CompareRanking::heads, CompareRanking::rows}
             : std::vector{CompareRanking::alikeHeads, CompareRanking::otherHeads,
                           CompareRanking::rows};
}

CompareRanking MapComparison::ranking() const {
  return isMean() ? CompareRanking::rows : rankings_[static_cast<std::size_t>(choice_.with)];
}

void MapComparison::setRanking(CompareRanking ranking) {
  if (ranking != this->ranking() && std::ranges::count(rankings(), ranking) > 0) {
    rankings_[static_cast<std::size_t>(choice_.with)] = ranking;
    emit choiceChanged();
    rank();
  }
}

// What the chosen head is compared with in the list: not with itself.
std::vector<HeadId> MapComparison::alternatives() const {
  std::vector<HeadId> heads;
  for (const HeadId head : allHeads(maps_->second.attention->shape())) {
    if (choice_.with == CompareWith::model ||
        (choice_.with == CompareWith::head && head != heads_.first) ||
        (choice_.with == CompareWith::layer && head.layer == heads_.second.layer &&
         head != heads_.first)) {
      heads.push_back(head);
    }
  }
  return heads;
}

void MapComparison::rank() {
  if (maps_ == nullptr || !awake_) {
    return;
  }
  pair_ = pairOf(maps_->tokens.queries, &AlignedTokens::first, session_->tokenSelection()->query());
  RankRequest request{
      .maps = maps_,
      .heads = heads_,
      .ranking = ranking(),
      .row = pair_ < 0 ? AlignedTokens() : maps_->tokens.queries[static_cast<std::size_t>(pair_)],
      .alternatives = alternatives()};
  if (request.weights() <= kImmediateWeights) {
    jobs_.cancel(JobLane::listing);
    takeRanking(rankMaps(request));
    return;
  }
  jobs_.submit(
      JobLane::listing,
      [request = std::move(request)](const JobContext&) { return rankMaps(request); },
      [this](MapRanking ranking) { takeRanking(std::move(ranking)); });
  note_ = noteOfMaps();
  emit changed();  // the maps need not wait for the list
}

void MapComparison::takeRanking(MapRanking ranking) {
  ranked_ = std::move(ranking);
  note_ = noteOfMaps();
  emit changed();
}

QString MapComparison::noteOfMaps() const {
  const ModelDescription& model = session_->model()->description();
  if (choice_.with == CompareWith::model && second_.error()) {
    return QString::fromStdString(describe(*second_.error()));
  }
  const AlignedTokens row =
      pair_ < 0 ? AlignedTokens() : maps_->tokens.queries[static_cast<std::size_t>(pair_)];
  if (row.first >= 0 && row.second < 0) {
    const QString token = maps_->first.labels.queries.value(row.first);
    return choice_.with == CompareWith::model
               ? tr("The second model has no token in the place of “%1”. Choose another row.")
                     .arg(token.trimmed())
               : tr("The second text has nothing in the place of “%1”. Choose another row.")
                     .arg(token);
  }
  const bool isText = choice_.with == CompareWith::text;
  if (isText && model.isCausal() && row.first >= 0 &&
      beginAlike(utf8Of(maps_->first.labels.queries), utf8Of(maps_->second.labels.queries), row)) {
    return tr("This model is causal: a row sees only what stands before it, and up to “%1” both "
              "texts are the same. So no head can differ here; a later row can.")
        .arg(maps_->labels.queries[pair_]);
  }
  const bool isOneRun = choice_.with == CompareWith::head || choice_.with == CompareWith::layer;
  if (isOneRun && heads_.first.layer == heads_.second.layer &&
      (isMean() || heads_.first == heads_.second)) {
    return isMean() ? tr("This is the chosen head’s own layer. Choose another one.")
                    : tr("This is the chosen head itself. Choose another one.");
  }
  if (choice_.with == CompareWith::model) {
    const ModelSource& second = *second_.model();
    if (model.isCausal() != second.description().isCausal()) {
      return tr("%1 is causal: its rows see only what stands before them. Those of %2 see all.")
          .arg(model.isCausal() ? firstName() : secondName(),
               model.isCausal() ? secondName() : firstName());
    }
  }
  if (!isOneRun && !session_->edits().empty()) {
    return isText ? tr("The first text is shown with the changes made by hand, the second without.")
                  : tr("The first map is shown with the changes made by hand, the second without.");
  }
  return {};
}

std::optional<double> MapComparison::difference() const {
  return ranked_.rows.empty() ? std::nullopt : std::optional(ranked_.mean);
}

QString MapComparison::nameOf(const QString& side, HeadId head) const {
  return !side.isEmpty() ? side : isMean() ? tr("mean of L%1").arg(head.layer) : headName(head);
}

QString MapComparison::firstName() const {
  return nameOf(maps_ == nullptr ? QString() : maps_->first.name, heads_.first);
}

QString MapComparison::secondName() const {
  return nameOf(maps_ == nullptr ? QString() : maps_->second.name, heads_.second);
}

QString MapComparison::subject() const {
  switch (choice_.with) {
    case CompareWith::text:
      return choice_.text;
    case CompareWith::model:
      return QStringLiteral("%1 %2").arg(secondName(), headName(heads_.second));
    case CompareWith::head:
    case CompareWith::layer:
    case CompareWith::step:
      break;
  }
  return secondName();
}

}  // namespace headscope
