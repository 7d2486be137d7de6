#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QWidget>

#include "theme/theme.h"
#include "views/position_table.h"

class QBoxLayout;
class QButtonGroup;
class QGridLayout;
class QHBoxLayout;
class QToolButton;

namespace headscope {

class PositionField;
class PositionFigure;

// The Positions tab: a figure of position encodings below its controls. The window says what the
// model has; the user may look at the other kinds beside it without changing the model.
class PositionsView : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kMostPositions = 8192;
  static constexpr int kMostDimensions = 2048;

  explicit PositionsView(QWidget* parent = nullptr);

  // What the model has. Each shows it and forgets the table of a model before.
  void setNone();
  // Sizes are clamped to 1 … kMostPositions and kMostDimensions; kinds without a formula are none.
  void setSinusoid(PositionKind kind, int length, int dModel);
  // A table of the model's weights, (length, d_model), of any size: it is shown whole. Its sizes
  // are what sinusoids then are compared with (within the same limits).
  void setTable(Matrix table, QString title);
  // How rotary positions turn queries and keys, at as many positions.
  void setRotary(const std::vector<float>& frequencies, int length, QString title);

  // What is shown.
  PositionKind kind() const { return kind_; }
  // Whether the model has a table of its own of this kind, learned or rotary.
  bool has(PositionKind kind) const { return model_ && model_->kind == kind; }
  const PositionTable& table() const;
  int sinusoidLength() const { return length_; }
  int sinusoidWidth() const { return width_; }
  int position() const;
  int dimension() const;
  const std::vector<int>& curves() const;
  QString words() const;

  // As the user would. What only a model can have is refused (false) where this one has not.
  bool chooseKind(PositionKind kind);
  void chooseSize(int length, int dModel);
  void setCell(int position, int dimension);
  void setCurves(std::vector<int> dimensions);

  void setTheme(const Theme& theme);

  PositionFigure* figure() const { return figure_; }

  // Paints what is shown, without the controls, at any size: for a file.
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

 signals:
  void kindChosen(headscope::PositionKind kind);  // by chooseKind or a button
  void sizeChosen(int length, int dModel);        // by chooseSize or a field
  void cellChanged(int position, int dimension);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeKinds();
  QWidget* makeFields();
  void showTable(PositionTable table);
  void setModel(PositionTable table);
  void showKind(PositionKind kind);
  void updateControls();
  void updateKeepButton();
  void placeFields();

  PositionKind kind_ = PositionKind::none;
  int length_ = 50;
  int width_ = 512;
  std::optional<PositionTable> model_;  // learned or rotary

  PositionFigure* figure_;
  QBoxLayout* controls_ = nullptr;
  QButtonGroup* kinds_ = nullptr;
  QToolButton* keep_ = nullptr;
  QWidget* fields_ = nullptr;
  QGridLayout* fieldGrid_ = nullptr;
  QHBoxLayout* kindRow_ = nullptr;
  PositionField* lengthField_ = nullptr;
  PositionField* widthField_ = nullptr;
  PositionField* positionField_ = nullptr;
  PositionField* dimensionField_ = nullptr;
};

}  // namespace headscope
