#include "families/head_sizes.h"

#include <string>

#include "families/limits.h"

namespace headscope {

void readHeads(ConfigReader& config, const char* headsKey, const char* widthKey,
               BlockConfig& block) {
  block.heads = config.number(headsKey, 1, kMostWidth);
  if (block.dModel % block.heads != 0) {
    config.fail(FamilyError::indivisibleHeads, headsKey,
                std::to_string(block.heads) + " heads do not divide " + widthKey + " " +
                    std::to_string(block.dModel));
  }
  block.dK = block.dModel / block.heads;
}

void checkHeadsWidth(ConfigReader& config, const BlockConfig& block) {
  if (block.dK > kMostHeadsWidth / block.heads) {
    config.fail(FamilyError::keyOutOfRange, "head_dim",
                std::to_string(block.heads) + " heads of " + std::to_string(block.dK) +
                    " dimensions are more than " + std::to_string(kMostHeadsWidth) + " together");
  }
}

void readGroupedHeads(ConfigReader& config, BlockConfig& block) {
  block.dK = config.numberOr("head_dim", 0, 1, kMostWidth);
  if (block.dK == 0) {
    readHeads(config, "num_attention_heads", "hidden_size", block);
  } else {
    block.heads = config.number("num_attention_heads", 1, kMostWidth);
  }
  checkHeadsWidth(config, block);
  block.keyValueHeads = config.numberOr("num_key_value_heads", block.heads, 1, kMostWidth);
  if (block.heads % block.keyValueHeads != 0) {
    config.fail(FamilyError::indivisibleHeads, "num_key_value_heads",
                std::to_string(block.keyValueHeads) + " key heads do not divide " +
                    std::to_string(block.heads) + " heads");
    block.keyValueHeads = block.heads;
  }
}

}  // namespace headscope
