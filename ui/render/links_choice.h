#pragma once

#include <cstdint>
#include <vector>

#include "render/links_figure.h"

namespace headscope {

// Tokens, first to last inclusive; empty when last < first.
struct TokenRange {
  int first = 0;
  int last = -1;
  bool operator==(const TokenRange&) const = default;
  bool contains(int token) const { return token >= first && token <= last; }
};

// Which of a figure's links are drawn: indexes into them, strongest first.
struct LinksChoice {
  std::vector<std::uint32_t> strong;  // of what is looked at
  std::vector<std::uint32_t> faint;
};

// Those with an end in sight, at most so many, what is looked at before the rest.
LinksChoice chosenLinks(const LinksFigure& figure, TokenRange queriesInSight,
                        TokenRange keysInSight, std::size_t most);

}  // namespace headscope
