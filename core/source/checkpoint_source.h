#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "families/family.h"
#include "source/model_source.h"
#include "text/tokenizer.h"

namespace headscope {

enum class CheckpointError {
  noFolder = 1,  // not a folder
  noConfig,      // the folder has no config.json
  noWeights,     // the folder has no model.safetensors
  pickle,        // it has pytorch_model.bin only, which can run code when it is opened
  noTokenizer,   // the folder has no tokenizer.json, and a text came
};

// A model from disk, exact: config.json, model.safetensors and tokenizer.json of one folder.
class CheckpointSource : public ModelSource {
 public:
  // Without a tokenizer.json the model opens, and takes ids only. Errors: CheckpointError and those
  // of the files.
  static Result<std::shared_ptr<const CheckpointSource>> open(const std::filesystem::path& folder);

  const ModelDescription& description() const override { return description_; }
  Result<void> readsText() const override;  // CheckpointError::noTokenizer
  // Vectors: SourceError::needsText. More ids than positions: SourceError::tooManyIds; a longer
  // text is cut.
  Result<Run> run(const Input& input, const RunOptions& options = {}) const override;
  Matrix positionTable(Index length) const override;  // the learned table
  const Rotary* rotary() const override { return model_.transformer.config().rotary.get(); }

  // Of some rows of the last hidden state, (rows, d_model): (rows, vocabulary). Nothing where the
  // checkpoint has no language model's head.
  std::optional<Matrix> logits(const ConstMatrixRef& hidden) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  CheckpointSource(std::filesystem::path folder, std::shared_ptr<const SafetensorsFile> file,
                   FamilyModel model, std::unique_ptr<Tokenizer> tokenizer);
  Result<Encoding> read(const std::string& text) const;
  Result<Encoding> read(const IdSequence& sequence) const;

  std::filesystem::path folder_;
  std::shared_ptr<const SafetensorsFile> file_;
  FamilyModel model_;
  std::unique_ptr<Tokenizer> tokenizer_;  // or null
  ModelDescription description_;
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(CheckpointError);
