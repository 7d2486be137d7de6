#include "session/named_tokens.h"

#include <chrono>
#include <utility>

#include "model/layer_recorder.h"

namespace headscope {
namespace {

constexpr std::chrono::milliseconds kNamingRests{150};
constexpr int kNamed = 5;

}  // namespace

NamedTokens::NamedTokens(Session* session, QObject* parent) : QObject(parent), session_(session) {
  pause_.setSingleShot(true);
  pause_.setInterval(kNamingRests);
  connect(&pause_, &QTimer::timeout, this, &NamedTokens::find);
  connect(session_, &Session::runCompleted, &pause_, qOverload<>(&QTimer::start));
  connect(session_->tokenSelection(), &Selection::cellChanged, &pause_,
          qOverload<>(&QTimer::start));
  connect(session_, &Session::modelChanged, this, [this] {
    jobs_.cancel(JobLane::run);
    tokens_.clear();
    emit changed();
  });
}

bool NamedTokens::comeNext() const {
  return session_->model() != nullptr && session_->model()->description().isCausal();
}

void NamedTokens::find() {
  const auto model = std::dynamic_pointer_cast<const CheckpointSource>(session_->model());
  const int row = session_->tokenSelection()->query();
  if (model == nullptr || session_->run() == nullptr || row < 0 || !model->namesTokens() ||
      model->description().decoderLayers > 0 || model->lesson() != nullptr) {
    return;  // what a model of the playground answers stands in its own tab
  }
  jobs_.submit(
      JobLane::run,
      [model, row, input = session_->input(),
       edits = session_->sharedEdits()](const JobContext& job) {
        HiddenRecorder recorder;
        const auto run =
            model->run(input, {.forward = {.stop = job}, .edits = edits, .observer = &recorder});
        if (!run || recorder.hidden().empty() || row >= recorder.hidden().back().rows()) {
          return std::vector<TokenChance>();
        }
        return topTokens(*model, recorder.hidden().back().row(row), kNamed);
      },
      [this](std::vector<TokenChance> tokens) {
        tokens_ = std::move(tokens);
        emit changed();
      });
}

}  // namespace headscope
