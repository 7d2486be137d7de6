#pragma once

#include <vector>

#include <QColor>
#include <QString>
#include <QStringList>

#include "theme/theme.h"
#include "views/position_plotting.h"

namespace headscope {

// What stands above the plots.
struct PositionHeaderText {
  QString title;
  QStringList tags;
  QString subtitle;   // how to read the figure; left out where there is no room for it
  QString cell;       // the value under the selection, in words
  QString dimension;  // what the chosen dimension does; on a line of its own where it must
};

// The lines above the plots, as a row of the plot's layout.
class PositionHeader : public QCPLayoutElement {
 public:
  explicit PositionHeader(QCustomPlot* plot);

  void setText(PositionHeaderText text);
  void setTheme(const Theme& theme) { theme_ = theme; }
  // Takes the height its text needs in this width.
  void fit(int width);

 protected:
  void draw(QCPPainter* painter) override;

 private:
  PositionHeaderText text_;
  Theme theme_;
  bool dimensionBelow_ = false;
};

// Above an axis rect, from its left edge: what it shows, and the lines in it by colour.
struct CaptionEntry {
  QString text;
  QString brief;  // where the caption has less room
  QColor color;
  Qt::PenStyle line = Qt::SolidLine;
};

class PlotCaption : public QCPLayerable {
 public:
  PlotCaption(QCPAxisRect* rect, const QString& layer);

  static constexpr int kHeight = 26;  // the top margin its axis rect must have

  // `brief` and the entries' own take the texts' places where those would not all fit.
  void setText(const QString& text, const QString& brief, std::vector<CaptionEntry> entries = {});
  void setNote(const QString& note) { note_ = note; }  // quiet, behind the text, where it fits
  void setTheme(const Theme& theme) { theme_ = theme; }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  QCPAxisRect* rect_;
  QString text_;
  QString brief_;
  QString note_;
  std::vector<CaptionEntry> entries_;
  Theme theme_;
};

// Instead of the plots when there are no positions: why that matters.
class NoPositionsNote : public QCPLayerable {
 public:
  NoPositionsNote(QCustomPlot* plot, const QString& layer);

  static QString text();
  void setTheme(const Theme& theme) { theme_ = theme; }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  Theme theme_;
};

enum class TickNumbers {
  any,
  whole,  // a position or a dimension is never 2.5
};

// As many ticks as have room on the axis, with U+2212 for a minus.
class QuietTicker : public QCPAxisTicker {
 public:
  QuietTicker(const QCPAxis* axis, TickNumbers numbers) : axis_(axis), numbers_(numbers) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar,
                       int precision) override;

 private:
  const QCPAxis* axis_;
  TickNumbers numbers_;
};

}  // namespace headscope
