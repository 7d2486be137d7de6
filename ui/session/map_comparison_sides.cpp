#include <algorithm>
#include <utility>

#include "analysis/layer_mean.h"
#include "session/map_comparison.h"

// Where the two sides of each kind of comparison come from.

namespace headscope {
namespace {

QString errorText(const Error& error) {
  return QString::fromStdString(describe(error));
}

QString modelName(const ModelSource& model) {
  return QString::fromStdString(model.description().name);
}

}  // namespace

// What this model reads of what the window has.
Input MapComparison::inputFor(const ModelSource& model, const QString& text) const {
  if (model.description().isRecorded) {
    return std::string();
  }
  if (model.description().decoderLayers > 0) {
    return SourceAndTarget{.source = text.toStdString(),
                           .target = session_->target().toStdString()};
  }
  return text.toStdString();
}

void MapComparison::runSecond(std::function<Model()> model, Input input, Names names, Pair pair) {
  using Made = Result<std::shared_ptr<const ComparedMaps>>;
  jobs_.submit(
      JobLane::run,
      [model = std::move(model), input = std::move(input), names = std::move(names),
       pair = std::move(pair), first = session_->run()](const JobContext& job) -> Made {
        const auto source = model();
        if (!source) {
          return failure(source.error());
        }
        const auto second = (*source)->run(input, {.forward = {.stop = job}});
        if (!second) {
          return failure(second.error());
        }
        auto maps = std::make_shared<ComparedMaps>(pair(*first, *second));
        maps->first.name = names.first;
        maps->second.name = names.second;
        return maps;
      },
      [this](const Made& made) {
        if (made) {
          take(*made);
        } else {
          clear({}, errorText(made.error()));
        }
      });
}

void MapComparison::compareText() {
  if (session_->model()->description().isRecorded) {
    clear(tr("A recording knows one text: compare its heads or layers, or another model"));
    return;
  }
  if (choice_.text.trimmed().isEmpty()) {
    clear(tr("Type a second sentence above to see what changes"));
    return;
  }
  runSecond([model = session_->model()]() -> Model { return model; },
            inputFor(*session_->model(), choice_.text), {tr("first"), tr("second")},
            [part = session_->part()](const Run& first, const Run& second) {
              return comparedTexts(first, second, part);
            });
}

void MapComparison::compareHead() {
  jobs_.cancel(JobLane::run);
  const auto attention = session_->tokenAttention();
  const AttentionShape shape = attention->shape();
  if (choice_.with == CompareWith::head && shape.layers * shape.heads < 2) {
    clear(tr("This model has one head alone: choose another comparison"));
    return;
  }
  if (choice_.with == CompareWith::layer && shape.layers < 2) {
    clear(tr("This model has one layer alone: choose another comparison"));
    return;
  }
  std::shared_ptr<const AttentionSource> source = attention;
  if (isMean()) {
    source = std::make_shared<const LayerMean>(attention);
  }
  take(
      std::make_shared<const ComparedMaps>(comparedAlike(source, source, session_->tokenLabels())));
}

void MapComparison::compareModel() {
  if (second_.model() == nullptr) {
    clear(second_.isOpening() ? tr("The second model is being opened.")
                              : tr("Choose a second model above: it reads the same text"),
          second_.error() ? errorText(*second_.error()) : QString());
    return;
  }
  if (session_->part() != AttentionPart::encoder &&
      second_.model()->description().decoderLayers == 0) {
    clear(tr("The second model has no decoder: look at the encoder’s attention to compare them"));
    return;
  }
  Names names = {modelName(*session_->model()), modelName(*second_.model())};
  if (names.first == names.second) {
    names = {tr("first %1").arg(names.first), tr("second %1").arg(names.second)};
  }
  const bool hasVectors = session_->vectors().has_value();
  runSecond([model = second_.model()]() -> Model { return model; },
            hasVectors ? Input(*session_->vectors()) : inputFor(*second_.model(), session_->text()),
            std::move(names),
            [part = session_->part(), text = session_->text().toStdString(),
             target = session_->target().toStdString(),
             // Nobody knows where a recording's tokens stood.
             isRecorded = session_->model()->description().isRecorded ||
                          second_.model()->description().isRecorded](const Run& first,
                                                                     const Run& second) {
              return isRecorded ? comparedTexts(first, second, part)
                                : comparedModels(first, second, part, text, target);
            });
}

void MapComparison::compareStep() {
  const auto picture = training_->picture();
  if (picture == nullptr || picture->recording.frames().empty()) {
    clear(tr("Start a training in the Training tab to compare its steps"));
    return;
  }
  if (session_->model() != trained_.lock()) {
    clear(tr("Another model is open: choose a step in the Training tab"));
    return;
  }
  if (training_->isHeldBack()) {  // what is shown is of the training before
    if (maps_ == nullptr) {
      clear(tr("The new training is compared once it is shown"));
    }
    return;
  }
  const int shown = picture->recording.frameAt(training_->shownStep()).step;
  const int step = picture->recording.frameAt(std::max(choice_.step, 0)).step;
  runSecond([picture, step]() -> Model { return picture->modelAt(step); }, session_->input(),
            {tr("step %1").arg(shown), tr("step %1").arg(step)},
            [part = session_->part()](const Run& first, const Run& second) {
              const AttentionView before = viewOf(first, part);
              return comparedAlike(
                  before.attention, viewOf(second, part).attention,
                  {.queries = tokenLabels(*before.queries), .keys = tokenLabels(*before.keys)});
            });
}

}  // namespace headscope
