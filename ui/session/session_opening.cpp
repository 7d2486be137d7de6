#include "session/sandbox_command.h"
#include "session/session.h"
#include "source/open_model.h"
#include "source/recording_file.h"
#include "source/sandbox_source.h"
#include "source/sandbox_spec.h"

// How a session comes by its model.

namespace headscope {

Error noPlaceForImages(const std::string& file, const std::string& whatHas) {
  return {.code = SourceError::needsImage,
          .file = file,
          .problem = whatHas + " no place in the window yet",
          .remedy =
              "Write where its heads look on the command line: headscope dump --model FOLDER "
              "--image PICTURE --out FILE"};
}

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

}  // namespace headscope
