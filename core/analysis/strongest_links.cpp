#include "analysis/strongest_links.h"

#include <algorithm>
#include <tuple>

namespace headscope {

namespace {

constexpr Index kBandCells = 1 << 16;  // of rows that are asked for together: 256 KB

bool isStronger(const Link& a, const Link& b) {
  return a.weight != b.weight ? a.weight > b.weight
                              : std::tie(a.head, a.query, a.key) < std::tie(b.head, b.query, b.key);
}

void keepStrongest(std::vector<Link>& links, std::size_t most) {
  std::nth_element(links.begin(), links.begin() + static_cast<std::ptrdiff_t>(most), links.end(),
                   isStronger);
  links.resize(most);
}

}  // namespace

std::optional<LinkSet> strongestLinks(const AttentionSource& source, HeadId head,
                                      const LinkLimits& limits,
                                      const std::function<bool()>& isStale) {
  const AttentionShape shape = source.shape();
  LinkSet set;
  if (shape.nQuery == 0 || shape.nKey == 0) {
    return set;
  }
  const Index rows = std::clamp<Index>(kBandCells / shape.nKey, 1, shape.nQuery);
  Matrix band;
  for (Index first = 0; first < shape.nQuery; first += rows) {
    if (isStale && isStale()) {
      return std::nullopt;
    }
    band.resize(std::min<Index>(rows, shape.nQuery - first), shape.nKey);
    source.weights(head, static_cast<int>(first), band);
    for (Index row = 0; row < band.rows(); ++row) {
      for (Index key = 0; key < band.cols(); ++key) {
        const float weight = band(row, key);
        set.pairs += weight > 0 ? 1 : 0;  // neither 0 nor NaN is a link
        if (weight > 0 && weight >= limits.least) {
          set.links.push_back({.weight = weight,
                               .query = static_cast<std::int32_t>(first + row),
                               .key = static_cast<std::int32_t>(key)});
        }
      }
    }
    // Not more than twice as many as are kept stand in memory.
    if (set.links.size() > 2 * limits.most) {
      set.leftOut += set.links.size() - limits.most;
      keepStrongest(set.links, limits.most);
    }
  }
  if (set.links.size() > limits.most) {
    set.leftOut += set.links.size() - limits.most;
    keepStrongest(set.links, limits.most);
  }
  std::sort(set.links.begin(), set.links.end(), isStronger);
  return set;
}

LinkSet mergedLinks(std::span<const std::shared_ptr<const LinkSet>> heads) {
  LinkSet merged;
  std::size_t count = 0;
  for (const auto& head : heads) {
    count += head->links.size();
  }
  merged.links.reserve(count);
  std::int32_t number = 0;
  for (const auto& head : heads) {
    const auto middle = static_cast<std::ptrdiff_t>(merged.links.size());
    for (Link link : head->links) {
      link.head = number;
      merged.links.push_back(link);
    }
    std::inplace_merge(merged.links.begin(), merged.links.begin() + middle, merged.links.end(),
                       isStronger);
    merged.pairs += head->pairs;
    merged.leftOut += head->leftOut;
    ++number;
  }
  return merged;
}

std::size_t linksFrom(std::span<const Link> links, float least) {
  const auto end = std::partition_point(links.begin(), links.end(),
                                        [least](const Link& link) { return link.weight >= least; });
  return static_cast<std::size_t>(end - links.begin());
}

std::vector<float> summedRow(const AttentionSource& source, HeadId head,
                             std::span<const int> queries) {
  std::vector<float> sum(static_cast<std::size_t>(source.shape().nKey));
  for (const int query : queries) {
    const std::vector<float> row = source.row(head, query);
    std::transform(sum.begin(), sum.end(), row.begin(), sum.begin(), std::plus<>());
  }
  return sum;
}

}  // namespace headscope
