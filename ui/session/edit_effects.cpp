#include "session/edit_effects.h"

#include <utility>

#include "model/layer_recorder.h"

namespace headscope {
namespace {

struct Pass {
  std::vector<Token> tokens;
  Matrix output;  // (n, d_model)
  std::vector<Answer> answers;
};

// Nothing where the pass was stopped.
std::optional<Pass> pass(const ModelSource& model, const Input& input,
                         std::shared_ptr<const RunEdits> edits, const std::stop_token& stop) {
  HiddenRecorder recorder;
  RunOptions options{.forward = {.stop = stop}, .edits = std::move(edits)};
  const bool writes = model.description().decoderLayers > 0;
  (writes ? options.decoderObserver : options.observer) = &recorder;
  auto run = model.run(input, options);
  if (!run || recorder.hidden().empty()) {
    return std::nullopt;
  }
  Pass made{.tokens = run->decoder ? run->decoder->tokens : run->tokens,
            .output = recorder.hidden().back()};
  if (const auto* checkpoint = dynamic_cast<const CheckpointSource*>(&model);
      checkpoint != nullptr && checkpoint->lesson() != nullptr) {
    made.answers = answersOf(*checkpoint, made.tokens, made.output);
  }
  return made;
}

std::vector<double> cosines(const Matrix& before, const Matrix& after) {
  std::vector<double> all;
  for (Index row = 0; row < before.rows(); ++row) {
    const double lengths =
        static_cast<double>(before.row(row).norm()) * static_cast<double>(after.row(row).norm());
    all.push_back(lengths > 0 ? static_cast<double>(before.row(row).dot(after.row(row))) / lengths
                              : 1);
  }
  return all;
}

}  // namespace

EditEffects::EditEffects(Session* session, QObject* parent) : QObject(parent), session_(session) {
  connect(session_, &Session::runCompleted, this, &EditEffects::compute);
  connect(session_, &Session::editsChanged, this, [this] {
    if (session_->edits().empty()) {
      forget();
    }
  });
}

void EditEffects::forget() {
  jobs_.cancel(JobLane::run);
  if (outputs_ != nullptr) {
    outputs_.reset();
    emit changed();
  }
}

void EditEffects::compute() {
  if (session_->edits().empty()) {
    forget();
    return;
  }
  using Outputs = std::shared_ptr<const EditedOutputs>;
  jobs_.submit(
      JobLane::run,
      [model = session_->model(), input = session_->input(),
       edits = session_->sharedEdits()](const JobContext& job) -> Outputs {
        auto before = pass(*model, input, nullptr, job);
        auto after = pass(*model, input, edits, job);
        if (!before || !after) {
          return nullptr;
        }
        return std::make_shared<const EditedOutputs>(
            EditedOutputs{.tokens = std::move(after->tokens),
                          .similarity = cosines(before->output, after->output),
                          .before = std::move(before->answers),
                          .after = std::move(after->answers)});
      },
      [this](const Outputs& outputs) {
        outputs_ = outputs;
        emit changed();
      });
}

}  // namespace headscope
