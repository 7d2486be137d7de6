#pragma once

#include <functional>
#include <optional>

#include <QMap>
#include <QPainter>
#include <QSizeF>
#include <QString>

#include "error/error.h"

namespace headscope {

enum class ExportFormat { png, svg, pdf };

enum class ExportError {
  emptyFigure = 1,  // a size without area
  tooLarge,         // more pixels than an image can have
  unknownFormat,    // a file name that ends neither in .png nor .svg nor .pdf
  cannotWrite,      // the folder is missing, not writable, or the disk is full
};

struct ExportOptions {
  ExportFormat format = ExportFormat::png;
  double scale =
      1;  // pixels of a PNG for each of the figure's, 1 to 4 offered; lengths in SVG, PDF
  QString title;
  QString description;
  // Kept with the figure: PNG text chunks, a <metadata> element, XMP properties. Keys are letters,
  // digits, '-', '_' and '.', and start with a letter; others are left out.
  QMap<QString, QString> metadata;
};

// By the file name's ending, in any case: .png, .svg, .pdf.
std::optional<ExportFormat> exportFormatOf(const QString& path);
QString exportSuffix(ExportFormat format);  // "png"

// Paints a figure of this size (logical pixels, 96 to an inch) into a file, with the function that
// paints it on the screen: PNG as pixels; SVG and PDF with text as text, lines as lines and images
// without loss. The file is written aside and takes its name when it is complete; what was there
// before stays until then. Errors are ExportError; all but unknownFormat are couldNotDo.
Result<void> exportFigure(const std::function<void(QPainter&, QSizeF)>& paint, QSizeF size,
                          const ExportOptions& options, const QString& path);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(ExportError);
