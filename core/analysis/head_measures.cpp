#include "analysis/head_measures.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace headscope {
namespace {

// A mean of what counts.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double value() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

 private:
  double sum_ = 0;
  Index count_ = 0;
};

template <typename Counts>
double sumWhere(const ConstMatrixRef& map, Index row, Counts&& counts) {
  double sum = 0;
  for (Index key = 0; key < map.cols(); ++key) {
    if (counts(static_cast<std::size_t>(key))) {
      sum += static_cast<double>(map(row, key));
    }
  }
  return sum;
}

double entropyOf(const ConstMatrixRef& map, Index row) {
  double entropy = 0;
  for (Index key = 0; key < map.cols(); ++key) {
    const auto weight = static_cast<double>(map(row, key));
    entropy -= weight > 0 ? weight * std::log(weight) : 0;
  }
  return entropy;
}

double distanceOf(const ConstMatrixRef& map, Index row) {
  double distance = 0;
  for (Index key = 0; key < map.cols(); ++key) {
    distance += static_cast<double>(map(row, key)) * static_cast<double>(std::abs(row - key));
  }
  return distance;
}

}  // namespace

HeadMeasures measureHead(const ConstMatrixRef& map, const TokenRoles& roles, KeysSeen seen) {
  Mean previous;
  Mean next;
  Mean self;
  Mean first;
  Mean special;
  Mean punctuation;
  Mean sameToken;
  Mean entropy;
  Mean spread;
  Mean distance;
  for (Index row = 0; row < map.rows(); ++row) {
    const auto query = static_cast<std::size_t>(row);
    if (roles.special[query] != 0) {
      continue;
    }
    if (row > 0) {
      previous.add(static_cast<double>(map(row, row - 1)));
      first.add(static_cast<double>(map(row, 0)));
    }
    if (row + 1 < map.cols()) {
      next.add(static_cast<double>(map(row, row + 1)));
    }
    self.add(static_cast<double>(map(row, row)));
    special.add(sumWhere(map, row, [&](std::size_t key) { return roles.special[key] != 0; }));
    punctuation.add(
        sumWhere(map, row, [&](std::size_t key) { return roles.punctuation[key] != 0; }));
    const Index visible = seen == KeysSeen::upToItself ? row + 1 : map.cols();
    const auto isSame = [&](std::size_t key) {
      return key != query && roles.ids[key] == roles.ids[query];
    };
    bool hasSame = false;
    for (std::size_t key = 0; key < static_cast<std::size_t>(visible); ++key) {
      hasSame = hasSame || isSame(key);
    }
    if (hasSame) {
      sameToken.add(sumWhere(map, row, isSame));
    }
    const double nats = entropyOf(map, row);
    entropy.add(nats);
    if (visible > 1) {
      spread.add(nats / std::log(static_cast<double>(visible)));
    }
    distance.add(distanceOf(map, row));
  }
  return {.previous = previous.value(),
          .next = next.value(),
          .self = self.value(),
          .first = first.value(),
          .special = special.value(),
          .punctuation = punctuation.value(),
          .sameToken = sameToken.value(),
          .entropy = entropy.value(),
          .spread = spread.value(),
          .distance = distance.value()};
}

RepetitionMeasures measureRepetition(const ConstMatrixRef& map, Index before, Index length) {
  Mean induction;
  Mean duplicate;
  for (Index row = before + length; row < before + 2 * length; ++row) {
    induction.add(static_cast<double>(map(row, row - length + 1)));
    duplicate.add(static_cast<double>(map(row, row - length)));
  }
  return {.induction = induction.value(), .duplicate = duplicate.value()};
}

double mapOverlap(const ConstMatrixRef& first, const ConstMatrixRef& second) {
  Mean overlap;
  for (Index row = 0; row < first.rows(); ++row) {
    overlap.add(static_cast<double>(first.row(row).cwiseMin(second.row(row)).sum()));
  }
  return overlap.value();
}

}  // namespace headscope
