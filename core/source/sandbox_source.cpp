#include "source/sandbox_source.h"

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "position/sinusoid.h"
#include "source/run_blocks.h"
#include "source/sandbox_weights.h"
#include "tensor/seeded.h"
#include "text/word_segmenter.h"

namespace headscope {
namespace {

const char* maskName(SandboxMask mask) {
  switch (mask) {
    case SandboxMask::none:
      return "none";
    case SandboxMask::causal:
      return "causal";
    case SandboxMask::padding:
      return "padding";
    case SandboxMask::custom:
      return "custom";
  }
  return "";
}

const char* scoreName(ScoreKind score) {
  switch (score) {
    case ScoreKind::scaledDot:
      return "q·k ÷ √d_k";
    case ScoreKind::dot:
      return "q·k";
    case ScoreKind::cosine:
      return "cosine";
  }
  return "";
}

void seedRow(std::uint64_t key, std::span<float> row) {
  for (std::size_t c = 0; c < row.size(); ++c) {
    row[c] = normalAt(key, c);
  }
}

Result<Encoding> readVectors(const VectorSequence& vectors, const SandboxConfig& config) {
  if (vectors.values.rows() == 0) {
    return failure({.code = SourceError::emptySequence,
                    .file = vectors.file,
                    .problem = "the sequence has no rows"});
  }
  if (vectors.values.cols() != config.dModel) {
    std::ostringstream problem;
    problem << "every row must have d_model = " << config.dModel << " numbers, it has "
            << vectors.values.cols();
    return failure({.code = SandboxError::vectorWidth,
                    .file = vectors.file,
                    .problem = problem.str(),
                    .remedy = "Set the width to the file's"});
  }
  Encoding encoding;
  const int total = static_cast<int>(vectors.values.rows());
  const int kept = std::min(total, kMaxSandboxTokens);
  for (int i = 0; i < kept; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const bool labelled = index < vectors.labels.size();
    encoding.tokens.push_back({.id = i,
                               .text = labelled ? vectors.labels[index] : std::to_string(i),
                               .span = {},
                               .word = i});
  }
  if (kept < total) {
    encoding.cut = Cut{.tokensKept = kept, .tokensTotal = total, .codePoint = 0};
  }
  return encoding;
}

}  // namespace

Result<std::shared_ptr<const SandboxSource>> SandboxSource::create(const SandboxConfig& config) {
  if (auto ok = checkSandbox(config); !ok) {
    return failure(ok.error());
  }
  return std::shared_ptr<const SandboxSource>(new SandboxSource(config));
}

SandboxSource::SandboxSource(const SandboxConfig& config)
    : config_(config),
      description_{.name = "Sandbox",
                   .family = "sandbox",
                   .layers = config.layers,
                   .heads = config.heads,
                   .dK = config.dK,
                   .dModel = config.dModel,
                   .dFeedForward = config.dFeedForward,
                   .positions = config.positions,
                   .maxTokens = kMaxSandboxTokens,
                   .mask = maskName(config.mask),
                   .score = scoreName(config.score),
                   .input = "text or vectors"},
      transformer_(config.block(), sandboxWeights(config)) {}

Result<Matrix> SandboxSource::embed(const std::vector<Token>& tokens) const {
  Matrix x = Matrix::Zero(static_cast<Index>(tokens.size()), config_.dModel);
  MatrixRef rows(x);
  std::unordered_map<std::string_view, Index> tableRows;
  if (config_.embedding == EmbeddingKind::imported) {
    const auto& words = config_.embeddingTable->labels;
    for (std::size_t i = 0; i < words.size(); ++i) {
      tableRows.emplace(words[i], static_cast<Index>(i));
    }
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::span<float> row = rowSpan(rows, static_cast<Index>(i));
    const Token& token = tokens[i];
    if (config_.embedding == EmbeddingKind::oneHot) {
      if (token.id >= config_.dModel) {
        const int distinct =
            1 + std::max_element(tokens.begin(), tokens.end(), [](const Token& a, const Token& b) {
                  return a.id < b.id;
                })->id;
        std::ostringstream problem;
        problem << "one-hot embeddings need a dimension for each of the " << distinct
                << " distinct words, the width is " << config_.dModel;
        return failure({.code = SandboxError::oneHotTooNarrow,
                        .problem = problem.str(),
                        .remedy = "Set the width to " + std::to_string(distinct) + " or more"});
      }
      row[static_cast<std::size_t>(token.id)] = 1;
      continue;
    }
    if (const auto found = tableRows.find(token.text); found != tableRows.end()) {
      x.row(static_cast<Index>(i)) = config_.embeddingTable->values.row(found->second);
    } else {
      seedRow(keyOf(config_.seed, "word " + token.text), row);
    }
  }
  return x;
}

Result<Mask> SandboxSource::mask(Index n) const {
  Mask mask;
  switch (config_.mask) {
    case SandboxMask::none:
      break;
    case SandboxMask::causal:
      mask.causal = true;
      break;
    case SandboxMask::padding:
      mask.keyVisible.assign(static_cast<std::size_t>(n), 1);
      std::fill_n(mask.keyVisible.rbegin(), std::min<Index>(n, config_.padding), std::uint8_t{0});
      break;
    case SandboxMask::custom: {
      const Matrix& values = config_.customMask->values;
      if (values.rows() != n || values.cols() != n) {
        std::ostringstream problem;
        problem << "the mask is " << values.rows() << " x " << values.cols() << ", the text has "
                << n << " tokens";
        return failure({.code = SandboxError::maskShape,
                        .file = config_.customMask->file,
                        .problem = problem.str(),
                        .remedy = "Give one row and one column for each token"});
      }
      mask.custom = (values.array() != 0.0F).cast<std::uint8_t>();
      break;
    }
  }
  return mask;
}

Result<Run> SandboxSource::run(const Input& input, const RunOptions& options) const {
  if (std::holds_alternative<IdSequence>(input)) {
    return failure({.code = SourceError::needsText,
                    .problem = "the sandbox has no vocabulary, so token ids mean nothing to it",
                    .remedy = "Give it a text or a CSV file of vectors"});
  }
  if (std::holds_alternative<SourceAndTarget>(input)) {
    return failure({.code = SourceError::noDecoder,
                    .problem = "the sandbox does not write: it takes one text",
                    .remedy = "Leave the target away"});
  }
  if (isImage(input)) {
    return failure({.code = SourceError::needsText,
                    .problem = "the sandbox reads a text or vectors, not images",
                    .remedy = "Open a vision transformer, such as ViT, for an image"});
  }
  const auto* vectors = std::get_if<VectorSequence>(&input);
  Result<Encoding> encoding = vectors != nullptr
                                  ? readVectors(*vectors, config_)
                                  : segmentWords(std::get<std::string>(input), kMaxSandboxTokens);
  if (!encoding) {
    return failure(encoding.error());
  }
  const Index n = static_cast<Index>(encoding->tokens.size());
  if (n == 0) {
    return failure({.code = SourceError::emptyText,
                    .problem = "the text has no words",
                    .remedy = "Type a sentence"});
  }
  Result<Matrix> x = vectors != nullptr ? Result<Matrix>(Matrix(vectors->values.topRows(n)))
                                        : embed(encoding->tokens);
  if (!x) {
    return failure(x.error());
  }
  if (config_.positions != PositionKind::none) {
    *x += positionTable(n);
  }
  const Result<Mask> visible = mask(n);
  if (!visible) {
    return failure(visible.error());
  }
  for (std::size_t i = 0; i < visible->keyVisible.size(); ++i) {
    encoding->tokens[i].padding = visible->keyVisible[i] == 0;
  }
  return runBlocks(transformer_, std::move(*x), *visible, std::move(*encoding), options);
}

std::optional<Layer> SandboxSource::block(Stack stack, int layer) const {
  if (stack == Stack::decoder || layer < 0 || layer >= transformer_.layerCount()) {
    return std::nullopt;
  }
  return transformer_.block(layer);
}

Matrix SandboxSource::positionTable(Index length) const {
  constexpr Index kShown = 64;
  const Index rows = length > 0 ? length : kShown;
  if (config_.positions == PositionKind::none) {
    return {};
  }
  if (isSinusoid(config_.positions)) {
    return sinusoidTable(config_.positions, rows, config_.dModel);
  }
  Matrix table(rows, config_.dModel);
  MatrixRef view(table);
  for (Index i = 0; i < rows; ++i) {
    seedRow(keyOf(config_.seed, "position " + std::to_string(i)), rowSpan(view, i));
  }
  return table;
}

}  // namespace headscope
