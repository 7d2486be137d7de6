#include "families/gguf_sizes.h"

#include "families/limits.h"

namespace headscope {

void readGgufSizes(ConfigReader& config, BlockConfig& block) {
  block.dModel = config.number("embedding_length", 1, kMostWidth);
  block.heads = config.number("attention.head_count", 1, kMostWidth);
  block.keyValueHeads = config.numberOr("attention.head_count_kv", block.heads, 1, block.heads);
  block.dFeedForward = config.number("feed_forward_length", 1, 4 * kMostWidth);
  if (block.heads % block.keyValueHeads != 0) {
    config.fail(FamilyError::indivisibleHeads, "attention.head_count_kv",
                std::to_string(block.heads) + " heads cannot share " +
                    std::to_string(block.keyValueHeads) + " evenly");
  }
  if (!config.has("attention.key_length") && block.dModel % block.heads != 0) {
    config.fail(FamilyError::indivisibleHeads, "attention.head_count",
                std::to_string(block.dModel) + " dimensions cannot be shared by " +
                    std::to_string(block.heads) + " heads");
  }
  block.dK = config.numberOr("attention.key_length", block.dModel / block.heads, 1, kMostWidth);
  if (block.dK > kMostHeadsWidth / block.heads) {
    config.fail(FamilyError::keyOutOfRange, "attention.key_length",
                std::to_string(block.heads) + " heads of " + std::to_string(block.dK) +
                    " dimensions are more than " + std::to_string(kMostHeadsWidth) + " together");
  }
  if (config.numberOr("attention.value_length", block.dK, 1, kMostWidth) != block.dK) {
    config.fail(FamilyError::unsupportedOption, "attention.value_length",
                "values of other sizes than keys are not supported");
  }
}

EmbeddingPlan ggufWords(ConfigReader& config, const TensorStore& tensors, int dModel) {
  EmbeddingPlan plan{.words = "token_embd", .dWord = dModel};
  const auto words = tensors.find("token_embd.weight");
  // Files may lack vocab_size, and where the converter has added rows it is not their number.
  const bool known = words && words->shape.size() == 2 && words->shape[0] >= 1 &&
                     words->shape[0] <= static_cast<std::uint64_t>(kMostWords);
  plan.wordRows =
      known ? static_cast<int>(words->shape[0]) : config.numberOr("vocab_size", 1, 1, kMostWords);
  return plan;
}

}  // namespace headscope
