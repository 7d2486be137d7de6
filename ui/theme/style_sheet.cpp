#include "theme/theme.h"

static void initThemeResources() {
  Q_INIT_RESOURCE(theme);  // a static library's resources are linked in only when named
}

namespace headscope {

namespace {

// Lengths are multiples of 4 where a border does not take its pixel. @name@ is a colour of the
// theme, @icons@ the ending of the icon files.
constexpr char16_t kSheet[] =
    uR"(
QWidget[role="panel"] { background: @panel@; }
QWidget[role="canvas"] { background: @canvas@; }
#notice { border: none; border-bottom: 1px solid @border@; }
QWidget[role="line"] { background: @border@; border: none; }

QLabel, QLineEdit, QAbstractSpinBox, QComboBox, QPushButton, QToolButton, QTabBar, QCheckBox,
QRadioButton, QMenu, QGroupBox, QToolTip, QAbstractItemView {
  font-family: @families@; font-size: 13px; font-weight: @normal@; }
QLabel { background: transparent; }
QLabel[role="quiet"] { color: @textQuiet@; }
QLabel[role="heading"] { color: @textQuiet@; font-size: 11px; font-weight: @demiBold@; }
QLabel[role="title"] { font-size: 16px; font-weight: @demiBold@; }
QLabel[role="number"] { font-size: 34px; font-weight: @demiBold@; }
QLabel[role="error"] { color: @error@; }
QLabel[role="chip"] { color: @accent@; background: @accentSoft@; border-radius: 10px;
  padding: 4px 10px; font-size: 12px; font-weight: @medium@; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit, QPushButton, QToolButton {
  color: @text@; background: @panel@; border: 1px solid @border@; border-radius: 8px;
  selection-background-color: @accent@; selection-color: @onAccent@; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 30px; padding: 0 9px; }
QPlainTextEdit, QTextEdit { padding: 7px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover, QPlainTextEdit:hover,
QTextEdit:hover { border-color: @borderStrong@; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on {
  border: 2px solid @accent@; padding: 0 8px; min-height: 28px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent@; padding: 6px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPushButton:disabled,
QToolButton:disabled { color: @disabled@; background: @canvas@; }
QComboBox[role="choice"]:disabled { background: @panel@; }
QLineEdit:read-only { background: @canvas@; }
QLineEdit[role="sentence"] { font-size: 17px; min-height: 42px; padding: 0 15px; }
QLineEdit[role="sentence"]:focus { min-height: 40px; padding: 0 14px; }

QPushButton { min-height: 30px; padding: 0 13px; }
QToolButton { min-height: 30px; min-width: 14px; padding: 0 9px; }
QPushButton:hover, QToolButton:hover { background: @accentSoft@; border-color: @borderStrong@; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
  color: @accent@; background: @accentSoft@; border-color: @accentLine@; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent@; min-height: 28px; }
QPushButton:focus { padding: 0 12px; }
QToolButton:focus { padding: 0 8px; }
QPushButton[role="primary"] { color: @onAccent@; background: @accent@; border-color: @accent@;
  font-weight: @demiBold@; }
QPushButton[role="primary"]:hover { background: @accentStrong@; border-color: @accentStrong@; }
QPushButton[role="primary"]:focus { border-color: @text@; }
QPushButton[role="primary"]:disabled { color: @disabled@; background: @canvas@;
  border-color: @border@; }
QPushButton[role="link"], QToolButton[role="link"] { color: @textQuiet@; background: transparent;
  border: none; border-radius: 4px; min-height: 20px; min-width: 0; padding: 0 4px;
  font-size: 12px; }
QPushButton[role="link"]:hover, QToolButton[role="link"]:hover { color: @text@; }
QPushButton[role="link"]:checked, QToolButton[role="link"]:checked { color: @accent@;
  font-weight: @demiBold@; }
QPushButton[role="link"]:disabled, QToolButton[role="link"]:disabled { color: @disabled@;
  background: transparent; }
QPushButton[role="link"]:focus, QToolButton[role="link"]:focus { border: 2px solid @accent@;
  padding: 0 2px; min-height: 16px; }
QToolButton::menu-indicator, QPushButton::menu-indicator {
  image: url(:/theme/chevron-down-@icons@.svg); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 8px; }
QPushButton[popup="true"], QToolButton[popupMode="2"] { padding-right: 26px; }
QToolButton[role="link"][popupMode="2"]:focus { padding-right: 24px; }
QToolButton[role="dots"] { padding-right: 9px; }
QToolButton[role="dots"]:focus { padding-right: 8px; }
QToolButton[role="dots"]::menu-indicator { image: none; }

QComboBox { padding-right: 27px; selection-background-color: @accentSoft@;
  selection-color: @accent@; }
QComboBox:focus, QComboBox:on { padding-right: 26px; }
QComboBox::drop-down { border: none; width: 24px; subcontrol-origin: padding;
  subcontrol-position: right center; }
QComboBox::down-arrow { image: url(:/theme/chevron-down-@icons@.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @panel@; border: 1px solid @border@; padding: 4px;
  border-radius: 0; outline: none; selection-background-color: @accentSoft@;
  selection-color: @accent@; }
QComboBox QAbstractItemView::item { border: none; border-radius: 4px; padding: 6px 8px; }

QAbstractSpinBox { padding-right: 22px; }
QAbstractSpinBox:focus { padding-right: 21px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px;
  background: transparent; subcontrol-origin: padding; }
QAbstractSpinBox::up-button { subcontrol-position: top right; border-top-right-radius: 7px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right;
  border-bottom-right-radius: 7px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {
  background: @accentSoft@; }
QAbstractSpinBox::up-arrow { image: url(:/theme/chevron-up-@icons@.svg); width: 10px;
  height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/theme/chevron-down-@icons@.svg); width: 10px;
  height: 10px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off,
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: none; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; background: transparent;
  padding: 0; min-height: 0; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px;
  border: 1px solid @borderStrong@; background: @panel@; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @accent@; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: @accent@;
  border-color: @accent@; }
QCheckBox::indicator:checked { image: url(:/theme/check-@icons@.svg); }
QRadioButton::indicator:checked { image: url(:/theme/dot-@icons@.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: @canvas@;
  border-color: @border@; }
QCheckBox:focus, QRadioButton:focus { color: @accent@; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QTabWidget::pane { border: none; border-top: 1px solid @border@; }
QTabWidget::tab-bar { left: 24px; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { color: @textQuiet@; background: transparent; border: none;
  border-bottom: 2px solid transparent; padding: 12px 0 10px 0; margin-right: 24px;
  min-width: 8px; }
QTabWidget[narrow="true"] > QTabBar::tab { margin-right: 12px; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:selected { color: @text@; font-weight: @demiBold@; border-bottom-color: @accent@; }
QTabBar::tab:focus { color: @accent@; }
QTabBar::tab:disabled { color: @disabled@; }

QMenuBar { background: @panel@; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @accentSoft@; color: @accent@; }
QMenu { background: @panel@; border: 1px solid @border@; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 28px; border-radius: 4px; }
QMenu::item:selected { background: @accentSoft@; color: @accent@; }
QMenu::item:disabled { color: @disabled@; background: transparent; }
QMenu::separator { height: 1px; background: @border@; margin: 4px 8px; }
QMenu::indicator { width: 12px; height: 12px; left: 8px; }
QMenu::indicator:checked { image: url(:/theme/menu-check-@icons@.svg); }
QMenu::right-arrow { image: url(:/theme/chevron-right-@icons@.svg); width: 12px; height: 12px;
  right: 8px; }
QToolTip { color: @text@; background: @panel@; border: 1px solid @borderStrong@; padding: 2px; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 8px; margin: 0; }
QScrollBar:horizontal { height: 8px; margin: 0; }
QScrollBar::handle { background: @scroll@; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 1px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 1px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @textQuiet@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QAbstractItemView { background: @panel@; border: none; outline: none;
  selection-background-color: @accentSoft@; selection-color: @accent@;
  alternate-background-color: @canvas@; }
QListView::item, QTreeView::item { border: none; border-radius: 4px; padding: 6px 8px; }
QListView[role="bare"] { background: transparent; }
QTableView { gridline-color: @grid@; }
QTableView::item { border: none; padding: 0 8px; }
QAbstractItemView::item:hover { background: @canvas@; }
QAbstractItemView::item:selected { background: @accentSoft@; color: @accent@; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { color: @textQuiet@; background: @panel@; border: none; padding: 4px 8px;
  font-size: 11px; }
QTableCornerButton::section { background: @panel@; border: none; }

QSlider { min-height: 24px; background: transparent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border@; }
QSlider::sub-page:horizontal { background: @accent@; border-radius: 2px; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -6px 0; border-radius: 8px;
  background: @panel@; border: 2px solid @accent@; }
QSlider::handle:horizontal:hover { background: @accentSoft@; }
QSlider::handle:horizontal:focus { background: @accent@; }
QProgressBar { background: @border@; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; color: transparent; }
QProgressBar::chunk { background: @accent@; border-radius: 2px; }

QSplitter::handle { background: @border@; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QStatusBar { color: @textQuiet@; background: @panel@; border-top: 1px solid @border@; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @textQuiet@; font-size: 12px; padding-right: 14px; }
QGroupBox { border: none; margin-top: 24px; }
QGroupBox::title { color: @textQuiet@; subcontrol-origin: margin; left: 0; }
)";

}  // namespace

QString styleSheet(const Theme& theme) {
  initThemeResources();
  const bool dark = theme.kind == ThemeKind::dark;
  const std::pair<const char*, QColor> colors[] = {
      {"panel", theme.panel},
      {"canvas", theme.canvas},
      {"border", theme.border},
      {"borderStrong", mix(theme.border, theme.textQuiet, 0.4)},
      {"grid", theme.grid},
      {"text", theme.text},
      {"textQuiet", theme.textQuiet},
      {"disabled", mix(theme.textQuiet, theme.panel, 0.4)},
      {"accent", theme.accent},
      {"accentSoft", theme.accentSoft},
      {"accentLine", mix(theme.accentSoft, theme.accent, 0.4)},
      {"accentStrong", mix(theme.accent, theme.text, 0.2)},
      {"onAccent", dark ? theme.canvas : theme.panel},
      {"scroll", mix(theme.border, theme.textQuiet, 0.25)},
      {"error", theme.error},
  };
  QString sheet = QString::fromUtf16(kSheet);
  for (const auto& [name, color] : colors) {
    sheet.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char('@'), color.name());
  }
  const auto weight = [&theme](QFont::Weight wanted) {
    return QString::number(uiFont(13, wanted, theme.kind).weight());
  };
  // A widget that a style sheet has dressed does not take the application's font.
  const QString families =
      QLatin1Char('"') + uiFont(13).families().join(QStringLiteral("\", \"")) + QLatin1Char('"');
  return sheet.replace(QStringLiteral("@families@"), families)
      .replace(QStringLiteral("@normal@"), weight(QFont::Normal))
      .replace(QStringLiteral("@demiBold@"), weight(QFont::DemiBold))
      .replace(QStringLiteral("@medium@"), weight(QFont::Medium))
      .replace(QStringLiteral("@icons@"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

}  // namespace headscope
