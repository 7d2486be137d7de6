#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "families/family.h"
#include "image/preprocess.h"
#include "playground/lesson.h"
#include "source/model_source.h"
#include "text/tokenizer.h"

namespace headscope {

// What a checkpoint is made of.
struct CheckpointParts {
  std::filesystem::path path;  // of the folder that the user gave, or of the GGUF file
  std::shared_ptr<const TensorStore> tensors;
  FamilyModel model;
  std::shared_ptr<const Tokenizer> tokenizer;  // or null: then it takes ids only
  Preprocessing preprocessing;                 // of images, where the model reads them
  std::string notice;                          // ModelDescription::notice
  std::shared_ptr<const Lesson> lesson;        // of a model of the playground, or null
};

// A model from disk, exact; openCheckpoint() makes one.
class CheckpointSource : public ModelSource {
 public:
  explicit CheckpointSource(CheckpointParts parts);

  const ModelDescription& description() const override { return description_; }
  // CheckpointError::noTokenizer; SourceError::needsImage.
  Result<void> readsText() const override;
  // Of a model of words: vectors and images are SourceError::needsText, more ids than positions
  // SourceError::tooManyIds; a longer text is cut. An encoder-decoder runs a source without a
  // target with the start token alone; a target and no decoder is SourceError::noDecoder. Of a
  // model of images: all else is SourceError::needsImage, pixels of another size
  // SourceError::imageShape.
  Result<Run> run(const Input& input, const RunOptions& options = {}) const override;
  Matrix positionTable(Index length) const override;  // the learned table
  std::optional<Layer> block(Stack stack, int layer) const override;
  const Rotary* rotary() const override { return parts_.model.transformer.config().rotary.get(); }

  // Whether it has a language model's head, so that logits() gives some.
  bool namesTokens() const { return parts_.model.head.has_value(); }
  // The token of an id as a person reads it; the id itself where nothing tells it.
  std::string tokenText(std::int32_t id) const;

  // Of some rows of the last hidden state, (rows, d_model): (rows, vocabulary). Nothing where the
  // checkpoint has no language model's head.
  std::optional<Matrix> logits(const ConstMatrixRef& hidden) const;
  // The same of some words alone: (rows, words).
  std::optional<Matrix> logits(const ConstMatrixRef& hidden,
                               std::span<const std::int32_t> words) const;

  // What it was trained for in the playground; null for any other model.
  const Lesson* lesson() const { return parts_.lesson.get(); }

  // The model's output from its last hidden state (n, d_model), which is mostly the same, but in
  // ViT not normed yet.
  Matrix output(Matrix hidden) const;

  const Transformer& transformer() const { return parts_.model.transformer; }
  const std::filesystem::path& path() const { return parts_.path; }

 private:
  Result<Encoding> read(const std::string& text) const;
  Result<Encoding> read(const IdSequence& sequence) const;
  Result<Encoding> readTarget(const std::string& text) const;
  Result<Mask> maskOf(const IdSequence& sequence) const;
  Result<void> checkIds(const Encoding& encoding, Index wordRows) const;
  Result<Run> runBoth(const SourceAndTarget& input, const RunOptions& options) const;
  Result<Run> runTokens(const TokenEmbedding& embedding, const Input& input,
                        const RunOptions& options) const;
  Result<Run> runImage(const PatchEmbedding& embedding, const Input& input,
                       const RunOptions& options) const;

  CheckpointParts parts_;
  ModelDescription description_;
};

}  // namespace headscope
