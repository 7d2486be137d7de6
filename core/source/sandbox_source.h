#pragma once

#include <memory>

#include "source/model_source.h"
#include "source/sandbox_config.h"

namespace headscope {

// A transformer whose every size is free and whose weights come from a seed, the identity or a
// CSV file: what heads and d_k do before training, in any language.
class SandboxSource : public ModelSource {
 public:
  // Errors: SandboxError of checkSandbox.
  static Result<std::shared_ptr<const SandboxSource>> create(const SandboxConfig& config);

  const SandboxConfig& config() const { return config_; }

  const ModelDescription& description() const override { return description_; }
  // Text is cut into words by ICU. Ids and images have no meaning here: SourceError::needsText.
  // Vectors must have d_model numbers each: SandboxError::vectorWidth.
  Result<Run> run(const Input& input, const RunOptions& options = {}) const override;
  Matrix positionTable(Index length) const override;  // a length of 0 means 64
  std::optional<Layer> block(Stack stack, int layer) const override;

  // The embedded text before positions: (n, d_model). Error: SandboxError::oneHotTooNarrow.
  Result<Matrix> embed(const std::vector<Token>& tokens) const;

 private:
  explicit SandboxSource(const SandboxConfig& config);
  Result<Mask> mask(Index n) const;

  SandboxConfig config_;
  ModelDescription description_;
  Transformer transformer_;
};

}  // namespace headscope
