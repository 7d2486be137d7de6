#include "views/links_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QLocale>
#include <QVBoxLayout>

#include "render/folding_words.h"
#include "render/links_painter.h"
#include "render/tabular_text.h"
#include "views/cell_words.h"
#include "views/strongest_key.h"

namespace headscope {

namespace {

constexpr int kLinksComputingDelay = 150;  // ms before it is said that links are being chosen

QString counted(std::size_t count) {
  return QLocale(QLocale::English).toString(static_cast<qulonglong>(count));
}

QString linksInWords(const LinksFigure& figure, std::size_t drawn) {
  const QString links = LinksView::tr("weights of %1 and more, %2 of %3 links drawn")
                            .arg(listNumber(static_cast<double>(figure.threshold), 2),
                                 counted(drawn), counted(figure.links->pairs));
  const TokenFolding* folding = figure.labels.folding.get();
  return folding == nullptr || folding->hidden.empty()
             ? LinksView::tr("%1, strongest first").arg(links)
             // What words are, if any, the columns say.
             : LinksView::tr("%1; %2").arg(links, hidingInWords(*folding));
}

}  // namespace

LinksView::LinksView(Selection* selection, QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      header_(new LinksHeader(this)),
      plot_(new LinksPlot(this)) {
  setProperty("role", QStringLiteral("canvas"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(header_);
  column->addWidget(plot_, 1);
  setFocusProxy(plot_);
  figure_.emptyText = tr("Type a sentence to see where each word looks");
  figure_.queryTitle = tr("query");
  figure_.keyTitle = tr("key");
  header_->setThreshold(figure_.threshold);
  computingDelay_.setSingleShot(true);
  computingDelay_.setInterval(kLinksComputingDelay);
  connect(&computingDelay_, &QTimer::timeout, this, [this] {
    saysComputing_ = computing_;
    showTexts();
  });
  connect(selection_, &Selection::headChanged, this, &LinksView::load);
  connect(selection_, &Selection::cellChanged, this, &LinksView::showSelection);
  connect(&loader_, &LinksLoader::linksReady, this, &LinksView::showLinks);
  connect(&loader_, &LinksLoader::sumsReady, this, [this](std::vector<std::vector<float>> sums) {
    figure_.sums = std::move(sums);
    plot_->setFigure(figure_);
    describe();
  });
  connect(plot_, &LinksPlot::clicked, this, &LinksView::click);
  connect(plot_, &LinksPlot::hovered, this, &LinksView::preview);
  connect(plot_, &LinksPlot::zoomed, this, &LinksView::spreadBy);
  connect(header_, &LinksHeader::arrangementChosen, this, [this](LinksArrangement arrangement) {
    setArrangement(arrangement);
    emit arrangementChanged(arrangement);
  });
  connect(plot_, &LinksPlot::laidOut, this, &LinksView::showTexts);
  connect(header_, &LinksHeader::removed, this, &LinksView::removeHead);
  connect(header_, &LinksHeader::keepToggled, this, &LinksView::keepChosenHead);
  connect(header_, &LinksHeader::layerRequested, this, &LinksView::addHeadsOfLayer);
  connect(header_, &LinksHeader::chosenOnlyRequested, this, &LinksView::showChosenHeadOnly);
  connect(header_, &LinksHeader::thresholdChanged, this, [this](float threshold) {
    setThreshold(threshold);
    emit thresholdChanged(figure_.threshold);
  });
  describe();
}

void LinksView::setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels,
                          int knownLayers) {
  // What is kept is kept for the word it was.
  std::erase_if(keptQueries_, [&](int query) {
    return labels.queries.value(query) != labels_.queries.value(query);
  });
  source_ = std::move(source);
  labels_ = std::move(labels);
  knownLayers_ = knownLayers;
  load();
}

void LinksView::setKnownLayers(int knownLayers) {
  if (knownLayers != knownLayers_) {
    knownLayers_ = knownLayers;
    if (due_) {
      load();
    }
  }
}

void LinksView::setFigureStyle(const FigureStyle& style) {
  header_->setTheme(style.theme);
  plot_->setFigureStyle(style);
}

void LinksView::setThreshold(float threshold) {
  figure_.threshold = std::clamp(threshold, 0.01F, 1.0F);
  header_->setThreshold(figure_.threshold);
  plot_->setFigure(figure_);
}

void LinksView::setArrangement(LinksArrangement arrangement) {
  figure_.arrangement = arrangement;
  showArrangement();
  plot_->setFigure(figure_);
  plot_->showToken(LinksHit::Part::query, selection_->query());
  describe();
}

void LinksView::showArrangement() {
  header_->setArrangement(figure_.arrangement, figure_.isOfItself()
                                                   ? LinksHeader::ArcsAre::possible
                                                   : LinksHeader::ArcsAre::ofOneTextOnly);
}

void LinksView::setTag(const QString& tag) {
  tag_ = tag;
  header_->setTag(tag);
}

std::vector<LinksHead> LinksView::wantedHeads() const {
  const AttentionShape shape = source_->shape();
  const HeadId chosen{std::clamp(selection_->head().layer, 0, shape.layers - 1),
                      std::clamp(selection_->head().head, 0, shape.heads - 1)};
  std::vector<LinksHead> heads = {{.id = chosen, .color = 0}};
  for (const LinksHead& head : kept_) {
    if (head.id != chosen && head.id.layer < shape.layers && head.id.head < shape.heads) {
      heads.push_back(head);
    }
  }
  return heads;
}

std::vector<HeadId> LinksView::shownHeads() const {
  std::vector<HeadId> heads;
  for (const LinksHead& head : figure_.heads) {
    heads.push_back(head.id);
  }
  return heads;
}

void LinksView::load() {
  due_ = true;
  const AttentionShape shape = source_ ? source_->shape() : AttentionShape{};
  if (shape.nQuery == 0 || shape.nKey == 0 || shape.layers == 0 || shape.heads == 0) {
    showNothing();
    return;
  }
  std::vector<LinksHead> heads = wantedHeads();
  const bool known = std::all_of(heads.begin(), heads.end(), [this](const LinksHead& head) {
    return head.id.layer < knownLayers_;
  });
  computing_ = isVisible() && known;
  if (!computing_) {
    loader_.cancel();  // what is under way is of another source or other heads
    return;
  }
  due_ = false;
  computingDelay_.start();
  std::vector<HeadId> ids;
  for (const LinksHead& head : heads) {
    ids.push_back(head.id);
  }
  loadingHeads_ = std::move(heads);
  loader_.loadLinks(source_, std::move(ids));
}

void LinksView::showLinks(std::shared_ptr<const LinkSet> links) {
  computing_ = saysComputing_ = false;
  computingDelay_.stop();
  figure_.links = std::move(links);
  figure_.heads = loadingHeads_;
  figure_.labels = labels_;
  const bool words = labels_.folding != nullptr && labels_.folding->mergesWords;
  figure_.queryTitle = words ? tr("word, mean") : tr("query");
  figure_.keyTitle = words ? tr("word, sum") : tr("key");
  figure_.sums.clear();
  figure_.previewQuery = figure_.previewKey = -1;
  shownSource_ = source_;
  const bool kept = std::any_of(kept_.begin(), kept_.end(), [this](const LinksHead& head) {
    return head.id == figure_.heads.front().id;
  });
  header_->setHeads(figure_.heads, kept ? LinksHeader::Kept::yes : LinksHeader::Kept::no);
  showArrangement();
  showSelection();
}

void LinksView::showNothing() {
  loader_.cancel();
  due_ = computing_ = saysComputing_ = false;
  computingDelay_.stop();
  figure_.links = nullptr;
  figure_.heads.clear();
  figure_.labels = {};
  figure_.sums.clear();
  figure_.queries.clear();
  figure_.key = figure_.previewQuery = figure_.previewKey = -1;
  shownSource_ = nullptr;
  header_->setHeads({}, LinksHeader::Kept::no);
  plot_->setFigure(figure_);
  describe();
}

void LinksView::showSelection() {
  if (figure_.isEmpty()) {
    return;
  }
  figure_.queries = keptQueries_;
  if (std::find(keptQueries_.begin(), keptQueries_.end(), selection_->query()) ==
      keptQueries_.end()) {
    figure_.queries.push_back(selection_->query());
  }
  std::erase_if(figure_.queries,
                [this](int query) { return query < 0 || query >= figure_.queryCount(); });
  std::sort(figure_.queries.begin(), figure_.queries.end());
  const bool keyMoved = figure_.key != selection_->key();
  figure_.key = selection_->key() < figure_.keyCount() ? selection_->key() : -1;
  loadSums();
  plot_->setFigure(figure_);
  if (keyMoved && figure_.key >= 0) {
    plot_->showToken(LinksHit::Part::key, figure_.key);
  }
  plot_->showToken(LinksHit::Part::query, selection_->query());
  describe();
}

void LinksView::loadSums() {
  figure_.sums.clear();
  const std::vector<int> queries =
      figure_.previewQuery >= 0 ? std::vector{figure_.previewQuery} : figure_.queries;
  loader_.loadSums(shownSource_, shownHeads(), queries);
}

void LinksView::showTexts() {
  header_->setTitle(figure_.isEmpty() ? QString() : queryWords());
  if (saysComputing_) {
    header_->setCaption(tr("computing %1…").arg(headName(selection_->head())));
  } else if (figure_.isEmpty()) {
    header_->setCaption({});
  } else {
    header_->setCaption(linksInWords(figure_, plot_->figureLayout().drawn()));
  }
}

// "it", "it + tired, summed", "it + was + too + 4 more, summed".
QString LinksView::queryWords() const {
  constexpr std::size_t kMostNamed = 3;
  QStringList words;
  for (std::size_t i = 0; i < figure_.queries.size() && i < kMostNamed; ++i) {
    words << visibleToken(figure_.labels.queries.value(figure_.queries[i]));
  }
  if (figure_.queries.size() > kMostNamed) {
    words << tr("%1 more").arg(figure_.queries.size() - kMostNamed);
  }
  const QString all = words.join(QStringLiteral(" + "));
  return figure_.queries.size() > 1 ? tr("%1, summed").arg(all) : all;
}

void LinksView::describe() {
  plot_->setAccessibleDescription(
      (figure_.hasArcs()
           ? tr("Arcs from queries to keys above the text. Left and Right move the query, Up and "
                "Down the key, Return goes to the row's strongest key, Space keeps the query to be "
                "summed with the next. %1")
           : tr("Links from queries to keys. Up and Down move the query, Left and Right the key, "
                "Return goes to the row's strongest key, Space keeps the query to be summed with "
                "the next. %1"))
          .arg(header_->caption()));
  if (figure_.isEmpty()) {
    plot_->setAccessibleName(figure_.emptyText);
    return;
  }
  const HeadId head = figure_.heads.front().id;
  if (figure_.sums.empty() || figure_.queries.empty()) {
    plot_->setAccessibleName(headName(head));
    return;
  }
  if (figure_.previewQuery >= 0) {
    return;  // what is chosen stays what is said
  }
  const std::vector<float>& sum = figure_.sums.front();
  const int key =
      figure_.key >= 0 ? figure_.key : strongestKey(sum, 0, static_cast<int>(sum.size()) - 1);
  const double weight = key >= 0 && key < static_cast<int>(sum.size())
                            ? static_cast<double>(sum[static_cast<std::size_t>(key)])
                            : std::nan("");
  // Where several queries are summed they are named as one.
  TokenLabels labels = figure_.labels;
  const bool summed = figure_.queries.size() > 1;
  const int query = summed ? 0 : figure_.queries.front();
  if (summed) {
    labels.queries = QStringList{queryWords()};
    labels.folding = nullptr;
  }
  plot_->setAccessibleName(figure_.key >= 0 ? cellInWords(head, labels, query, key, weight)
                                            : rowInWords(head, labels, query, key, weight));
}

std::function<void(QPainter&, QSizeF)> LinksView::figurePaint() const {
  LinksFigure figure = figure_;
  if (!figure.isEmpty()) {
    figure.title = tag_.isEmpty() ? queryWords() : tr("%1, %2").arg(queryWords(), tag_);
  }
  figure.previewQuery = figure.previewKey = -1;
  const LinksLayout& shown = plot_->figureLayout();
  const double lines = shown.scroll() / shown.line();
  return [figure = std::move(figure), style = plot_->figureStyle(), lines](QPainter& painter,
                                                                           QSizeF size) mutable {
    LinksLayout layout(figure, size, style);
    const double whole = layout.arcs() == nullptr ? std::round(lines) : lines;
    layout = layout.scrolledTo(figure, whole * layout.line());
    if (!figure.isEmpty()) {
      figure.subtitle = linksInWords(figure, layout.drawn());
      layout = LinksLayout(figure, size, style, layout.scroll());
    }
    paintLinks(painter, figure, layout, style, QRectF(QPointF(), size));
  };
}

void LinksView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (due_) {
    load();
  }
}

}  // namespace headscope
