#include "views/links_loader.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace headscope {

namespace {

constexpr std::size_t kMostKept = 1U << 22U;  // links of all heads that are kept: 64 MB

using KnownLinks = std::map<HeadId, std::shared_ptr<const LinkSet>>;

// Adds what is missing; false where it became stale meanwhile.
bool complete(KnownLinks& known, const AttentionSource& source, const std::vector<HeadId>& heads,
              const std::function<bool()>& isStale) {
  for (const HeadId head : heads) {
    if (known.count(head) == 0) {
      auto links = strongestLinks(source, head, {}, isStale);
      if (!links) {
        return false;
      }
      known[head] = std::make_shared<const LinkSet>(std::move(*links));
    }
  }
  return true;
}

std::shared_ptr<const LinkSet> mergedOf(const KnownLinks& known, const std::vector<HeadId>& heads) {
  std::vector<std::shared_ptr<const LinkSet>> sets;
  for (const HeadId head : heads) {
    sets.push_back(known.at(head));
  }
  return std::make_shared<const LinkSet>(mergedLinks(sets));
}

std::vector<std::vector<float>> sumsOf(const AttentionSource& source,
                                       const std::vector<HeadId>& heads,
                                       const std::vector<int>& queries) {
  std::vector<std::vector<float>> sums;
  for (const HeadId head : heads) {
    sums.push_back(summedRow(source, head, queries));
  }
  return sums;
}

}  // namespace

LinksLoader::LinksLoader(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(1);
}

LinksLoader::~LinksLoader() {
  cancel();
  pool_.clear();
  pool_.waitForDone();
}

void LinksLoader::cancel() {
  ++linksGeneration_;
  ++sumsGeneration_;
}

void LinksLoader::loadLinks(std::shared_ptr<const AttentionSource> source,
                            std::vector<HeadId> heads) {
  ++linksGeneration_;
  if (source != knownSource_) {
    knownSource_ = source;
    known_.clear();
  }
  const AttentionShape shape = source->shape();
  const std::size_t cells =
      static_cast<std::size_t>(shape.nQuery) * static_cast<std::size_t>(shape.nKey) * heads.size();
  if (cells <= kImmediateCells) {
    complete(known_, *source, heads, {});
    emit linksReady(mergedOf(known_, heads));
    return;
  }
  pool_.start([this, source = std::move(source), heads = std::move(heads), known = known_,
               generation = linksGeneration_.load()]() mutable {
    const auto isStale = [this, generation] { return linksGeneration_ != generation; };
    if (isStale() || !complete(known, *source, heads, isStale)) {
      return;
    }
    auto links = mergedOf(known, heads);
    QMetaObject::invokeMethod(
        this,
        [this, generation, heads = std::move(heads), known = std::move(known),
         links = std::move(links)] {
          if (linksGeneration_ == generation) {
            keep(known, heads);
            emit linksReady(links);
          }
        },
        Qt::QueuedConnection);
  });
}

// Of long texts not every head that was ever looked at.
void LinksLoader::keep(const Known& known, const std::vector<HeadId>& heads) {
  known_ = known;
  std::size_t count = 0;
  for (const auto& [head, links] : known_) {
    count += links->links.size();
  }
  if (count > kMostKept) {
    std::erase_if(known_, [&heads](const auto& each) {
      return std::find(heads.begin(), heads.end(), each.first) == heads.end();
    });
  }
}

void LinksLoader::loadSums(std::shared_ptr<const AttentionSource> source, std::vector<HeadId> heads,
                           std::vector<int> queries) {
  ++sumsGeneration_;
  const std::size_t cells =
      queries.size() * static_cast<std::size_t>(source->shape().nKey) * heads.size();
  if (cells <= kImmediateCells) {
    emit sumsReady(sumsOf(*source, heads, queries));
    return;
  }
  pool_.start([this, source = std::move(source), heads = std::move(heads),
               queries = std::move(queries), generation = sumsGeneration_.load()] {
    if (sumsGeneration_ != generation) {
      return;
    }
    auto sums = sumsOf(*source, heads, queries);
    QMetaObject::invokeMethod(
        this,
        [this, generation, sums = std::move(sums)] {
          if (sumsGeneration_ == generation) {
            emit sumsReady(sums);
          }
        },
        Qt::QueuedConnection);
  });
}

}  // namespace headscope
