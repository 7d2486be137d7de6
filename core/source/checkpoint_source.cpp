#include "source/checkpoint_source.h"

#include <algorithm>
#include <utility>

#include "catalog/hub_layout.h"
#include "source/checkpoint_error.h"
#include "source/image_input.h"
#include "source/run_blocks.h"
#include "source/run_decoder.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

PositionKind positionsOf(const FamilyModel& model) {
  const BlockConfig& block = model.transformer.config();
  if (block.rotary != nullptr) {
    return PositionKind::rotary;
  }
  if (block.score.bias != nullptr) {
    return std::holds_alternative<BucketBias>(*block.score.bias) ? PositionKind::buckets
                                                                 : PositionKind::alibi;
  }
  if (std::visit([](const auto& e) { return e.positions.size() == 0; }, model.embedding)) {
    return PositionKind::none;
  }
  const auto* words = std::get_if<TokenEmbedding>(&model.embedding);
  return words != nullptr ? words->positionKind : PositionKind::learned;
}

const PatchEmbedding* patchesOf(const FamilyModel& model) {
  return std::get_if<PatchEmbedding>(&model.embedding);
}

int vocabularyOf(const FamilyModel& model) {
  const auto* words = std::get_if<TokenEmbedding>(&model.embedding);
  return words == nullptr ? 0 : static_cast<int>(words->wordRows);
}

std::string inputText(const CheckpointParts& parts) {
  if (const PatchEmbedding* patches = patchesOf(parts.model)) {
    return imageInputText(*patches);
  }
  return parts.tokenizer == nullptr ? "token ids" : "text";
}

std::string scoreText(const BlockConfig& block) {
  const bool ownScale = block.score.scale.has_value();
  std::string text = block.score.kind == ScoreKind::dot ? "q·k"
                     : ownScale                         ? "q·k scaled"
                                                        : "q·k ÷ √d_k";
  if (block.score.cap > 0) {
    text += ", capped";
  }
  return text;
}

// The folder's name, or the file's without its ending.
std::string nameOf(const fs::path& path) {
  fs::path whole = fs::absolute(path).lexically_normal();
  if (!whole.has_filename()) {
    whole = whole.parent_path();
  }
  const fs::path last = whole.filename();
  if (last.extension() == ".gguf" || last.extension() == ".GGUF") {
    return last.stem().string();
  }
  // In the hub's cache a folder has a commit for a name.
  return hubNameOf(whole).value_or(last.string());
}

}  // namespace

CheckpointSource::CheckpointSource(CheckpointParts parts) : parts_(std::move(parts)) {
  const BlockConfig& block = parts_.model.transformer.config();
  description_ = {
      .name = nameOf(parts_.path),
      .family = parts_.model.family,
      .layers = parts_.model.transformer.layerCount(),
      .heads = block.heads,
      .decoderLayers = parts_.model.decoder ? parts_.model.decoder->transformer.layerCount() : 0,
      .decoderHeads = parts_.model.decoder ? parts_.model.decoder->transformer.config().heads : 0,
      .dK = block.dK,
      .dModel = block.dModel,
      .dFeedForward = block.dFeedForward,
      .positions = positionsOf(parts_.model),
      .maxTokens = parts_.model.maxTokens,
      .vocabulary = vocabularyOf(parts_.model),
      .mask = parts_.model.causal ? "causal" : "none",
      .score = scoreText(block),
      .input = inputText(parts_),
      .notice = parts_.notice};
}

Result<void> CheckpointSource::readsText() const {
  if (patchesOf(parts_.model) != nullptr) {
    Error error = needsImageError();
    error.file = parts_.path.string();
    return failure(std::move(error));
  }
  if (parts_.tokenizer == nullptr) {
    return failure({.code = CheckpointError::noTokenizer,
                    .file = parts_.path.string(),
                    .problem = "the model has no tokenizer, so a text cannot be read",
                    .remedy = "Put its tokenizer.json beside the model's files"});
  }
  return {};
}

Result<Encoding> CheckpointSource::read(const std::string& text) const {
  if (const auto reads = readsText(); !reads) {
    return failure(reads.error());
  }
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return failure({.code = SourceError::emptyText,
                    .problem = "the text is empty",
                    .remedy = "Type a sentence"});
  }
  return parts_.tokenizer->encode(text, parts_.model.maxTokens);
}

Result<Encoding> CheckpointSource::read(const IdSequence& sequence) const {
  if (sequence.ids.empty()) {
    return failure({.code = SourceError::emptySequence, .problem = "there are no ids"});
  }
  if (sequence.ids.size() > static_cast<std::size_t>(parts_.model.maxTokens)) {
    return failure({.code = SourceError::tooManyIds,
                    .problem = "there are " + std::to_string(sequence.ids.size()) +
                               " ids, the model takes " + std::to_string(parts_.model.maxTokens)});
  }
  Encoding encoding;
  for (const std::int32_t id : sequence.ids) {
    encoding.tokens.push_back({.id = id, .text = std::to_string(id)});
  }
  const std::size_t masked = std::min(sequence.attentionMask.size(), encoding.tokens.size());
  for (std::size_t i = 0; i < masked; ++i) {
    encoding.tokens[i].padding = sequence.attentionMask[i] == 0;
  }
  return encoding;
}

Result<Mask> CheckpointSource::maskOf(const IdSequence& sequence) const {
  if (!sequence.attentionMask.empty() && sequence.attentionMask.size() != sequence.ids.size()) {
    return failure({.code = SourceError::maskLength,
                    .problem = "the attention mask has " +
                               std::to_string(sequence.attentionMask.size()) + " entries for " +
                               std::to_string(sequence.ids.size()) + " ids"});
  }
  return Mask{.causal = parts_.model.causal, .keyVisible = sequence.attentionMask};
}

Result<void> CheckpointSource::checkIds(const Encoding& encoding, Index wordRows) const {
  for (const Token& token : encoding.tokens) {
    if (token.id < 0 || token.id >= wordRows) {
      return failure({.code = SourceError::idOutOfRange,
                      .file = parts_.path.string(),
                      .place = "token '" + token.text + "'",
                      .problem = "its id " + std::to_string(token.id) +
                                 " is not below the vocabulary's " + std::to_string(wordRows),
                      .remedy = "Check that the tokenizer belongs to this model"});
    }
  }
  // The word table is read from the mapped file: a file cut short meanwhile must not be touched.
  return parts_.tensors->stillWhole();
}

// The start token, and all that is written before the text's end.
Result<Encoding> CheckpointSource::readTarget(const std::string& text) const {
  const Token start{.id = parts_.model.decoder->startToken, .text = "<start>", .special = true};
  Encoding encoding;
  if (text.find_first_not_of(" \t\r\n") != std::string::npos) {
    auto read = this->read(text);
    if (!read) {
      return read;
    }
    encoding = std::move(*read);
    if (!encoding.tokens.empty() && encoding.tokens.back().special) {
      encoding.tokens.pop_back();
    }
  }
  encoding.tokens.insert(encoding.tokens.begin(), start);
  return encoding;
}

Result<Run> CheckpointSource::runBoth(const SourceAndTarget& input,
                                      const RunOptions& options) const {
  if (!parts_.model.decoder) {
    return failure({.code = SourceError::noDecoder,
                    .problem = parts_.model.family + " does not write: it takes one text",
                    .remedy = "Leave the target away"});
  }
  const auto read = [this](const auto& text) { return this->read(text); };
  auto source = std::visit(read, input.source);
  if (!source) {
    return failure(source.error());
  }
  Mask mask;
  if (const auto* ids = std::get_if<IdSequence>(&input.source)) {
    auto ofIds = maskOf(*ids);
    if (!ofIds) {
      return failure(ofIds.error());
    }
    mask = std::move(*ofIds);
  }
  const auto* targetIds = std::get_if<std::vector<std::int32_t>>(&input.target);
  auto target = targetIds != nullptr ? this->read(IdSequence{.ids = *targetIds})
                                     : readTarget(std::get<std::string>(input.target));
  if (!target) {
    return failure(target.error());
  }
  if (auto ok = checkIds(*source, std::get<TokenEmbedding>(parts_.model.embedding).wordRows); !ok) {
    return failure(ok.error());
  }
  if (auto ok = checkIds(*target, parts_.model.decoder->embedding.wordRows); !ok) {
    return failure(ok.error());
  }
  return runEncoderDecoder(
      parts_.model,
      {.source = std::move(*source), .target = std::move(*target), .sourceMask = std::move(mask)},
      options);
}

Result<Run> CheckpointSource::run(const Input& input, const RunOptions& options) const {
  const PatchEmbedding* patches = patchesOf(parts_.model);
  return patches != nullptr
             ? runImage(*patches, input, options)
             : runTokens(std::get<TokenEmbedding>(parts_.model.embedding), input, options);
}

Result<Run> CheckpointSource::runImage(const PatchEmbedding& embedding, const Input& input,
                                       const RunOptions& options) const {
  const auto pixels = pixelsOf(input, parts_.preprocessing, embedding);
  if (!pixels) {
    return failure(pixels.error());
  }
  return runBlocks(parts_.model.transformer, embedding.embed(pixels->values), {},
                   {.tokens = patchTokens(embedding)}, options);
}

Result<Run> CheckpointSource::runTokens(const TokenEmbedding& embedding, const Input& input,
                                        const RunOptions& options) const {
  if (isImage(input)) {
    return failure({.code = SourceError::needsText,
                    .file = parts_.path.string(),
                    .problem = "the model reads texts, not images",
                    .remedy = "Open a vision transformer, such as ViT, for an image"});
  }
  if (std::holds_alternative<VectorSequence>(input)) {
    return failure({.code = SourceError::needsText,
                    .problem = "a checkpoint reads text, not vectors",
                    .remedy = "Open the sandbox for a sequence of vectors"});
  }
  if (const auto* both = std::get_if<SourceAndTarget>(&input)) {
    return runBoth(*both, options);
  }
  const auto* ids = std::get_if<IdSequence>(&input);
  if (parts_.model.decoder) {
    return ids != nullptr ? runBoth({.source = *ids}, options)
                          : runBoth({.source = std::get<std::string>(input)}, options);
  }
  auto encoding = ids != nullptr ? read(*ids) : read(std::get<std::string>(input));
  if (!encoding) {
    return failure(encoding.error());
  }
  if (auto ok = checkIds(*encoding, embedding.wordRows); !ok) {
    return failure(ok.error());
  }
  const auto mask = maskOf(ids != nullptr ? *ids : IdSequence{});
  if (!mask) {
    return failure(mask.error());
  }
  std::vector<std::int32_t> numbers;
  for (const Token& token : encoding->tokens) {
    numbers.push_back(token.id);
  }
  const Beginning beginning =
      reusableBeginning(parts_.model.transformer, *mask, encoding->tokens, options);
  return runBlocks(parts_.model.transformer, embedding.embed(numbers, mask->keyVisible), *mask,
                   std::move(*encoding), options, beginning);
}

std::optional<Layer> CheckpointSource::block(Stack stack, int layer) const {
  if (stack == Stack::decoder && !parts_.model.decoder) {
    return std::nullopt;
  }
  const Transformer& transformer =
      stack == Stack::decoder ? parts_.model.decoder->transformer : parts_.model.transformer;
  if (layer < 0 || layer >= transformer.layerCount()) {
    return std::nullopt;
  }
  return transformer.block(layer);
}

std::string CheckpointSource::tokenText(std::int32_t id) const {
  std::string text = parts_.tokenizer == nullptr ? std::string() : parts_.tokenizer->textOf(id);
  return text.empty() ? std::to_string(id) : text;
}

std::optional<Matrix> CheckpointSource::logits(const ConstMatrixRef& hidden) const {
  if (!parts_.model.head) {
    return std::nullopt;
  }
  return parts_.model.head->logits(hidden);
}

std::optional<Matrix> CheckpointSource::logits(const ConstMatrixRef& hidden,
                                               std::span<const std::int32_t> words) const {
  if (!parts_.model.head) {
    return std::nullopt;
  }
  return parts_.model.head->logits(hidden, words);
}

Matrix CheckpointSource::output(Matrix hidden) const {
  if (parts_.model.outputNorm) {
    const Transformer& transformer = parts_.model.transformer;
    normalise(transformer.config(transformer.layerCount() - 1), *parts_.model.outputNorm, hidden,
              hidden);
  }
  return hidden;
}

Matrix CheckpointSource::positionTable(Index length) const {
  const auto& [table, tokens] = std::visit(
      [](const auto& embedding) {
        return std::pair<const Matrix&, Index>(embedding.positions, embedding.mostTokens());
      },
      parts_.model.embedding);
  const Index first = table.rows() - tokens;
  const Matrix used = table.bottomRows(table.rows() - first);
  return length > 0 ? Matrix(used.topRows(std::min(length, used.rows()))) : used;
}

}  // namespace headscope
