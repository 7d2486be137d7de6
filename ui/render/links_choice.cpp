#include "render/links_choice.h"

#include <algorithm>

namespace headscope {

LinksChoice chosenLinks(const LinksFigure& figure, TokenRange queriesInSight,
                        TokenRange keysInSight, std::size_t most) {
  LinksChoice choice;
  if (figure.isEmpty()) {
    return choice;
  }
  std::vector<char> looked(static_cast<std::size_t>(figure.queryCount()));
  if (figure.previewKey < 0 && figure.previewQuery < 0) {
    for (const int query : figure.queries) {
      if (query >= 0 && query < figure.queryCount()) {
        looked[static_cast<std::size_t>(query)] = 1;
      }
    }
  } else if (figure.previewKey < 0 && figure.previewQuery < figure.queryCount()) {
    looked[static_cast<std::size_t>(figure.previewQuery)] = 1;
  }
  const std::vector<Link>& links = figure.links->links;
  const std::size_t count = linksFrom(links, figure.threshold);
  for (std::size_t i = 0; i < count && choice.strong.size() < most; ++i) {
    const Link& link = links[i];
    if (!queriesInSight.contains(link.query) && !keysInSight.contains(link.key)) {
      continue;
    }
    if (looked[static_cast<std::size_t>(link.query)] != 0 || link.key == figure.previewKey) {
      choice.strong.push_back(static_cast<std::uint32_t>(i));
    } else if (choice.faint.size() < most) {
      choice.faint.push_back(static_cast<std::uint32_t>(i));
    }
  }
  choice.faint.resize(std::min(choice.faint.size(), most - choice.strong.size()));
  return choice;
}

}  // namespace headscope
