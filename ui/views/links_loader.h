#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <vector>

#include <QObject>
#include <QThreadPool>

#include "analysis/strongest_links.h"

namespace headscope {

// Chooses the strongest links of some heads: at once where that is little work, else away from the
// GUI thread. A new request makes the older ones stale: their results are dropped, and they end at
// their next band of rows. What is known of a source's heads is kept until another source comes.
class LinksLoader : public QObject {
  Q_OBJECT
 public:
  // Of all heads together; more are computed off the GUI thread.
  static constexpr std::size_t kImmediateCells = 512 * 512;

  explicit LinksLoader(QObject* parent = nullptr);
  ~LinksLoader() override;

  void loadLinks(std::shared_ptr<const AttentionSource> source, std::vector<HeadId> heads);
  // Where these queries look, summed, for each head.
  void loadSums(std::shared_ptr<const AttentionSource> source, std::vector<HeadId> heads,
                std::vector<int> queries);
  // What is under way will not be reported.
  void cancel();

 signals:
  void linksReady(std::shared_ptr<const headscope::LinkSet> links);
  void sumsReady(std::vector<std::vector<float>> sums);  // (heads, n_key)

 private:
  using Known = std::map<HeadId, std::shared_ptr<const LinkSet>>;
  void keep(const Known& known, const std::vector<HeadId>& heads);

  std::shared_ptr<const AttentionSource> knownSource_;
  Known known_;
  QThreadPool pool_;
  std::atomic<unsigned> linksGeneration_{0};
  std::atomic<unsigned> sumsGeneration_{0};
};

}  // namespace headscope
