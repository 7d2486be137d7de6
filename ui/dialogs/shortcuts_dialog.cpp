#include "dialogs/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headscope {
namespace {

constexpr int kAroundButtons = 40;
constexpr int kAroundDialog = 80;  // the desktop's bars and the dialog's frame

}  // namespace

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(tr("Keyboard and mouse"));
  auto* page = new QWidget(this);
  page->setProperty("role", QStringLiteral("panel"));
  auto* grid = new QGridLayout(page);
  grid->setContentsMargins(24, 24, 24, 8);
  grid->setHorizontalSpacing(24);
  grid->setVerticalSpacing(8);
  grid->setColumnStretch(1, 1);
  int row = 0;
  const auto addHeading = [&](const QString& text) {
    auto* label = new QLabel(text.toUpper(), page);
    label->setProperty("role", QStringLiteral("heading"));
    label->setContentsMargins(0, row == 0 ? 0 : 12, 0, 0);
    grid->addWidget(label, row++, 0, 1, 2);
  };
  const auto addLine = [&](const QString& keys, const QString& what) {
    auto* name = new QLabel(keys, page);
    name->setProperty("role", QStringLiteral("quiet"));
    auto* meaning = new QLabel(what, page);
    meaning->setWordWrap(true);
    grid->addWidget(name, row, 0, Qt::AlignTop);
    grid->addWidget(meaning, row++, 1);
  };
  addHeading(tr("Everywhere"));
  for (const QAction* action : actions) {
    if (!action->shortcut().isEmpty()) {
      addLine(action->shortcut().toString(QKeySequence::NativeText), action->text());
    }
  }
  addHeading(tr("In the map"));
  addLine(tr("Arrows"), tr("another cell"));
  addLine(tr("Page Up, Page Down"), tr("a page of rows up or down"));
  addLine(tr("Home, End"), tr("the row’s first or last key"));
  addLine(tr("Ctrl+Arrows"), tr("the strongest cell on that side"));
  addLine(tr("Return"), tr("the row’s strongest key"));
  addLine(tr("Escape"), tr("the whole row"));
  addLine(tr("Click a label"), tr("its row or column"));
  addLine(tr("Shift+↑, Shift+↓, Delete"),
          tr("more, less or no weight for the cell; dragging the chosen cell does so, too"));
  addLine(tr("Ctrl+Wheel"), tr("zoom; drag or the wheel pans, a double click shows all"));
  addLine(tr("Right click, menu key"), tr("switch the head off, hide the token, set the weight"));
  addHeading(tr("In the row at the right"));
  addLine(tr("Up, Down"), tr("another key"));
  addLine(tr("+, −"), tr("more or less of the key’s weight; dragging its bar does so, too"));
  addLine(tr("Delete"), tr("nothing of it"));
  addHeading(tr("In the selected cell"));
  addLine(tr("Space, Return"), tr("fold or unfold a part of it"));
  addLine(tr("Left, Right"), tr("another term of q · k, where its bars are"));
  addLine(tr("Ctrl+C"), tr("copy all of its numbers"));
  addHeading(tr("In the links"));
  addLine(tr("Up, Down"), tr("another query"));
  addLine(tr("Left, Right"), tr("another key, as Shift+Up and Shift+Down do"));
  addLine(tr("Page Up, Page Down"), tr("a page of queries up or down"));
  addLine(tr("Home, End"), tr("the first or last query"));
  addLine(tr("Return"), tr("the query’s strongest key"));
  addLine(tr("Space"), tr("keep the query and sum it with the next one"));
  addLine(tr("Escape"), tr("no key, and no query but one"));
  addLine(tr("Click a token"), tr("its query or key; Ctrl or Shift sums several queries"));
  addLine(tr("A"), tr("columns or arcs; of arcs Left and Right are the query’s"));
  addLine(tr("+, −, Ctrl+Wheel"), tr("the words of arcs further apart or closer; 0 as they fit"));
  addHeading(tr("In the heads"));
  addLine(tr("Arrows, Page Up, Page Down"), tr("another head"));
  addLine(tr("Home, End"), tr("the first or last of the layer; with Ctrl of all"));
  addLine(tr("Return, double click"), tr("the head in the heatmap"));
  addLine(tr("+, −, Ctrl+Wheel"), tr("larger or smaller; 0 as the room has it"));
  addHeading(tr("In a training"));
  addLine(tr("Left, Right"), tr("another step of the film; Home, End the first or last"));
  addLine(tr("Arrows"), tr("in the rows below: another head"));
  addHeading(tr("In the positions"));
  addLine(tr("Arrows"), tr("another position or dimension"));
  addLine(tr("Space"), tr("keep the dimension’s curve"));
  addLine(tr("+, −"), tr("larger or smaller; 0 shows all"));
  addHeading(tr("In the block"));
  addLine(tr("Left, Right"), tr("the step before or after; Home, End the first or last"));
  addLine(tr("Up, Down"), tr("another row"));
  addLine(tr("Shift+Left, Right"), tr("another column"));
  addLine(tr("Escape"), tr("the whole row, then no step"));
  addLine(tr("Click a matrix"), tr("that cell, and what it was made from"));
  grid->setRowStretch(row, 1);

  auto* scroll = new QScrollArea(this);
  scroll->setWidget(page);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 16);
  layout->addWidget(scroll, 1);
  auto* buttonRow = new QHBoxLayout;
  buttonRow->setContentsMargins(24, 0, 24, 0);
  buttonRow->addWidget(buttons);
  layout->addLayout(buttonRow);
  // All of it in sight where the screen allows that.
  const int height = page->sizeHint().height() + buttons->sizeHint().height() + kAroundButtons;
  resize(560, std::min(height, screen()->availableSize().height() - kAroundDialog));
}

}  // namespace headscope
