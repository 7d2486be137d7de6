#include "families/bart_layout.h"
#include "families/limits.h"
#include "families/plans.h"

namespace headscope {

FamilyPlan planMarian(ConfigReader& config) {
  FamilyPlan plan = planLikeBart(config, "Marian");
  if (!config.flagOr("share_encoder_decoder_embeddings", true)) {
    config.fail(FamilyError::unsupportedOption, "share_encoder_decoder_embeddings",
                "a decoder with words of its own is not supported");
  }
  const int positions = config.number("max_position_embeddings", 1, kMostTokens);
  for (EmbeddingPlan* embedding : {&plan.embedding, &plan.decoder->embedding}) {
    embedding->sinusoids = PositionKind::sinusoidSorted;
    embedding->positionRows = positions;
  }
  return plan;
}

}  // namespace headscope
