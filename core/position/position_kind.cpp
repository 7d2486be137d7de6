#include "position/position_kind.h"

#include <algorithm>
#include <string>

namespace headscope {

std::string_view positionKindName(PositionKind kind) {
  switch (kind) {
    case PositionKind::none:
      return "none";
    case PositionKind::sinusoidInterleaved:
      return "sinusoid";
    case PositionKind::sinusoidConcatenated:
      return "sinusoid-halves";
    case PositionKind::sinusoidSorted:
      return "sinusoid-sorted";
    case PositionKind::learned:
      return "learned";
    case PositionKind::rotary:
      return "rotary";
    case PositionKind::alibi:
      return "alibi";
    case PositionKind::buckets:
      return "relative-buckets";
  }
  return "none";
}

Result<PositionKind> parsePositionKind(std::string_view name) {
  const auto found = std::ranges::find(kPositionKinds, name, positionKindName);
  if (found != kPositionKinds.end()) {
    return *found;
  }
  std::string names;
  for (PositionKind kind : kPositionKinds) {
    names.append(names.empty() ? "" : ", ").append(positionKindName(kind));
  }
  std::string problem = "'";
  return failure({.code = PositionError::unknownKind,
                  .file = {},
                  .place = {},
                  .problem = problem.append(name).append("' is no kind of position encoding"),
                  .remedy = "Use one of " + names});
}

bool isSinusoid(PositionKind kind) {
  return kind == PositionKind::sinusoidInterleaved || kind == PositionKind::sinusoidConcatenated;
}

}  // namespace headscope
