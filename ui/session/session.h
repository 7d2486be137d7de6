#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QObject>
#include <QSize>
#include <QTimer>
#include <QUndoStack>

#include "families/load_watch.h"
#include "jobs/job_runner.h"
#include "render/color_map.h"
#include "render/token_label.h"
#include "session/selection.h"
#include "session/token_selection.h"
#include "source/attention_part.h"
#include "source/checkpoint_source.h"
#include "source/model_source.h"
#include "source/sandbox_config.h"

namespace headscope {

// SourceError::needsImage: "WHAT_HAS no place in the window yet", and what to do instead.
Error noPlaceForImages(const std::string& file, const std::string& whatHas);

// What a window can show: a model that reads texts. A folder without a tokenizer opens, but would
// leave the picture empty, and images have no place in the window yet. Errors: those of openModel
// and of ModelSource::readsText.
Result<std::shared_ptr<const ModelSource>> openForTexts(const std::string& name,
                                                        const LoadWatch& watch);

// The state of one window: a model, a text, what they give, and what is chosen in it. Every view
// listens here; nothing a view does goes round it. Opening and running happen on the job runner:
// until a new picture is there, the old one stays.
class Session : public QObject {
  Q_OBJECT
 public:
  explicit Session(QObject* parent = nullptr);

  Selection* selection() { return &selection_; }
  // The same choice by tokens: for what is of them however they are shown.
  Selection* tokenSelection() { return tokenSelection_.tokens(); }
  QUndoStack* undoStack() { return &undo_; }
  const JobRunner* jobs() const { return &jobs_; }

  // A model by its name, folder or sandbox:… text. Null until one is open.
  const QString& modelReference() const { return reference_; }
  std::shared_ptr<const ModelSource> model() const { return model_; }
  const std::optional<SandboxConfig>& sandbox() const { return sandbox_; }  // of the open model
  // Of a model of the playground what it was trained for; null for any other.
  const Lesson* lesson() const;
  // What was asked for last, open or still being made: what the next change starts from.
  const std::optional<SandboxConfig>& wantedSandbox() const { return wanted_; }

  const QString& text() const { return text_; }
  // A sequence of vectors stands instead of the text until a text is typed.
  const std::optional<VectorSequence>& vectors() const { return vectors_; }

  // The newest text through the newest model; null before the first and where there are no
  // tokens. From runChanged to runCompleted its last layers may not be known yet: the selection
  // keeps to those that are.
  std::shared_ptr<const Run> run() const { return run_; }
  // Whether there is a run of the newest text through the newest model, and all of its layers are
  // known.
  bool isRunWhole() const;
  // Whether run() is of a text or a model that is no more the newest: its tokens mean nothing to
  // what comes.
  bool isRunOutdated() const { return outdated_; }
  // Another number for each text and model: edits are of one.
  unsigned editEpoch() const { return editEpoch_; }

  // How tokens are shown: every view has it by attention() and labels(), whose rows and columns
  // may be words then. What is of tokens (edits, a block, another text) goes by tokenLabels() and
  // tokenSelection().
  const TokenDisplay& tokenDisplay() const { return tokenDisplay_; }
  const TokenLabels& labels() const { return labels_; }
  TokenLabels tokenLabels() const;
  std::shared_ptr<const AttentionSource> tokenAttention() const;
  // A source with rows and columns of tokens as attention() has them.
  std::shared_ptr<const AttentionSource> folded(
      std::shared_ptr<const AttentionSource> ofTokens) const;
  // The tokens of a row or a column; none of -1.
  TokenGroup queryTokens(int row) const { return tokenSelection_.queryTokens(row); }
  TokenGroup keyTokens(int column) const { return tokenSelection_.keyTokens(column); }
  // Whether a cell is a weight that the softmax gave: one token for one token, not rescaled. Only
  // such a one can be changed by hand.
  bool isOfTokens(int row, int column) const;

  // Of an encoder-decoder: what its decoder has written, and which attention is looked at. Of other
  // models the part is the first, whatever was chosen.
  const QString& target() const { return target_; }
  AttentionPart part() const;
  // The run's attention of that part, its tokens as they are shown; null without a run.
  std::shared_ptr<const AttentionSource> attention() const { return attention_; }
  const RunEdits& edits() const { return edits_; }
  // For a pass; null where there are none.
  std::shared_ptr<const RunEdits> sharedEdits() const;
  // What the model reads: the text, vectors, or a source and its target; a recording nothing. There
  // must be a model.
  Input input() const;
  QString notice() const { return notice_; }  // where the text was cut and the like; may be empty

 public slots:
  void openModel(const QString& reference);
  void stopOpening();  // what is open stays
  // A model of the playground as it is after some step of its training: the same text is run, and
  // what is chosen stays chosen.
  void showPlayground(std::shared_ptr<const headscope::CheckpointSource> model,
                      const QString& reference);
  void setText(const QString& text);
  void setVectors(headscope::VectorSequence vectors);
  void setTarget(const QString& text);
  void setPart(headscope::AttentionPart part);
  // What is chosen stays chosen, as far as it is shown.
  void setTokenDisplay(const headscope::TokenDisplay& display);
  // As a step that can be undone. Without an open sandbox it opens one.
  void changeSandbox(const headscope::SandboxConfig& config);
  // What heads look at, changed by hand; as a step that can be undone. Nothing while the run is
  // outdated, and of a recording, which has no pass. Another text or model has none, another target
  // none of the decoder.
  void changeEdits(const headscope::RunEdits& edits);
  // How thumbnails shall look; they are made anew.
  void setThumbnailStyle(QSize pixels, headscope::ColorMapId colors, headscope::ThemeKind theme);

 signals:
  void loadingChanged(bool loading);
  // How many blocks of a checkpoint's weights have been read, of how many.
  void openingProgressed(const QString& reference, int done, int all);
  void recordingRequested(const QString& file);  // openModel() was given one of a training
  void modelChanged();
  void textChanged(const QString& text);
  void targetChanged(const QString& text);
  void partChanged(headscope::AttentionPart part);
  void tokenDisplayChanged();  // after runChanged, where there is a run
  void editsChanged();
  void runChanged();
  void runCompleted();
  void noticeChanged();
  void thumbnailsReady(std::vector<QImage> thumbnails);
  void failed(const headscope::Error& error);
  void recovered();  // what failed before works now

 private:
  friend class SandboxCommand;
  friend class EditCommand;

  using Opened = Result<std::shared_ptr<const ModelSource>>;
  void applySandbox(const SandboxConfig& config);
  void applyEdits(const RunEdits& edits);
  void forgetEdits();
  void keepEdits(const RunEdits& edits);
  void modelOpened(const QString& reference, std::optional<SandboxConfig> sandbox,
                   const Opened& opened);
  void runText();
  void showEarly(Run run);
  void runFinished(Result<Run> result);
  void setRun(Run run);
  void showPart(TokenSelection::Keep keep = TokenSelection::Keep::shownCell);
  void setBounds(TokenSelection::Keep keep);
  void updateNotice();
  void makeThumbnails();
  void report(const Error& error);
  void reportRecovery();

  Selection selection_;
  TokenSelection tokenSelection_{&selection_};
  QUndoStack undo_;
  QString reference_;
  std::shared_ptr<const ModelSource> model_;
  std::optional<SandboxConfig> sandbox_;
  std::optional<SandboxConfig> wanted_;
  QString text_;
  QString target_;
  AttentionPart part_ = AttentionPart::encoder;
  std::optional<VectorSequence> vectors_;
  RunEdits edits_;
  unsigned editEpoch_ = 0;
  bool outdated_ = false;
  std::shared_ptr<const Run> run_;
  std::shared_ptr<const Run> lastWhole_;  // the last one whose pass went to its end
  TokenDisplay tokenDisplay_;
  TokenLabels labels_;
  std::shared_ptr<const AttentionSource> attention_;  // of run_, with labels_
  QString notice_;
  bool failing_ = false;

  QSize thumbnailPixels_;
  ColorMapId thumbnailColors_ = ColorMapId::ink;
  ThemeKind thumbnailTheme_ = ThemeKind::light;

  QTimer thumbnailPause_;

  JobRunner jobs_;  // last: its threads stop before anything else goes
};

}  // namespace headscope
