#include "session/map_ranking.h"

namespace headscope {

double RankRequest::weights() const {
  const AttentionShape first = maps->first.attention->shape();
  const AttentionShape second = maps->second.attention->shape();
  const double perRow = double(first.nKey) + double(second.nKey);
  const double ofHeads = ranking == CompareRanking::heads
                             ? double(first.layers) * first.heads
                             : static_cast<double>(alternatives.size());
  return perRow * (static_cast<double>(maps->tokens.queries.size()) + ofHeads);
}

MapRanking rankMaps(const RankRequest& request) {
  const AttentionSource& first = *request.maps->first.attention;
  const AttentionSource& second = *request.maps->second.attention;
  const AlignedMaps& tokens = request.maps->tokens;
  MapRanking ranking;
  ranking.rows = rankRows(first, second, request.heads, tokens.queries, tokens.keys);
  ranking.mean = meanSwing(ranking.rows);
  if (request.row.first < 0 || request.row.second < 0) {
    return ranking;
  }
  switch (request.ranking) {
    case CompareRanking::heads:
      ranking.heads = rankSwings(first, second, request.row, tokens.keys);
      break;
    case CompareRanking::alikeHeads:
      ranking.heads = rankAlike(first, request.heads.first, second, request.alternatives,
                                request.row, tokens.keys, AlikeOrder::mostFirst);
      break;
    case CompareRanking::otherHeads:
      ranking.heads = rankAlike(first, request.heads.first, second, request.alternatives,
                                request.row, tokens.keys, AlikeOrder::leastFirst);
      break;
    case CompareRanking::rows:
      break;
  }
  return ranking;
}

}  // namespace headscope
