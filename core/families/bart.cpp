#include "families/bart_layout.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planBart(ConfigReader& config) {
  FamilyPlan plan = planLikeBart(config, "BART");
  constexpr int kOffset = 2;  // rows of the position table before the first position
  const int positions = config.number("max_position_embeddings", 1, kMostTokens);
  const auto place = [positions](EmbeddingPlan& embedding, const std::string& stack) {
    embedding.positions = stack + ".embed_positions";
    embedding.positionRows = positions + kOffset;
    embedding.positionOffset = kOffset;
    embedding.norm = stack + ".layernorm_embedding";
  };
  place(plan.embedding, "encoder");
  place(plan.decoder->embedding, "decoder");
  return plan;
}

}  // namespace headscope
