#pragma once

#include <memory>

#include <QObject>

#include "jobs/job_runner.h"
#include "session/session.h"
#include "source/derived_maps.h"

namespace headscope {

// Which kind of map the heatmap shows of the session's newest run: attention as it is, or what is
// made of it, beside the window. Until a new one is ready the old one stays.
class MapReading : public QObject {
  Q_OBJECT
 public:
  explicit MapReading(Session* session, QObject* parent = nullptr);

  MapKind kind() const { return kind_; }
  void setKind(MapKind kind);

  // Whether it is attention itself that is shown, or will be.
  bool isAttention() const { return kind_ == MapKind::attention; }
  // What to show, with tokens as the session shows them; the session's attention where the kind is
  // that, and until another is ready. Null without a run.
  std::shared_ptr<const AttentionSource> source() const;
  // How the map is named: "rollout to layer 3, all heads"; empty for attention.
  QString tag() const;
  bool isBusy() const { return jobs_.isBusy(JobLane::run); }

 signals:
  void changed();
  void failed(const headscope::Error& error);

 private:
  void derive();
  void fold();

  Session* session_;
  MapKind kind_ = MapKind::attention;
  int layer_ = 0;
  std::shared_ptr<const AttentionSource> derived_;  // of tokens
  std::shared_ptr<const AttentionSource> shown_;    // derived_ as it is shown; null where not
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

// For a menu: "Attention weights", "Rollout through the layers".
QString mapKindName(MapKind kind);
// One sentence for a tooltip.
QString mapKindHelp(MapKind kind);

}  // namespace headscope
