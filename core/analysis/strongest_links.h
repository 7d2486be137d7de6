#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/attention_source.h"

namespace headscope {

// One weight of a map: from a query to a key.
struct Link {
  float weight = 0;  // in (0, 1]
  std::int32_t query = 0;
  std::int32_t key = 0;
  std::int32_t head = 0;  // which of the heads that are looked at together
  bool operator==(const Link&) const = default;
};

struct LinkLimits {
  float least = 0.01F;           // weaker links are not kept; > 0, so that a row has 1 / least
  std::size_t most = 1U << 18U;  // kept of each head
};

// What is kept of a head, or of several: strongest first, equals in the order of head, query, key.
struct LinkSet {
  std::vector<Link> links;
  std::size_t pairs = 0;    // with any weight: what a mask hides is none
  std::size_t leftOut = 0;  // as strong as LinkLimits asks, but beyond its most
  bool operator==(const LinkSet&) const = default;
};

// Of one head; its links' head is 0. O(n_query · n_key): with `isStale` it asks between bands of
// rows whether to stop, and then there is nothing.
std::optional<LinkSet> strongestLinks(const AttentionSource& source, HeadId head,
                                      const LinkLimits& limits = {},
                                      const std::function<bool()>& isStale = {});

// Of several heads as one set: the links of heads[i] get head i.
LinkSet mergedLinks(std::span<const std::shared_ptr<const LinkSet>> heads);

// How many of the links, strongest first, have a weight >= least: so many from the front.
std::size_t linksFrom(std::span<const Link> links, float least);

// Where several queries look together: the sum of their rows.
std::vector<float> summedRow(const AttentionSource& source, HeadId head,
                             std::span<const int> queries);  // (n_key)

}  // namespace headscope
