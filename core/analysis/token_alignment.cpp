#include "analysis/token_alignment.h"

#include <algorithm>
#include <cstdint>

namespace headscope {
namespace {

using Tokens = std::span<const std::string>;

void appendPairs(int first, int second, int count, std::vector<AlignedTokens>& pairs) {
  for (int i = 0; i < count; ++i) {
    pairs.push_back({first + i, second + i});
  }
}

// One by one, and the rest of the longer one.
void pairInOrder(Tokens first, Tokens second, int offset, std::vector<AlignedTokens>& pairs) {
  const int both = static_cast<int>(std::min(first.size(), second.size()));
  appendPairs(offset, offset, both, pairs);
  for (int i = both; i < static_cast<int>(first.size()); ++i) {
    pairs.push_back({offset + i, -1});
  }
  for (int j = both; j < static_cast<int>(second.size()); ++j) {
    pairs.push_back({-1, offset + j});
  }
}

// What both begin and end with is not among them; both have `offset` tokens before.
void pairByEdits(Tokens first, Tokens second, int offset, std::vector<AlignedTokens>& pairs) {
  const std::size_t rows = first.size() + 1;
  const std::size_t columns = second.size() + 1;
  // Edits that lead from the first i tokens to the second's first j.
  std::vector<std::int32_t> edits(rows * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> std::int32_t& {
    return edits[i * columns + j];
  };
  for (std::size_t i = 0; i < rows; ++i) {
    at(i, 0) = static_cast<std::int32_t>(i);
  }
  for (std::size_t j = 0; j < columns; ++j) {
    at(0, j) = static_cast<std::int32_t>(j);
  }
  for (std::size_t i = 1; i < rows; ++i) {
    for (std::size_t j = 1; j < columns; ++j) {
      const int substitution = first[i - 1] == second[j - 1] ? 0 : 1;
      at(i, j) = std::min({at(i - 1, j - 1) + substitution, at(i - 1, j) + 1, at(i, j - 1) + 1});
    }
  }
  std::vector<AlignedTokens> backwards;
  std::size_t i = first.size();
  std::size_t j = second.size();
  while (i > 0 || j > 0) {
    const bool paired =
        i > 0 && j > 0 && at(i, j) == at(i - 1, j - 1) + (first[i - 1] == second[j - 1] ? 0 : 1);
    const bool deleted = !paired && i > 0 && at(i, j) == at(i - 1, j) + 1;
    i -= paired || deleted ? 1 : 0;
    j -= paired || !deleted ? 1 : 0;
    backwards.push_back({paired || deleted ? offset + static_cast<int>(i) : -1,
                         paired || !deleted ? offset + static_cast<int>(j) : -1});
  }
  pairs.insert(pairs.end(), backwards.rbegin(), backwards.rend());
}

}  // namespace

std::vector<AlignedTokens> alignTokens(Tokens first, Tokens second) {
  const std::size_t shorter = std::min(first.size(), second.size());
  std::size_t begin = 0;
  while (begin < shorter && first[begin] == second[begin]) {
    ++begin;
  }
  std::size_t end = 0;
  while (end < shorter - begin &&
         first[first.size() - 1 - end] == second[second.size() - 1 - end]) {
    ++end;
  }
  const Tokens firstRest = first.subspan(begin, first.size() - begin - end);
  const Tokens secondRest = second.subspan(begin, second.size() - begin - end);

  std::vector<AlignedTokens> pairs;
  appendPairs(0, 0, static_cast<int>(begin), pairs);
  if ((firstRest.size() + 1) * (secondRest.size() + 1) > kMostAlignedCells) {
    pairInOrder(firstRest, secondRest, static_cast<int>(begin), pairs);
  } else {
    pairByEdits(firstRest, secondRest, static_cast<int>(begin), pairs);
  }
  appendPairs(static_cast<int>(first.size() - end), static_cast<int>(second.size() - end),
              static_cast<int>(end), pairs);
  return pairs;
}

bool beginAlike(Tokens first, Tokens second, AlignedTokens row) {
  if (row.first != row.second || row.first < 0) {
    return false;
  }
  const auto count = static_cast<std::size_t>(row.first) + 1;
  return std::ranges::equal(first.first(count), second.first(count));
}

}  // namespace headscope
