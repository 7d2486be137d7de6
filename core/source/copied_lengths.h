#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "source/attention_part.h"
#include "source/model_source.h"

namespace headscope {

// Listens to a pass for how long what each head copies from each key is (copiedLengths), layer by
// layer. A trace does not keep the values for it.
class CopiedLengths : public TraceObserver {
 public:
  // The model must outlive it. It listens to the stack that the part belongs to.
  CopiedLengths(const ModelSource& model, AttentionPart part) : model_(model), part_(part) {}

  void onProjections(int layer, const Projections& projections) override;
  void onCrossProjections(int layer, const Projections& projections) override;

  // (layers) of those that the model tells its blocks of, each (heads, n_key).
  std::vector<Matrix> take() { return std::move(lengths_); }

 protected:
  virtual bool wants(int /*layer*/) const { return true; }

 private:
  void add(int layer, const ConstMatrixRef& value);

  const ModelSource& model_;
  AttentionPart part_;
  std::vector<Matrix> lengths_;
};

// Those of one layer of an attention: (heads, n_key). Takes a pass up to that layer. Nothing where
// the model does not tell its blocks, does not read the input, or it was stopped. `edits` are those
// of the run that is looked at; they may be null.
std::optional<Matrix> copiedLengthsOf(const ModelSource& model, const Input& input,
                                      AttentionPart part, int layer,
                                      std::shared_ptr<const RunEdits> edits,
                                      const std::stop_token& stop = {});

}  // namespace headscope
