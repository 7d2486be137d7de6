#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "jobs/job_runner.h"
#include "session/compare_choice.h"
#include "session/compared_maps.h"
#include "session/map_ranking.h"
#include "session/second_model.h"
#include "session/session.h"
#include "session/training.h"

namespace headscope {

// The map that the window looks at against a second one: of another text, head, layer, model or
// step of a training. What is to be run for it is run beside the window whenever one of both sides
// changes; the old maps stay until then.
class MapComparison : public QObject {
  Q_OBJECT
 public:
  MapComparison(Session* session, Training* training, QObject* parent = nullptr);

  const CompareChoice& choice() const { return choice_; }
  void choose(CompareChoice choice);
  // As choose() with another text.
  void setText(const QString& text);
  SecondModel* secondModel() { return &second_; }
  // A view that nobody sees need not be kept up.
  void setAwake(bool awake);

  bool isBusy() const;

  // Null until there are two maps to compare.
  std::shared_ptr<const ComparedMaps> maps() const { return maps_; }
  // second − first; rows and columns are the pairs of tokens. Of the heads that heads() says.
  std::shared_ptr<const AttentionSource> change() const { return change_; }
  // What is shown of each side; of a mean any head of its layer.
  HeadPair heads() const { return heads_; }
  bool isMean() const;
  // The second side's map becomes this head's, where the choice is of one.
  void chooseSecondHead(HeadId head);
  // The pair that the session's chosen query belongs to; -1 without one.
  int pair() const { return pair_; }

  // By what can be ranked, and is. The latter is kept for each kind of comparison.
  std::vector<CompareRanking> rankings() const;
  CompareRanking ranking() const;
  void setRanking(CompareRanking ranking);
  // Of that pair's rows; empty where one side has no such row, or rows are ranked.
  const std::vector<HeadSwing>& swings() const { return ranked_.heads; }
  const std::vector<RowSwing>& rows() const { return ranked_.rows; }
  // Of the two maps, see meanSwing; nothing without them.
  std::optional<double> difference() const;

  // How the sides are called: "L3·H1" and "L5·H11", "step 20" and "step 200".
  QString firstName() const;
  QString secondName() const;
  // The second side for who sees it not: "L5·H11", "SmolLM2-135M L13·H8", or the other text.
  QString subject() const;
  // What to do where there are no maps.
  QString emptyText() const { return emptyText_; }
  // What went wrong, or what to know of the maps; mostly empty.
  QString note() const { return note_; }

 signals:
  void choiceChanged();
  void changed();

 private:
  using Model = Result<std::shared_ptr<const ModelSource>>;
  using Pair = std::function<ComparedMaps(const Run& first, const Run& second)>;
  struct Names {
    QString first;
    QString second;
  };

  void compare();
  void compareText();
  void compareHead();
  void compareModel();
  void compareStep();
  void runSecond(std::function<Model()> model, Input input, Names names, Pair pair);
  void take(std::shared_ptr<const ComparedMaps> maps);
  void pairHeads();
  // The one that was chosen; nothing: the second side's is the first side's.
  std::optional<HeadId> chosenSecond() const;
  QString nameOf(const QString& side, HeadId head) const;
  std::vector<HeadId> alternatives() const;
  void rank();
  void takeRanking(MapRanking ranking);
  QString noteOfMaps() const;
  void complete(CompareChoice& choice) const;
  Input inputFor(const ModelSource& model, const QString& text) const;
  void clear(const QString& emptyText, const QString& note = {});

  Session* session_;
  Training* training_;
  SecondModel second_;
  CompareChoice choice_;
  std::array<CompareRanking, kCompareWith.size()> rankings_ = {
      CompareRanking::heads, CompareRanking::rows, CompareRanking::alikeHeads,
      CompareRanking::alikeHeads, CompareRanking::heads};
  bool awake_ = false;
  // What the training made last: whether the session's model is of a step of it.
  std::weak_ptr<const ModelSource> trained_;
  std::shared_ptr<const ComparedMaps> maps_;
  std::shared_ptr<const AttentionSource> change_;
  std::optional<HeadId> against_;  // of the second side; nothing: what the first side's head is
  HeadPair heads_;
  int pair_ = -1;
  MapRanking ranked_;
  QString emptyText_;
  QString note_;
  JobRunner jobs_;  // last: its threads stop before anything else goes
};

}  // namespace headscope
