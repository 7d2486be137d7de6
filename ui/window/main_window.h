#pragma once

#include <QMainWindow>
#include <QSplitter>
#include <QTabWidget>

#include "inspector/cell_panel.h"
#include "inspector/head_card_panel.h"
#include "inspector/inspector_column.h"
#include "inspector/named_tokens_panel.h"
#include "models/head_grid_model.h"
#include "session/copied_values.h"
#include "session/model_library.h"
#include "session/preferences.h"
#include "session/session.h"
#include "session/training.h"
#include "theme/system_theme.h"
#include "training/training_view.h"
#include "views/block_view.h"
#include "views/compare_view.h"
#include "views/head_grid_view.h"
#include "views/head_sheet_view.h"
#include "views/heatmap_view.h"
#include "views/links_view.h"
#include "views/positions_view.h"
#include "views/row_view.h"
#include "window/edit_bar.h"
#include "window/fetch_bar.h"
#include "window/map_kind_button.h"
#include "window/model_panel.h"
#include "window/notice_bar.h"
#include "window/opening_bar.h"
#include "window/run_status.h"
#include "window/target_bar.h"
#include "window/token_display_button.h"
#include "window/top_bar.h"

namespace headscope {

inline constexpr const char* kDefaultSentence =
    "The animal didn't cross the street because it was too tired.";

// The window: puts the views round one session.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(QWidget* parent = nullptr);

  // Opens a model and a text; empty ones are those of last time or, the first time, the default
  // model on the default sentence, or the playground's where the default model is not on this
  // machine. Where what was asked for cannot be opened: the playground, and a notice of why.
  void start(const QString& model, const QString& text);

  Session* session() { return &session_; }
  Training* training() { return &training_; }
  TopBar* topBar() { return topBar_; }
  TargetBar* targetBar() { return targetBar_; }
  ModelPanel* modelPanel() { return modelPanel_; }
  HeatmapView* heatmap() { return heatmap_; }
  LinksView* links() { return links_; }
  BlockView* block() { return block_; }
  HeadSheetView* headSheet() { return headSheet_; }
  HeadGridView* headGrid() { return headGrid_; }
  RowView* rowView() { return rowView_; }
  CellPanel* cellPanel() { return cellPanel_; }
  InspectorColumn* inspector() { return inspector_; }
  CopiedValues* copiedValues() { return &copiedValues_; }
  HeadCards* headCards() { return &headCards_; }
  HeadCardPanel* headCard() { return headCard_; }
  NamedTokens* namedTokens() { return &namedTokens_; }
  NamedTokensPanel* namedPanel() { return namedPanel_; }
  PositionsView* positions() { return positions_; }
  TrainingView* trainingView() { return trainingView_; }
  CompareView* compareView() { return compareView_; }
  ModelMenu* secondModelMenu() { return secondMenu_; }
  MapComparison* comparison() { return &comparison_; }
  MapReading* mapReading() { return &mapReading_; }
  MapKindButton* mapKind() { return mapKind_; }
  TokenDisplayButton* tokenDisplay() { return tokenDisplay_; }
  EditBar* editBar() { return editBar_; }
  EditEffects* editEffects() { return &editEffects_; }
  NoticeBar* notice() { return notice_; }
  RunStatus* status() { return status_; }
  FetchBar* fetchBar() { return fetchBar_; }
  OpeningBar* openingBar() { return openingBar_; }
  ModelLibrary* library() { return &library_; }
  QTabWidget* tabs() { return tabs_; }

  ThemeChoice themeChoice() const { return preferences_.theme; }
  void setThemeChoice(ThemeChoice choice);
  void switchTheme();  // from light to dark or back
  ColorMapId colorMap() const { return preferences_.colorMap; }
  void setColorMap(ColorMapId id);

  // With a dialog.
  void openFolder();
  void openModelFile();
  void openRecordedAttention();
  void openVectors();
  void exportInteractively();
  void fetchFromHubInteractively();
  void showShortcuts();
  // As JSON. Asks where.
  void saveEditsInteractively();
  void openEditsInteractively();
  void openEditsFile(const QString& file);
  // Writes what the current tab shows; the format is the file name's ending.
  Result<void> exportView(const QString& file, double scale);

 signals:
  // The picture of the newest run is on the screen.
  void pictureShown(double paintMilliseconds);
  void looksChanged();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* object, QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* makeLeft();
  QWidget* makeCentre();
  QWidget* makeRight();
  void connectSession();
  void connectOpening();
  void connectFetching();
  void connectTraining();
  void connectEditing();
  bool weightsCanChange() const;
  void changeWeight(int query, int key, float weight);
  void restoreEdits();
  QByteArray editsToKeep() const;
  void connectComparing();

  void showModel();
  void showRun();
  void showSentence();
  void showShape();
  void rememberOpened(const QString& reference);
  void showPositions();
  // What a tab shows, for a file.
  struct TabFigure {
    std::function<void(QPainter&, QSizeF)> paint;
    QSizeF size;
    QString title;
    QString description;
  };
  TabFigure shownFigure();
  QStringList attentionTags();
  QString partTag() const;  // which attention it is, where a model has several
  void placeTabs();
  void showTags();
  void showMap();
  void showHeadSheet();
  void showHeadCards();
  int knownLayers() const;  // of the attention that is looked at
  void showBlock();
  void chooseFirstCell();
  QString firstModel() const;
  void openInstead();
  void applyTheme();
  void openVectorsFile(const QString& file);

  Preferences preferences_;
  Session session_;
  Training training_;
  HeadCards headCards_{&session_};
  MapComparison comparison_{&session_, &training_};
  MapReading mapReading_{&session_};
  EditEffects editEffects_{&session_};
  NamedTokens namedTokens_{&session_};
  CopiedValues copiedValues_{&session_};
  ModelLibrary library_;
  SystemTheme systemTheme_;
  HeadGridModel headModel_;
  FigureStyle style_;
  bool firstPicture_ = true;
  bool pictureDue_ = false;
  // What was opened instead of the model that start() could not open, or that is not here. Until
  // another model is opened its message stays, and what is to be remembered does.
  std::shared_ptr<const ModelSource> standIn_;
  bool standInDue_ = false;

  TopBar* topBar_ = nullptr;
  TargetBar* targetBar_ = nullptr;
  QSplitter* panels_ = nullptr;
  ModelPanel* modelPanel_ = nullptr;
  HeadGridView* headGrid_ = nullptr;
  QTabWidget* tabs_ = nullptr;
  NoticeBar* notice_ = nullptr;
  OpeningBar* openingBar_ = nullptr;
  FetchBar* fetchBar_ = nullptr;
  HeatmapView* heatmap_ = nullptr;
  LinksView* links_ = nullptr;
  BlockView* block_ = nullptr;
  HeadSheetView* headSheet_ = nullptr;
  PositionsView* positions_ = nullptr;
  TrainingView* trainingView_ = nullptr;
  InspectorColumn* inspector_ = nullptr;
  CellPanel* cellPanel_ = nullptr;
  HeadCardPanel* headCard_ = nullptr;
  NamedTokensPanel* namedPanel_ = nullptr;
  CompareView* compareView_ = nullptr;
  ModelMenu* secondMenu_ = nullptr;  // of the model to compare with
  QString fetchedSecond_;            // what is fetched for that; empty: nothing
  MapKindButton* mapKind_ = nullptr;
  TokenDisplayButton* tokenDisplay_ = nullptr;
  EditBar* editBar_ = nullptr;
  QWidget* headCardHeading_ = nullptr;
  RowView* rowView_ = nullptr;
  RunStatus* status_ = nullptr;
};

}  // namespace headscope
