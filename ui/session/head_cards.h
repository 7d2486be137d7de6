#pragma once

#include <vector>

#include <QObject>
#include <QTimer>

#include "jobs/job_runner.h"
#include "session/session.h"
#include "source/head_deck.h"

namespace headscope {

// What each head of the newest run does: measured beside the window when typing rests. Of a model
// with a decoder the cards are those of its encoder.
class HeadCards : public QObject {
  Q_OBJECT
 public:
  explicit HeadCards(Session* session, QObject* parent = nullptr);

  // Layer by layer. Of the text before until the new ones are there; empty until a model has its
  // first, and while another attention than the cards' is looked at.
  const std::vector<DealtCard>& cards() const;
  // Null where there are none.
  const DealtCard* card(HeadId head) const;
  bool isBusy() const { return pause_.isActive() || jobs_.isBusy(JobLane::listing); }

 signals:
  void dealt();

 private:
  void deal();

  Session* session_;
  std::vector<DealtCard> cards_;
  int heads_ = 0;  // of a layer
  QTimer pause_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

QString headRoleText(HeadRole role);  // "previous token", translated

// "special tokens 0.75", the strongest first.
QStringList labelTexts(const DealtCard& card);

}  // namespace headscope
