#include "window/main_window.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QStyle>
#include <QStyleFactory>
#include <QTabBar>
#include <QVBoxLayout>

#include "catalog/known_models.h"
#include "catalog/model_store.h"
#include "dialogs/explaining_dialog.h"
#include "dialogs/shortcuts_dialog.h"
#include "source/playground_source.h"
#include "window/main_menu.h"
#include "window/window_focus.h"

namespace headscope {
namespace {

constexpr int kSidePanel = 300;
constexpr int kLeastSidePanel = 272;
constexpr int kLeastCentre = 416;
constexpr int kComfortableCentre = 480;
constexpr int kPanelMargin = 16;
constexpr int kRowInset = 8;           // of the texts of the row's list
constexpr int kHandle = 1;             // between two panels
constexpr int kRoomForTabs = 680;      // and for what is chosen beside them
constexpr int kRoomForHeadCard = 720;  // lower windows leave it out: the map says its labels
constexpr const char* kDefaultModel = "all-MiniLM-L6-v2";
const QString kDefaultSandbox = QStringLiteral("sandbox");

QWidget* makePanel(QWidget* parent) {
  auto* panel = new QWidget(parent);
  panel->setProperty("role", QStringLiteral("panel"));
  panel->setAttribute(Qt::WA_StyledBackground);
  return panel;
}

QLabel* makeHeading(const QString& text, QWidget* parent) {
  auto* heading = new QLabel(text.toUpper(), parent);
  heading->setProperty("role", QStringLiteral("heading"));
  return heading;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), preferences_(loadPreferences()) {
  session_.setTokenDisplay(preferences_.tokens);
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  // Before any widget: a later change does not reach those that a style sheet has dressed.
  QApplication::setFont(uiFont(13));
  setWindowTitle(tr("Headscope"));
  setAcceptDrops(true);
  setMinimumSize(2 * kLeastSidePanel + kLeastCentre + 2 * kHandle, 600);

  auto* central = new QWidget(this);
  auto* layout = new QVBoxLayout(central);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  topBar_ = new TopBar(central);
  layout->addWidget(topBar_);
  targetBar_ = new TargetBar(central);
  targetBar_->hide();  // until a model writes
  layout->addWidget(targetBar_);
  auto* line = new QWidget(central);
  line->setProperty("role", QStringLiteral("line"));
  line->setAttribute(Qt::WA_StyledBackground);
  line->setFixedHeight(1);
  layout->addWidget(line);
  panels_ = new QSplitter(Qt::Horizontal, central);
  panels_->setHandleWidth(kHandle);
  panels_->setChildrenCollapsible(true);
  panels_->addWidget(makeLeft());
  panels_->addWidget(makeCentre());
  panels_->addWidget(makeRight());
  panels_->setStretchFactor(1, 1);
  panels_->setSizes({kSidePanel, 840, kSidePanel});
  layout->addWidget(panels_, 1);
  setCentralWidget(central);

  status_ = new RunStatus(this);
  setStatusBar(status_);
  topBar_->moreButton()->setMenu(makeMainMenu(this));
  orderTabStops(this);
  connectSession();
  applyTheme();

  resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
  restoreGeometry(preferences_.geometry);
  panels_->restoreState(preferences_.panels);
}

QWidget* MainWindow::makeLeft() {
  QWidget* panel = makePanel(this);
  modelPanel_ = new ModelPanel(&session_, &training_, panel);
  headGrid_ = new HeadGridView(&headModel_, session_.selection(), panel);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  layout->setSpacing(8);
  layout->addWidget(makeHeading(tr("Model"), panel));
  layout->addWidget(modelPanel_);
  layout->addSpacing(8);
  layout->addWidget(makeHeading(tr("Heads"), panel));
  layout->addWidget(headGrid_, 1);

  auto* scroll = new QScrollArea(this);
  scroll->setWidget(panel);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setMinimumWidth(kLeastSidePanel);
  scroll->setFocusPolicy(Qt::NoFocus);
  return scroll;
}

QWidget* MainWindow::makeCentre() {
  auto* centre = new QWidget(this);
  centre->setMinimumWidth(kLeastCentre);  // whichever tab is shown
  centre->setProperty("role", QStringLiteral("canvas"));
  centre->setAttribute(Qt::WA_StyledBackground);
  notice_ = new NoticeBar(centre);
  openingBar_ = new OpeningBar(centre);
  fetchBar_ = new FetchBar(centre);
  editBar_ = new EditBar(&session_, &editEffects_, centre);
  tabs_ = new QTabWidget(centre);
  heatmap_ = new HeatmapView(session_.selection(), tabs_);
  links_ = new LinksView(session_.selection(), tabs_);
  links_->setThreshold(preferences_.linksFrom);
  links_->setArrangement(preferences_.links);
  positions_ = new PositionsView(tabs_);
  tabs_->addTab(heatmap_, tr("Heatmap"));
  tabs_->addTab(links_, tr("Links"));
  headSheet_ = new HeadSheetView(session_.selection(), tabs_);
  tabs_->addTab(headSheet_, tr("Heads"));
  block_ = new BlockView(session_.tokenSelection(), tabs_);
  tabs_->addTab(block_, tr("Block"));
  trainingView_ = new TrainingView(&session_, &training_, tabs_);
  tabs_->addTab(positions_, tr("Positions"));
  tabs_->addTab(trainingView_, tr("Training"));
  compareView_ = new CompareView(&session_, &training_, &comparison_, tabs_);
  tabs_->addTab(compareView_, tr("Compare"));
  mapKind_ = new MapKindButton(&mapReading_, tabs_);
  tokenDisplay_ = new TokenDisplayButton(&session_, tabs_);
  auto* corner = new QWidget(tabs_);
  auto* inCorner = new QHBoxLayout(corner);
  inCorner->setContentsMargins(0, 0, kPanelMargin, 0);
  inCorner->addWidget(tokenDisplay_);
  inCorner->addWidget(mapKind_);
  tabs_->setCornerWidget(corner);
  tabs_->installEventFilter(this);
  connect(tabs_, &QTabWidget::currentChanged, this, &MainWindow::placeTabs);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(notice_);
  layout->addWidget(openingBar_);
  layout->addWidget(fetchBar_);
  layout->addWidget(editBar_);
  layout->addWidget(tabs_, 1);
  return centre;
}

QWidget* MainWindow::makeRight() {
  QWidget* panel = makePanel(this);
  panel->setMinimumWidth(kLeastSidePanel);
  auto* inspected = makePanel(panel);
  cellPanel_ = new CellPanel(session_.selection(), &copiedValues_, inspected);
  cellPanel_->setFoldedParts(preferences_.folded);
  cellPanel_->setProductOrder(preferences_.largestFirst ? ProductOrder::largestFirst
                                                        : ProductOrder::byDimension);
  rowView_ = new RowView(session_.selection(), panel);
  headCard_ = new HeadCardPanel(&headCards_, session_.selection(), inspected);
  auto* cell = new QVBoxLayout(inspected);
  cell->setContentsMargins(kRowInset, 0, kRowInset, 0);
  cell->setSpacing(8);
  cell->addWidget(cellPanel_);
  headCardHeading_ = makeHeading(tr("Its head"), inspected);
  headCardHeading_->setContentsMargins(0, 8, 0, 0);
  cell->addWidget(headCardHeading_);
  cell->addWidget(headCard_);
  namedPanel_ = new NamedTokensPanel(&namedTokens_, &session_, inspected);
  cell->addWidget(namedPanel_);
  inspector_ = new InspectorColumn(inspected, panel);
  // The chosen line's ground reaches out, so that texts and numbers stand in line with those above.
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(kPanelMargin - kRowInset, kPanelMargin, kPanelMargin - kRowInset,
                             kPanelMargin);
  layout->setSpacing(16);
  layout->addWidget(inspector_);
  layout->addWidget(rowView_, 1);
  return panel;
}

void MainWindow::connectSession() {
  QLineEdit* sentence = topBar_->sentence();
  connect(sentence, &QLineEdit::textEdited, &session_, &Session::setText);
  connect(&session_, &Session::textChanged, topBar_, &TopBar::showSentence);
  connect(targetBar_->target(), &QLineEdit::textEdited, &session_, &Session::setTarget);
  connect(&session_, &Session::targetChanged, targetBar_, &TargetBar::showTarget);
  connect(targetBar_, &TargetBar::partChosen, &session_, &Session::setPart);
  connect(&session_, &Session::partChanged, targetBar_, &TargetBar::setPart);
  connect(&session_, &Session::partChanged, this, &MainWindow::showShape);
  ModelMenu* menu = topBar_->modelMenu();
  connect(menu, &ModelMenu::chosen, &session_, &Session::openModel);
  connect(menu, &ModelMenu::presetChosen, this,
          [this](const QString& reference, const QString& text) {
            session_.openModel(reference);
            session_.setText(text);
          });
  connect(menu, &ModelMenu::openRequested, this, &MainWindow::openFolder);
  connect(menu, &ModelMenu::fileRequested, this, &MainWindow::openModelFile);
  connect(menu, &ModelMenu::vectorsRequested, this, &MainWindow::openVectors);
  connect(menu, &ModelMenu::hubRequested, this, &MainWindow::fetchFromHubInteractively);
  connect(menu, &ModelMenu::fetchRequested, &library_, &ModelLibrary::fetch);
  connect(menu, &ModelMenu::aboutToShow, this, [this] { library_.refresh(preferences_.opened); });
  connect(&library_, &ModelLibrary::listed, menu,
          [this, menu] { menu->setModels(library_.models()); });
  connectOpening();
  connectFetching();
  connectTraining();
  connectEditing();
  connectComparing();
  connect(modelPanel_, &ModelPanel::sandboxRequested, this,
          [this] { session_.openModel(kDefaultSandbox); });
  connect(modelPanel_, &ModelPanel::failed, notice_, &NoticeBar::showError);

  connect(&session_, &Session::modelChanged, this, &MainWindow::showModel);
  connect(&session_, &Session::runChanged, this, &MainWindow::showRun);
  connect(&session_, &Session::runCompleted, this, [this] {
    links_->setKnownLayers(knownLayers());
    showHeadSheet();
    status_->setRun(session_.run()->tokens.size(), session_.run()->forwardMilliseconds);
  });
  connect(&headCards_, &HeadCards::dealt, this, &MainWindow::showTags);
  connect(&headCards_, &HeadCards::dealt, this, &MainWindow::showHeadCards);
  connect(headSheet_, &HeadSheetView::opened, this, [this] {
    tabs_->setCurrentWidget(heatmap_);
    heatmap_->setFocus(Qt::ShortcutFocusReason);
  });
  connect(&mapReading_, &MapReading::changed, this, &MainWindow::showMap);
  connect(&mapReading_, &MapReading::failed, notice_, &NoticeBar::showError);
  connect(mapKind_, &MapKindButton::helpRequested, this, [this] {
    auto* dialog = new ExplainingDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
  });
  connect(session_.selection(), &Selection::headChanged, this, &MainWindow::showTags);
  connect(&session_, &Session::noticeChanged, this,
          [this] { notice_->setNotice(session_.notice()); });
  connect(&session_, &Session::failed, notice_, &NoticeBar::showError);
  connect(&session_, &Session::recovered, this, [this] {
    if (standIn_ == nullptr) {
      notice_->clearError();
    }
  });
  connect(&session_, &Session::thumbnailsReady, this,
          [this](std::vector<QImage> images) { headModel_.setThumbnails(std::move(images)); });
  connect(headGrid_, &HeadGridView::thumbnailSizeChanged, this, [this](QSize pixels) {
    session_.setThumbnailStyle(pixels, style_.colorMap, style_.theme.kind);
  });
  connect(heatmap_, &HeatmapView::painted, this, [this](double milliseconds) {
    status_->setPainted(milliseconds);
    if (pictureDue_) {
      pictureDue_ = false;
      emit pictureShown(milliseconds);
    }
  });
  connect(links_->plot(), &LinksPlot::painted, status_, &RunStatus::setPainted);
  connect(headSheet_->plot(), &HeadSheetPlot::painted, status_, &RunStatus::setPainted);
  connect(links_, &LinksView::thresholdChanged, this,
          [this](float threshold) { preferences_.linksFrom = threshold; });
  connect(links_, &LinksView::arrangementChanged, this,
          [this](LinksArrangement arrangement) { preferences_.links = arrangement; });
  connect(cellPanel_, &CellPanel::foldedChanged, this,
          [this] { preferences_.folded = cellPanel_->foldedParts(); });
  connect(cellPanel_, &CellPanel::productOrderChanged, this, [this](ProductOrder order) {
    preferences_.largestFirst = order == ProductOrder::largestFirst;
  });
  connect(&systemTheme_, &SystemTheme::kindChanged, this, [this] { applyTheme(); });
}

void MainWindow::connectTraining() {
  connect(&training_, &Training::modelReady, this,
          [this](const std::shared_ptr<const CheckpointSource>& model) {
            session_.showPlayground(model, training_.reference());
          });
  connect(&session_, &Session::recordingRequested, this, [this](const QString& file) {
    training_.open(file);
    tabs_->setCurrentWidget(trainingView_);
  });
  connect(&training_, &Training::saved, this,
          [this](const QString& path) { status_->say(tr("Saved %1").arg(path)); });
  connect(&training_, &Training::failed, notice_, &NoticeBar::showError);
  // Another model that is opened meanwhile is not taken away by the next step.
  connect(&session_, &Session::loadingChanged, this, [this](bool loading) {
    if (loading) {
      training_.setFollowing(false);
    }
  });
}

void MainWindow::start(const QString& model, const QString& text) {
  QString reference = !model.isEmpty() ? model : preferences_.model;
  if (reference.isEmpty()) {
    reference = firstModel();
    standInDue_ = reference == QLatin1String(kPlaygroundName);
  }
  const QString sentence = !text.isEmpty()                ? text
                           : !preferences_.text.isEmpty() ? preferences_.text
                                                          : QString::fromUtf8(kDefaultSentence);
  session_.setText(sentence);
  session_.setTarget(preferences_.target);
  connect(&session_, &Session::failed, this, &MainWindow::openInstead, Qt::SingleShotConnection);
  session_.openModel(reference);
  topBar_->sentence()->setFocus();
  // Headers of large files are read for the list: not beside the first picture.
  connect(
      &session_, &Session::runCompleted, this,
      [this] {
        restoreEdits();
        library_.refresh(preferences_.opened);
      },
      Qt::SingleShotConnection);
}

// The default model where it is on this machine, and else the one that comes with the program.
QString MainWindow::firstModel() const {
  const auto models = knownModels();
  const auto store = ModelStore::ofUser();
  if (models && store) {
    const auto model = findKnownModel(*models, kDefaultModel);
    if (model && store->stateOf(*model) == ModelState::complete) {
      return QLatin1String(kDefaultModel);
    }
  }
  return QLatin1String(kPlaygroundName);
}

// Without the first model the window is not left empty: the playground opens under the message.
void MainWindow::openInstead() {
  if (session_.model() == nullptr) {
    standInDue_ = true;
    session_.openModel(QLatin1String(kPlaygroundName));
  }
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
  preferences_.theme = choice;
  applyTheme();
}

void MainWindow::switchTheme() {
  setThemeChoice(style_.theme.kind == ThemeKind::dark ? ThemeChoice::light : ThemeChoice::dark);
}

void MainWindow::setColorMap(ColorMapId id) {
  preferences_.colorMap = id;
  applyTheme();
}

void MainWindow::applyTheme() {
  ThemeKind kind = systemTheme_.kind();
  if (preferences_.theme != ThemeChoice::system) {
    kind = preferences_.theme == ThemeChoice::dark ? ThemeKind::dark : ThemeKind::light;
  }
  style_.theme = theme(kind);
  style_.colorMap = preferences_.colorMap;
  QApplication::setFont(uiFont(13, QFont::Normal, kind));
  QApplication::setPalette(headscope::palette(style_.theme));
  qApp->setStyleSheet(headscope::styleSheet(style_.theme));
  heatmap_->setFigureStyle(style_);
  links_->setFigureStyle(style_);
  headSheet_->setFigureStyle(style_);
  headGrid_->setFigureStyle(style_);
  rowView_->setFigureStyle(style_);
  cellPanel_->setFigureStyle(style_);
  headCard_->setFigureStyle(style_);
  namedPanel_->setFigureStyle(style_);
  compareView_->setFigureStyle(style_);
  block_->setFigureStyle(style_);
  positions_->setTheme(style_.theme);
  trainingView_->setFigureStyle(style_);
  session_.setThumbnailStyle(headGrid_->thumbnailSize(), style_.colorMap, kind);
  emit looksChanged();
}

void MainWindow::showShortcuts() {
  auto* dialog = new ShortcutsDialog(actions(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->show();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  preferences_.geometry = saveGeometry();
  preferences_.panels = panels_->saveState();
  if (session_.model() != nullptr && standIn_ == nullptr) {
    preferences_.model = session_.modelReference();
  }
  preferences_.tokens = session_.tokenDisplay();
  preferences_.text = session_.text();
  preferences_.target = session_.target();
  if (standIn_ == nullptr) {
    preferences_.changes = editsToKeep();
  }
  savePreferences(preferences_);
  event->accept();
}

// The tabs stand closer where there is little room; what a map shows is chosen in the main menu,
// too, and has no place beside tabs that need all of it. A block, positions and the comparison of
// two texts are of tokens whatever is chosen.
void MainWindow::placeTabs() {
  const int room = tabs_->width();
  const bool narrow = room < kRoomForTabs;
  if (tabs_->property("narrow").toBool() != narrow) {
    tabs_->setProperty("narrow", narrow);
    tabs_->tabBar()->style()->polish(tabs_->tabBar());
  }
  const QWidget* shown = tabs_->currentWidget();
  mapKind_->setVisible(shown == heatmap_ && !narrow);
  tokenDisplay_->setVisible(!narrow && (shown == heatmap_ || shown == links_ ||
                                        shown == headSheet_ || shown == trainingView_));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  // As a window becomes narrow, the side panels give way before the map; as it becomes low, the
  // head's card before the row.
  const int rest = event->size().width() - 2 * (kLeastSidePanel + kHandle);
  panels_->widget(1)->setMinimumWidth(std::clamp(rest, kLeastCentre, kComfortableCentre));
  const bool hasRoom = event->size().height() >= kRoomForHeadCard;
  headCard_->setVisible(hasRoom);
  headCardHeading_->setVisible(hasRoom);
  QMainWindow::resizeEvent(event);
}

bool MainWindow::eventFilter(QObject* object, QEvent* event) {
  if (object == tabs_ && event->type() == QEvent::Resize) {
    placeTabs();
  }
  return QMainWindow::eventFilter(object, event);
}

}  // namespace headscope
