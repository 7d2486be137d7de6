#include "source/sandbox_config.h"

#include <array>
#include <sstream>

namespace headscope {
namespace {

struct Range {
  const char* name;
  int value;
  int least;
  int most;
};

Result<void> checkShape(const char* name, const MatrixChoice& choice, int rows, int columns) {
  if (choice.kind != MatrixKind::imported) {
    return {};
  }
  if (choice.imported == nullptr) {
    return failure({.code = SandboxError::importedShape,
                    .place = name,
                    .problem = "no file was chosen for it",
                    .remedy = "Choose a CSV file, or a seeded or identity matrix"});
  }
  const Matrix& values = choice.imported->values;
  if (values.rows() != rows || values.cols() != columns) {
    std::ostringstream problem;
    problem << name << " must be " << rows << " x " << columns << " here, the file has "
            << values.rows() << " x " << values.cols();
    return failure({.code = SandboxError::importedShape,
                    .file = choice.imported->file,
                    .problem = problem.str(),
                    .remedy = "Change heads, d_k or width to fit the file, or choose another"});
  }
  return {};
}

}  // namespace

BlockConfig SandboxConfig::block() const {
  return {.dModel = dModel,
          .heads = heads,
          .dK = dK,
          .dFeedForward = dFeedForward,
          .score = {.kind = score},
          .activation = Activation::geluErf,
          .norm = NormKind::layerNorm,
          .placement = norm,
          .normEpsilon = 1e-5F,
          .residual = Residual::yes};
}

std::size_t sandboxWeightBytes(const SandboxConfig& config) {
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  const std::size_t attention = 4 * size(config.dModel) * size(config.heads) * size(config.dK);
  const std::size_t feedForward = 2 * size(config.dModel) * size(config.dFeedForward);
  return size(config.layers) * (attention + feedForward) * sizeof(float);
}

Result<void> checkSandbox(const SandboxConfig& config) {
  const std::array ranges = {
      Range{"heads", config.heads, 1, kMaxSandboxHeads},
      Range{"d_k", config.dK, 1, kMaxSandboxDK},
      Range{"d_model", config.dModel, 1, kMaxSandboxDModel},
      Range{"layers", config.layers, 1, kMaxSandboxLayers},
      Range{"padding", config.padding, 0, kMaxSandboxTokens},
      Range{"d_ff", config.dFeedForward, 0, 4 * kMaxSandboxDModel},
  };
  for (const Range& range : ranges) {
    if (range.value < range.least || range.value > range.most) {
      std::ostringstream problem;
      problem << range.name << " is " << range.value << "; it can be " << range.least << " to "
              << range.most;
      return failure({.code = SandboxError::outOfRange, .problem = problem.str()});
    }
  }
  if (sandboxWeightBytes(config) > kMaxSandboxBytes) {
    std::ostringstream problem;
    problem.precision(1);
    problem << std::fixed << "these sizes need "
            << static_cast<double>(sandboxWeightBytes(config)) / (1 << 30)
            << " GiB of weights; the sandbox stops at "
            << static_cast<double>(kMaxSandboxBytes) / (1 << 30) << " GiB";
    return failure({.code = SandboxError::tooLarge,
                    .problem = problem.str(),
                    .remedy = "Lower heads, d_k, width or layers"});
  }
  const int dHeads = config.heads * config.dK;
  if (auto ok = checkShape("W_Q", config.query, config.dModel, dHeads); !ok) {
    return ok;
  }
  if (auto ok = checkShape("W_K", config.key, config.dModel, dHeads); !ok) {
    return ok;
  }
  if (auto ok = checkShape("W_V", config.value, config.dModel, dHeads); !ok) {
    return ok;
  }
  if (auto ok = checkShape("W_O", config.output, dHeads, config.dModel); !ok) {
    return ok;
  }
  if (config.embedding == EmbeddingKind::imported) {
    const auto& table = config.embeddingTable;
    if (table == nullptr || table->labels.empty() || table->values.cols() != config.dModel) {
      std::ostringstream problem;
      problem << "embeddings must be rows of a word and " << config.dModel
              << " numbers (the width)";
      if (table != nullptr) {
        problem << ", the file has " << (table->labels.empty() ? "no words and " : "")
                << table->values.cols() << " numbers a row";
      }
      return failure({.code = SandboxError::importedShape,
                      .file = table == nullptr ? std::string() : table->file,
                      .problem = problem.str(),
                      .remedy = "Set the width to the file's, or choose another file"});
    }
  }
  if (config.mask == SandboxMask::custom && config.customMask == nullptr) {
    return failure({.code = SandboxError::maskShape,
                    .place = "mask",
                    .problem = "no file was chosen for the custom mask",
                    .remedy = "Choose a CSV file of 0 and 1, one row a query"});
  }
  return {};
}

}  // namespace headscope
