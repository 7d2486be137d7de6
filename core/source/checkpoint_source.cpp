#include "source/checkpoint_source.h"

#include <algorithm>
#include <utility>

#include "catalog/hub_layout.h"
#include "io/json.h"
#include "source/run_blocks.h"
#include "text/tokenizer_json.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfig = "config.json";
constexpr const char* kWeights = "model.safetensors";
constexpr const char* kTokenizer = "tokenizer.json";

tl::unexpected<Error> missing(CheckpointError code, const fs::path& folder, std::string problem,
                              std::string remedy) {
  return failure({.code = code,
                  .file = folder.string(),
                  .problem = std::move(problem),
                  .remedy = std::move(remedy)});
}

Result<void> checkFolder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return missing(CheckpointError::noFolder, folder, "this is not a folder",
                   "Open the folder that has config.json and model.safetensors");
  }
  if (!fs::exists(folder / kConfig, ignored)) {
    return missing(CheckpointError::noConfig, folder, "the folder has no config.json",
                   "Open the folder of a model as Hugging Face's save_pretrained writes it");
  }
  if (!fs::exists(folder / kWeights, ignored)) {
    if (fs::exists(folder / "pytorch_model.bin", ignored)) {
      return missing(CheckpointError::pickle, folder,
                     "the folder has pytorch_model.bin, a pickle, which can run code when it is "
                     "opened, and no model.safetensors",
                     "Convert it once in Python: AutoModel.from_pretrained(FOLDER)"
                     ".save_pretrained(FOLDER, safe_serialization=True)");
    }
    return missing(CheckpointError::noWeights, folder, "the folder has no model.safetensors",
                   "Put the weights beside config.json");
  }
  return {};
}

PositionKind positionsOf(const FamilyModel& model) {
  const BlockConfig& block = model.transformer.config();
  if (block.rotary != nullptr) {
    return PositionKind::rotary;
  }
  if (block.score.bias != nullptr) {
    return PositionKind::alibi;
  }
  return model.embedding.positions.size() > 0 ? PositionKind::learned : PositionKind::none;
}

std::string scoreText(const BlockConfig& block) {
  const bool ownScale = block.score.scale.has_value();
  std::string text = ownScale ? "q·k scaled" : "q·k ÷ √d_k";
  if (block.score.cap > 0) {
    text += ", capped";
  }
  return text;
}

std::string nameOf(const fs::path& folder) {
  fs::path whole = fs::absolute(folder).lexically_normal();
  if (!whole.has_filename()) {
    whole = whole.parent_path();
  }
  // In the hub's cache a folder has a commit for a name.
  return hubNameOf(whole).value_or(whole.filename().string());
}

}  // namespace

Result<std::shared_ptr<const CheckpointSource>> CheckpointSource::open(const fs::path& folder) {
  if (auto ok = checkFolder(folder); !ok) {
    return failure(ok.error());
  }
  const auto config = readJsonFile(folder / kConfig, DuplicateKeys::reject);
  if (!config) {
    return failure(config.error());
  }
  auto opened = SafetensorsFile::open(folder / kWeights);
  if (!opened) {
    return failure(opened.error());
  }
  const auto file = std::make_shared<const SafetensorsFile>(std::move(*opened));
  auto model = loadFamily(*config, (folder / kConfig).string(), file);
  if (!model) {
    return failure(model.error());
  }
  std::unique_ptr<Tokenizer> tokenizer;
  std::error_code ignored;
  if (fs::exists(folder / kTokenizer, ignored)) {
    auto loaded = loadTokenizer(folder / kTokenizer);
    if (!loaded) {
      return failure(loaded.error());
    }
    tokenizer = std::move(*loaded);
  }
  return std::shared_ptr<const CheckpointSource>(
      new CheckpointSource(folder, file, std::move(*model), std::move(tokenizer)));
}

CheckpointSource::CheckpointSource(fs::path folder, std::shared_ptr<const SafetensorsFile> file,
                                   FamilyModel model, std::unique_ptr<Tokenizer> tokenizer)
    : folder_(std::move(folder)),
      file_(std::move(file)),
      model_(std::move(model)),
      tokenizer_(std::move(tokenizer)) {
  const BlockConfig& block = model_.transformer.config();
  description_ = {.name = nameOf(folder_),
                  .family = model_.family,
                  .layers = model_.transformer.layerCount(),
                  .heads = block.heads,
                  .dK = block.dK,
                  .dModel = block.dModel,
                  .dFeedForward = block.dFeedForward,
                  .positions = positionsOf(model_),
                  .maxTokens = model_.maxTokens,
                  .mask = model_.causal ? "causal" : "none",
                  .score = scoreText(block)};
}

Result<void> CheckpointSource::readsText() const {
  if (tokenizer_ == nullptr) {
    return failure({.code = CheckpointError::noTokenizer,
                    .file = folder_.string(),
                    .problem = "the folder has no tokenizer.json, so a text cannot be read",
                    .remedy = "Put the model's tokenizer.json beside config.json"});
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
  return tokenizer_->encode(text, model_.maxTokens);
}

Result<Encoding> CheckpointSource::read(const IdSequence& sequence) const {
  if (sequence.ids.empty()) {
    return failure({.code = SourceError::emptySequence, .problem = "there are no ids"});
  }
  if (sequence.ids.size() > static_cast<std::size_t>(model_.maxTokens)) {
    return failure({.code = SourceError::tooManyIds,
                    .problem = "there are " + std::to_string(sequence.ids.size()) +
                               " ids, the model takes " + std::to_string(model_.maxTokens)});
  }
  Encoding encoding;
  for (const std::int32_t id : sequence.ids) {
    encoding.tokens.push_back({.id = id, .text = std::to_string(id)});
  }
  return encoding;
}

Result<Run> CheckpointSource::run(const Input& input, const RunOptions& options) const {
  if (std::holds_alternative<VectorSequence>(input)) {
    return failure({.code = SourceError::needsText,
                    .problem = "a checkpoint reads text, not vectors",
                    .remedy = "Open the sandbox for a sequence of vectors"});
  }
  const auto* ids = std::get_if<IdSequence>(&input);
  auto encoding = ids != nullptr ? read(*ids) : read(std::get<std::string>(input));
  if (!encoding) {
    return failure(encoding.error());
  }
  std::vector<std::int32_t> numbers;
  for (const Token& token : encoding->tokens) {
    if (token.id < 0 || token.id >= model_.embedding.wordRows) {
      return failure({.code = SourceError::idOutOfRange,
                      .file = folder_.string(),
                      .place = "token '" + token.text + "'",
                      .problem = "its id " + std::to_string(token.id) +
                                 " is not below the vocabulary's " +
                                 std::to_string(model_.embedding.wordRows),
                      .remedy = "Check that tokenizer.json belongs to this model"});
    }
    numbers.push_back(token.id);
  }
  Mask mask{.causal = model_.causal};
  if (ids != nullptr && !ids->attentionMask.empty()) {
    if (ids->attentionMask.size() != ids->ids.size()) {
      return failure({.code = SourceError::maskLength,
                      .problem = "the attention mask has " +
                                 std::to_string(ids->attentionMask.size()) + " entries for " +
                                 std::to_string(ids->ids.size()) + " ids"});
    }
    mask.keyVisible = ids->attentionMask;
  }
  // The word table is read from the mapped file: a file cut short meanwhile must not be touched.
  if (auto whole = file_->stillWhole(); !whole) {
    return failure(whole.error());
  }
  return runBlocks(model_.transformer, model_.embedding.embed(numbers, mask.keyVisible), mask,
                   std::move(*encoding), options);
}

std::optional<Matrix> CheckpointSource::logits(const ConstMatrixRef& hidden) const {
  if (!model_.head) {
    return std::nullopt;
  }
  return model_.head->logits(hidden);
}

Matrix CheckpointSource::positionTable(Index length) const {
  const Matrix& table = model_.embedding.positions;
  const Index first = table.rows() - model_.embedding.mostTokens();
  const Matrix used = table.bottomRows(table.rows() - first);
  return length > 0 ? Matrix(used.topRows(std::min(length, used.rows()))) : used;
}

}  // namespace headscope
