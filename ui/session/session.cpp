#include "session/session.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "analysis/folded_source.h"
#include "render/thumbnail.h"
#include "session/edit_command.h"
#include "session/sandbox_command.h"
#include "source/open_model.h"
#include "source/recording_file.h"
#include "source/sandbox_source.h"
#include "source/sandbox_spec.h"

namespace headscope {
namespace {

// Thumbnails of all heads wait until the picture is painted, for which they would take a core.
constexpr std::chrono::milliseconds kThumbnailPause{15};

// So does the rest of a pass whose picture is there before its end.
constexpr std::chrono::milliseconds kPassPause{6};

void pause(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
}

}  // namespace

Result<std::shared_ptr<const ModelSource>> openForTexts(const std::string& name,
                                                        const LoadWatch& watch) {
  auto opened = openModel(name, watch);
  if (opened) {
    if (const auto reads = (*opened)->readsText(); !reads) {
      Error error = reads.error();
      if (error.code == SourceError::needsImage) {
        return failure(noPlaceForImages(error.file, "the model reads images, which have"));
      }
      return failure(error);
    }
  }
  return opened;
}

Error noPlaceForImages(const std::string& file, const std::string& whatHas) {
  return {.code = SourceError::needsImage,
          .file = file,
          .problem = whatHas + " no place in the window yet",
          .remedy =
              "Write where its heads look on the command line: headscope dump --model FOLDER "
              "--image PICTURE --out FILE"};
}

Session::Session(QObject* parent) : QObject(parent) {
  thumbnailPause_.setSingleShot(true);
  thumbnailPause_.setInterval(kThumbnailPause);
  connect(&thumbnailPause_, &QTimer::timeout, this, &Session::makeThumbnails);
  connect(&jobs_, &JobRunner::busyChanged, this, [this](JobLane lane, bool busy) {
    if (lane == JobLane::model) {
      emit loadingChanged(busy);
    }
  });
}

void Session::openModel(const QString& reference) {
  const std::string name = reference.toStdString();
  if (isSandboxSpec(name)) {
    const auto config = parseSandboxSpec(name);
    if (!config) {
      report(config.error());
      return;
    }
    applySandbox(*config);
    return;
  }
  jobs_.submit(
      JobLane::model,
      [this, name, reference](const JobContext& job) -> std::optional<Opened> {
        if (isRecording(name)) {
          return std::nullopt;
        }
        return openForTexts(name, {.stop = job, .progress = [&](int done, int all) {
                                     job.post([this, reference, done, all] {
                                       emit openingProgressed(reference, done, all);
                                     });
                                   }});
      },
      [this, reference](const std::optional<Opened>& opened) {
        if (opened) {
          modelOpened(reference, std::nullopt, *opened);
        } else {
          emit recordingRequested(reference);
        }
      });
}

void Session::stopOpening() {
  jobs_.cancel(JobLane::model);
  wanted_ = sandbox_;
}

void Session::changeSandbox(const SandboxConfig& config) {
  if (wanted_) {
    undo_.push(new SandboxCommand(this, *wanted_, config));
  } else {
    applySandbox(config);
  }
}

void Session::applySandbox(const SandboxConfig& config) {
  wanted_ = config;
  jobs_.submit(
      JobLane::model,
      [config](std::stop_token) -> Opened {
        auto source = SandboxSource::create(config);
        if (!source) {
          return failure(source.error());
        }
        return *source;
      },
      [this, config](const Opened& opened) {
        modelOpened(QString::fromStdString(sandboxSpec(config)), config, opened);
      });
}

std::shared_ptr<const RunEdits> Session::sharedEdits() const {
  return edits_.empty() ? nullptr : std::make_shared<const RunEdits>(edits_);
}

void Session::changeEdits(const RunEdits& edits) {
  if (run_ != nullptr && !outdated_ && !model_->description().isRecorded && edits != edits_) {
    undo_.push(new EditCommand(this, edits_, edits));
  }
}

void Session::applyEdits(const RunEdits& edits) {
  edits_ = edits;
  emit editsChanged();
  runText();
}

// They are of tokens that are no more.
void Session::forgetEdits() {
  ++editEpoch_;
  outdated_ = true;
  keepEdits({});
}

void Session::keepEdits(const RunEdits& edits) {
  if (edits != edits_) {
    edits_ = edits;
    emit editsChanged();
  }
}

void Session::modelOpened(const QString& reference, std::optional<SandboxConfig> sandbox,
                          const Opened& opened) {
  if (!opened) {
    wanted_ = sandbox_;
    report(opened.error());
    return;
  }
  if (!sandbox || lesson() != nullptr) {
    undo_.clear();  // steps of a sandbox mean nothing to a checkpoint, nor those of the playground
  }
  reference_ = reference;
  sandbox_ = std::move(sandbox);
  wanted_ = sandbox_;
  model_ = *opened;
  lastWhole_ = nullptr;
  forgetEdits();
  emit modelChanged();
  runText();
}

void Session::showPlayground(std::shared_ptr<const CheckpointSource> model,
                             const QString& reference) {
  const ModelDescription& now = model->description();
  const bool isPlayground = lesson() != nullptr && reference == reference_;
  const bool isSame =
      isPlayground && model_->description().layers == now.layers &&
      model_->description().heads == now.heads && model_->description().dK == now.dK &&
      model_->description().dModel == now.dModel &&
      model_->description().positions == now.positions && lesson()->task == model->lesson()->task;
  jobs_.cancel(JobLane::model);
  model_ = std::move(model);
  lastWhole_ = nullptr;
  if (!isSame) {
    forgetEdits();
  }
  if (!isPlayground) {
    undo_.clear();
  }
  if (!isSame) {
    reference_ = reference;
    sandbox_.reset();
    wanted_.reset();
    emit modelChanged();
  }
  runText();
}

const Lesson* Session::lesson() const {
  const auto* checkpoint = dynamic_cast<const CheckpointSource*>(model_.get());
  return checkpoint == nullptr ? nullptr : checkpoint->lesson();
}

void Session::setText(const QString& text) {
  if (text == text_ && !vectors_) {
    return;
  }
  text_ = text;
  vectors_.reset();
  forgetEdits();
  emit textChanged(text_);
  runText();
}

void Session::setVectors(VectorSequence vectors) {
  vectors_ = std::move(vectors);
  text_.clear();
  forgetEdits();
  emit textChanged(text_);
  if (!jobs_.isBusy(JobLane::model)) {
    runText();  // else the model that is being made for their width will read them
  }
}

void Session::setTarget(const QString& text) {
  if (text == target_) {
    return;
  }
  target_ = text;
  keepEdits({.encoder = edits_.encoder});
  emit targetChanged(target_);
  if (model_ != nullptr && model_->description().decoderLayers > 0) {
    outdated_ = true;
    runText();
  }
}

void Session::setPart(AttentionPart part) {
  if (part == part_) {
    return;
  }
  part_ = part;
  const bool hasParts = run_ != nullptr && run_->decoder;
  if (hasParts) {
    showPart();
  }
  emit partChanged(part_);
  if (hasParts) {
    emit runChanged();
    thumbnailPause_.start();
  }
}

void Session::setTokenDisplay(const TokenDisplay& display) {
  if (display == tokenDisplay_) {
    return;
  }
  tokenDisplay_ = display;
  if (run_ != nullptr) {
    showPart(TokenSelection::Keep::tokens);
    emit runChanged();
    thumbnailPause_.start();
  }
  emit tokenDisplayChanged();
}

std::shared_ptr<const AttentionSource> Session::tokenAttention() const {
  return run_ == nullptr ? nullptr : viewOf(*run_, part()).attention;
}

TokenLabels Session::tokenLabels() const {
  if (labels_.folding == nullptr) {
    return labels_;
  }
  const AttentionView view = viewOf(*run_, part());
  return headscope::tokenLabels(*view.queries, *view.keys);
}

std::shared_ptr<const AttentionSource> Session::folded(
    std::shared_ptr<const AttentionSource> ofTokens) const {
  return labels_.folding == nullptr
             ? std::move(ofTokens)
             : std::make_shared<const FoldedSource>(std::move(ofTokens), labels_.folding);
}

bool Session::isOfTokens(int row, int column) const {
  return labels_.folding == nullptr || labels_.folding->isOfTokens(row, column);
}

bool Session::isRunWhole() const {
  return run_ != nullptr && !outdated_ &&
         run_->attention->knownLayers() == run_->attention->shape().layers;
}

AttentionPart Session::part() const {
  const bool writes = model_ != nullptr && model_->description().decoderLayers > 0;
  return writes ? part_ : AttentionPart::encoder;
}

Input Session::input() const {
  if (model_->description().isRecorded) {
    return std::string();
  }
  if (vectors_) {
    return *vectors_;
  }
  if (model_->description().decoderLayers > 0) {
    return SourceAndTarget{.source = text_.toStdString(), .target = target_.toStdString()};
  }
  return text_.toStdString();
}

void Session::runText() {
  if (model_ == nullptr) {
    return;
  }
  thumbnailPause_.stop();
  jobs_.cancel(JobLane::thumbnails);
  jobs_.submit(
      JobLane::run,
      [this, model = model_, input = input(), layer = selection_.head().layer,
       isFirst = run_ == nullptr, before = lastWhole_,
       edits = sharedEdits()](const JobContext& job) {
        RunOptions options{.forward = {.stop = job}, .edits = edits, .before = before};
        if (!isFirst) {  // of the first, what to look at is yet to be chosen
          options.early = {
              .layer = layer, .take = [this, &job](Run run) {
                job.post([this, run = std::move(run)]() mutable { showEarly(std::move(run)); });
                pause(kPassPause, job);
              }};
        }
        return model->run(input, options);
      },
      [this](Result<Run> result) { runFinished(std::move(result)); });
}

// The picture that is looked at need not wait for the layers above it.
void Session::showEarly(Run run) {
  if (selection_.head().layer < run.attention->knownLayers()) {
    setRun(std::move(run));
    emit runChanged();
    reportRecovery();
  }
}

void Session::runFinished(Result<Run> result) {
  const bool isShown = result && run_ != nullptr && run_->attention == result->attention;
  if (isShown) {  // labels and notice are those of the same text
    run_ = std::make_shared<const Run>(std::move(*result));
    setBounds(TokenSelection::Keep::shownCell);
  } else if (result) {
    setRun(std::move(*result));
  } else {
    outdated_ = false;
    run_ = nullptr;
    labels_ = {};
    attention_ = nullptr;
    tokenSelection_.setBounds(
        {.layers = model_->description().layers, .heads = model_->description().heads},
        model_->description().layers, nullptr, TokenSelection::Keep::shownCell);
    updateNotice();
  }
  if (result) {
    lastWhole_ = run_;
  }
  if (!isShown) {
    emit runChanged();
  }
  if (!result && result.error().code != SourceError::emptyText) {
    report(result.error());
  } else {
    reportRecovery();
  }
  if (result) {
    emit runCompleted();
  }
  thumbnailPause_.start();
}

void Session::setRun(Run run) {
  outdated_ = false;
  run_ = std::make_shared<const Run>(std::move(run));
  showPart();
  updateNotice();
}

void Session::showPart(TokenSelection::Keep keep) {
  const AttentionView view = viewOf(*run_, part());
  labels_ = headscope::tokenLabels(*view.queries, *view.keys,
                                   tokenDisplay_.folds()
                                       ? std::make_shared<const TokenFolding>(
                                             foldTokens(*view.queries, *view.keys, tokenDisplay_))
                                       : nullptr);
  attention_ = folded(view.attention);
  setBounds(keep);
}

void Session::setBounds(TokenSelection::Keep keep) {
  const AttentionSource& attention = *viewOf(*run_, part()).attention;
  tokenSelection_.setBounds(attention.shape(), attention.knownLayers(), labels_.folding, keep);
}

void Session::updateNotice() {
  QStringList parts;
  if (run_ != nullptr && run_->cut) {
    const Cut& cut = *run_->cut;
    QString where;
    if (!vectors_) {
      const QList<uint> points = text_.toUcs4();
      const QString next =
          QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData()) + cut.codePoint,
                            std::min<qsizetype>(24, points.size() - cut.codePoint));
      where = tr(" The rest, from “%1…” on, is not in the picture.").arg(next.trimmed());
    }
    parts.append(tr("Cut after %1 of %2 tokens: the model takes no more.")
                     .arg(cut.tokensKept)
                     .arg(cut.tokensTotal) +
                 where);
  }
  if (!vectors_ && text_.contains(QChar::ReplacementCharacter)) {
    parts.append(
        tr("The text holds characters that could not be decoded (U+FFFD). Copy it again "
           "from a source in UTF-8 if they should be words."));
  }
  const QString notice = parts.join(QLatin1Char(' '));
  if (notice != notice_) {
    notice_ = notice;
    emit noticeChanged();
  }
}

void Session::setThumbnailStyle(QSize pixels, ColorMapId colors, ThemeKind theme) {
  thumbnailPixels_ = pixels;
  thumbnailColors_ = colors;
  thumbnailTheme_ = theme;
  makeThumbnails();
}

void Session::makeThumbnails() {
  thumbnailPause_.stop();
  // Of a run that is shown early not all maps are known; its end asks again.
  if (run_ == nullptr || run_ != lastWhole_ || thumbnailPixels_.isEmpty()) {
    jobs_.cancel(JobLane::thumbnails);
    return;
  }
  jobs_.submit(
      JobLane::thumbnails,
      [attention = attention(), pixels = thumbnailPixels_, colors = thumbnailColors_,
       theme = thumbnailTheme_](std::stop_token stop) {
        std::vector<QImage> images;
        const AttentionShape shape = attention->shape();
        for (int layer = 0; layer < shape.layers; ++layer) {
          for (int head = 0; head < shape.heads && !stop.stop_requested(); ++head) {
            images.push_back(thumbnail(mapForThumbnail(*attention, {layer, head}), pixels,
                                       colorMap(colors, theme)));
          }
        }
        return images;
      },
      [this](std::vector<QImage> images) { emit thumbnailsReady(std::move(images)); });
}

void Session::report(const Error& error) {
  failing_ = true;
  emit failed(error);
}

void Session::reportRecovery() {
  if (failing_) {
    failing_ = false;
    emit recovered();
  }
}

}  // namespace headscope
