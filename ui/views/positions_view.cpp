#include "views/positions_view.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QBoxLayout>
#include <QButtonGroup>
#include <QResizeEvent>
#include <QToolButton>

#include "views/position_field.h"
#include "views/position_figure.h"

namespace headscope {
namespace {

// From here on kinds and fields stand in one line.
constexpr int kOneLineWidth = 980;
constexpr int kRoomyWidth = 480;

// Frameless buttons have their text so far inside; it starts at the margin, not their frame.
constexpr int kMargin = 24;
constexpr int kButtonInset = 9;
constexpr int kFieldGap = 8;
constexpr int kKindGap = 12;
constexpr int kNarrowKindGap = 4;

QString buttonText(PositionKind kind) {
  switch (kind) {
    case PositionKind::none:
      return PositionsView::tr("None");
    case PositionKind::sinusoidInterleaved:
      return PositionsView::tr("Interleaved");
    case PositionKind::sinusoidConcatenated:
      return PositionsView::tr("Halves");
    case PositionKind::learned:
      return PositionsView::tr("Learned");
    case PositionKind::rotary:
      return PositionsView::tr("Rotary");
    case PositionKind::sinusoidSorted:
    case PositionKind::alibi:
    case PositionKind::buckets:
      break;
  }
  return {};
}

QString buttonHelp(PositionKind kind) {
  switch (kind) {
    case PositionKind::none:
      return PositionsView::tr("No position encoding");
    case PositionKind::sinusoidInterleaved:
      return PositionsView::tr("Sine and cosine in turn, as in “Attention Is All You Need”");
    case PositionKind::sinusoidConcatenated:
      return PositionsView::tr("All sines, then all cosines, as in tensor2tensor");
    case PositionKind::learned:
      return PositionsView::tr("The table among the model's weights");
    case PositionKind::rotary:
      return PositionsView::tr("The angles by which the model turns queries and keys");
    case PositionKind::sinusoidSorted:
    case PositionKind::alibi:
    case PositionKind::buckets:
      break;
  }
  return {};
}

// What only a model can have; the others have formulas.
constexpr std::array kModelKinds = {PositionKind::learned, PositionKind::rotary};

}  // namespace

PositionsView::PositionsView(QWidget* parent) : QWidget(parent), figure_(new PositionFigure(this)) {
  setProperty("role", QStringLiteral("canvas"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  controls_ = new QBoxLayout(QBoxLayout::TopToBottom);
  controls_->setContentsMargins(kMargin - kButtonInset, 12, kMargin - kButtonInset, 0);
  controls_->setSpacing(8);
  controls_->addWidget(makeKinds(), 1);
  fields_ = makeFields();
  controls_->addWidget(fields_);
  column->addLayout(controls_);
  column->addWidget(figure_, 1);
  setFocusProxy(figure_);

  connect(figure_, &PositionFigure::cellChanged, this, [this](int position, int dimension) {
    positionField_->showValue(position);
    dimensionField_->showValue(dimension);
    updateKeepButton();
    emit cellChanged(position, dimension);
  });
  connect(figure_, &PositionFigure::curvesChanged, this, &PositionsView::updateKeepButton);
  setSinusoid(PositionKind::sinusoidInterleaved, length_, width_);
}

QWidget* PositionsView::makeKinds() {
  auto* line = new QWidget(this);
  auto* row = kindRow_ = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kKindGap);
  kinds_ = new QButtonGroup(this);
  for (PositionKind kind :
       {PositionKind::none, PositionKind::sinusoidInterleaved, PositionKind::sinusoidConcatenated,
        PositionKind::learned, PositionKind::rotary}) {
    auto* button = new QToolButton(line);
    button->setText(buttonText(kind));
    button->setToolTip(buttonHelp(kind));
    button->setAccessibleDescription(buttonHelp(kind));
    button->setCheckable(true);
    button->setProperty("role", QStringLiteral("link"));
    kinds_->addButton(button, static_cast<int>(kind));
    row->addWidget(button);
  }
  row->addStretch(1);
  keep_ = new QToolButton(line);
  keep_->setCheckable(true);
  keep_->setProperty("role", QStringLiteral("link"));
  keep_->setToolTip(tr("Keep this dimension's curve beside the next one chosen (Space)"));
  row->addWidget(keep_);
  connect(kinds_, &QButtonGroup::idClicked, this,
          [this](int id) { chooseKind(static_cast<PositionKind>(id)); });
  connect(keep_, &QToolButton::clicked, this,
          [this] { figure_->toggleCurve(figure_->picture().dimension); });
  return line;
}

QWidget* PositionsView::makeFields() {
  auto* line = new QWidget(this);
  fieldGrid_ = new QGridLayout(line);
  fieldGrid_->setContentsMargins(kButtonInset, 0, kButtonInset, 0);
  fieldGrid_->setSpacing(kFieldGap);
  lengthField_ = new PositionField(tr("length"), line);
  widthField_ = new PositionField(tr("width"), line);
  positionField_ = new PositionField(tr("position"), line);
  dimensionField_ = new PositionField(tr("dimension"), line);
  int column = 0;
  for (PositionField* field : {lengthField_, widthField_, positionField_, dimensionField_}) {
    fieldGrid_->addWidget(field, 0, column++);
  }
  for (PositionField* field : {lengthField_, widthField_}) {
    connect(field, &QSpinBox::valueChanged, this,
            [this] { chooseSize(lengthField_->value(), widthField_->value()); });
  }
  for (PositionField* field : {positionField_, dimensionField_}) {
    connect(field, &QSpinBox::valueChanged, this,
            [this] { figure_->setCell(positionField_->value(), dimensionField_->value()); });
  }
  return line;
}

void PositionsView::setNone() {
  model_.reset();
  showKind(PositionKind::none);
}

void PositionsView::setSinusoid(PositionKind kind, int length, int dModel) {
  model_.reset();
  length_ = std::clamp(length, 1, kMostPositions);
  width_ = std::clamp(dModel, 1, kMostDimensions);
  showKind(isSinusoid(kind) ? kind : PositionKind::none);
}

void PositionsView::setTable(Matrix table, QString title) {
  setModel(learnedPositions(std::move(table), std::move(title)));
}

void PositionsView::setRotary(const std::vector<float>& frequencies, int length, QString title) {
  setModel(rotaryPositions(frequencies, length, std::move(title)));
}

void PositionsView::setModel(PositionTable table) {
  if (table.isEmpty()) {
    setNone();
    return;
  }
  length_ = static_cast<int>(std::min<Index>(table.length(), kMostPositions));
  width_ = static_cast<int>(std::min<Index>(table.width(), kMostDimensions));
  model_ = std::move(table);
  showKind(model_->kind);
}

bool PositionsView::chooseKind(PositionKind kind) {
  if (std::ranges::find(kModelKinds, kind) != kModelKinds.end() && !has(kind)) {
    return false;
  }
  if (kind != kind_) {
    showKind(kind);
    emit kindChosen(kind);
  }
  return true;
}

void PositionsView::chooseSize(int length, int dModel) {
  length = std::clamp(length, 1, kMostPositions);
  dModel = std::clamp(dModel, 1, kMostDimensions);
  if (length == length_ && dModel == width_) {
    return;
  }
  length_ = length;
  width_ = dModel;
  showKind(kind_);
  emit sizeChosen(length, dModel);
}

void PositionsView::showKind(PositionKind kind) {
  kind_ = kind;
  showTable(has(kind) ? *model_ : sinusoidPositions(kind, length_, width_));
}

void PositionsView::showTable(PositionTable table) {
  PositionPicture picture = positionPicture(std::move(table));
  const PositionPicture& before = figure_->picture();
  // What was looked at stays where it still exists.
  if (!before.table.isEmpty() && before.position < picture.table.length()) {
    picture.position = before.position;
  }
  if (!before.table.isEmpty() && before.table.width() == picture.table.width()) {
    picture.dimension = sameDimension(before.table, picture.table, before.dimension);
    picture.curves.clear();
    for (int dimension : before.curves) {
      picture.curves.push_back(sameDimension(before.table, picture.table, dimension));
    }
  }
  figure_->setPicture(std::move(picture));
  updateControls();
}

void PositionsView::updateControls() {
  const bool shown = !table().isEmpty();
  const bool sizable = isSinusoid(kind_);
  kinds_->button(static_cast<int>(kind_))->setChecked(true);
  for (const PositionKind kind : kModelKinds) {
    QAbstractButton* button = kinds_->button(static_cast<int>(kind));
    button->setEnabled(has(kind));
    button->setVisible(has(kind));
  }

  const auto set = [](PositionField* field, int least, int most, int value) {
    const QSignalBlocker quiet(field);
    field->setRange(least, most);
    field->setValue(value);
  };
  const int length = shown ? static_cast<int>(table().length()) : length_;
  const int width = shown ? static_cast<int>(table().width()) : width_;
  set(lengthField_, 1, std::max(kMostPositions, length), length);
  set(widthField_, 1, std::max(kMostDimensions, width), width);
  set(positionField_, 0, shown ? length - 1 : 0, position());
  set(dimensionField_, 0, shown ? width - 1 : 0, dimension());
  lengthField_->setEnabled(sizable);
  widthField_->setEnabled(sizable);
  const QString fixed =
      has(kind_) ? tr("Fixed by this model: its table has these sizes") : QString();
  lengthField_->setToolTip(fixed);
  widthField_->setToolTip(fixed);
  fields_->setVisible(shown);
  placeFields();
  updateKeepButton();
}

void PositionsView::updateKeepButton() {
  const bool kept = figure_->hasCurve(dimension());
  keep_->setVisible(!table().isEmpty());
  keep_->setChecked(kept);
  keep_->setText(tr("keep curve %1").arg(dimension()));
}

const PositionTable& PositionsView::table() const {
  return figure_->picture().table;
}

int PositionsView::position() const {
  return figure_->picture().position;
}

int PositionsView::dimension() const {
  return figure_->picture().dimension;
}

const std::vector<int>& PositionsView::curves() const {
  return figure_->picture().curves;
}

QString PositionsView::words() const {
  return figure_->words();
}

void PositionsView::setCell(int position, int dimension) {
  figure_->setCell(position, dimension);
}

void PositionsView::setCurves(std::vector<int> dimensions) {
  figure_->setCurves(std::move(dimensions));
}

std::function<void(QPainter&, QSizeF)> PositionsView::figurePaint() const {
  return figure_->figurePaint();
}

void PositionsView::setTheme(const Theme& theme) {
  figure_->setTheme(theme);
}

// In one line where every name and number fits, else in two.
void PositionsView::placeFields() {
  PositionField* const fields[] = {lengthField_, widthField_, positionField_, dimensionField_};
  constexpr int kFields = static_cast<int>(std::size(fields));
  int needed = (kFields - 1) * kFieldGap;
  for (const PositionField* field : fields) {
    needed += field->minimumSizeHint().width();
  }
  const int columns = needed <= width() - 2 * kMargin ? kFields : kFields / 2;
  for (int i = 0; i < kFields; ++i) {
    fieldGrid_->addWidget(fields[i], i / columns, i % columns);
    fieldGrid_->setColumnStretch(i, i < columns ? 1 : 0);
  }
}

void PositionsView::resizeEvent(QResizeEvent* event) {
  controls_->setDirection(event->size().width() >= kOneLineWidth ? QBoxLayout::LeftToRight
                                                                 : QBoxLayout::TopToBottom);
  kindRow_->setSpacing(event->size().width() >= kRoomyWidth ? kKindGap : kNarrowKindGap);
  placeFields();
  QWidget::resizeEvent(event);
}

}  // namespace headscope
