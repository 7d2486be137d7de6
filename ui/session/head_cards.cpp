#include "session/head_cards.h"

#include <chrono>
#include <utility>

namespace headscope {
namespace {

constexpr std::chrono::milliseconds kTypingRests{200};

}  // namespace

HeadCards::HeadCards(Session* session, QObject* parent) : QObject(parent), session_(session) {
  pause_.setSingleShot(true);
  pause_.setInterval(kTypingRests);
  connect(&pause_, &QTimer::timeout, this, &HeadCards::deal);
  connect(session_, &Session::runCompleted, &pause_, qOverload<>(&QTimer::start));
  connect(session_, &Session::partChanged, this, &HeadCards::dealt);
  connect(session_, &Session::modelChanged, this, [this] {
    jobs_.cancel(JobLane::listing);
    cards_.clear();
    emit dealt();
  });
}

const std::vector<DealtCard>& HeadCards::cards() const {
  static const std::vector<DealtCard> kNone;
  return session_->part() == AttentionPart::encoder ? cards_ : kNone;
}

const DealtCard* HeadCards::card(HeadId head) const {
  const auto index = static_cast<std::size_t>(head.layer * heads_ + head.head);
  return index < cards().size() ? &cards()[index] : nullptr;
}

void HeadCards::deal() {
  if (!session_->isRunWhole()) {
    return;  // a newer run is shown early: its end asks again
  }
  jobs_.submit(
      JobLane::listing,
      [model = session_->model(), run = session_->run()](const JobContext& job) {
        return dealHeads(*model, *run, job);
      },
      [this, heads = session_->run()->attention->shape().heads](std::vector<DealtCard> cards) {
        cards_ = std::move(cards);
        heads_ = heads;
        emit dealt();
      });
}

QString headRoleText(HeadRole role) {
  switch (role) {
    case HeadRole::previousToken:
      return HeadCards::tr("previous token");
    case HeadRole::nextToken:
      return HeadCards::tr("next token");
    case HeadRole::sameToken:
      return HeadCards::tr("same token");
    case HeadRole::self:
      return HeadCards::tr("itself");
    case HeadRole::firstToken:
      return HeadCards::tr("first token");
    case HeadRole::specialTokens:
      return HeadCards::tr("special tokens");
    case HeadRole::punctuation:
      return HeadCards::tr("punctuation");
    case HeadRole::induction:
      return HeadCards::tr("induction");
    case HeadRole::duplicateToken:
      return HeadCards::tr("duplicate token");
    case HeadRole::positional:
      return HeadCards::tr("positional");
    case HeadRole::broad:
      return HeadCards::tr("broad");
    case HeadRole::narrow:
      return HeadCards::tr("narrow");
  }
  return {};
}

QStringList labelTexts(const DealtCard& card) {
  QStringList texts;
  for (const HeadLabel& label : card.labels) {
    texts.append(QStringLiteral("%1 %2").arg(headRoleText(label.role)).arg(label.score, 0, 'f', 2));
  }
  return texts;
}

}  // namespace headscope
