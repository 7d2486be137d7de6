#include "export/exporter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QImageWriter>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QXmlStreamWriter>

#include "export/svg_text.h"

namespace headscope {

namespace {

constexpr double kInch = 96;               // figure pixels
constexpr double kPoint = 72;              // PDF units in an inch
constexpr int kPdfResolution = 1200;       // of coordinates; nothing is turned into pixels
constexpr double kMostPixels = 268435456;  // 2^28, 1 GB of image
constexpr double kLongestSide = 32767;     // of what QPainter can paint on

const QString& producer() {
  static const QString name = QStringLiteral("Headscope");
  return name;
}

struct FormatName {
  ExportFormat format;
  const char* suffix;
};

constexpr std::array kFormats = {FormatName{ExportFormat::png, "png"},
                                 FormatName{ExportFormat::svg, "svg"},
                                 FormatName{ExportFormat::pdf, "pdf"}};

Error exportError(ExportError code, const QString& path, const QString& problem,
                  const QString& remedy) {
  return {.code = code,
          .kind = ErrorKind::couldNotDo,
          .file = path.toStdString(),
          .place = {},
          .problem = problem.toStdString(),
          .remedy = remedy.toStdString()};
}

bool isMetadataKey(const QString& key) {
  const auto isAsciiLetter = [](QChar c) { return c.unicode() < 0x80 && c.isLetter(); };
  return !key.isEmpty() && isAsciiLetter(key[0]) &&
         std::all_of(key.begin(), key.end(), [&](QChar c) {
           return isAsciiLetter(c) || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' ||
                  c == u'.';
         });
}

// XML 1.0 has no place for control characters, not even escaped.
QString xmlText(QString text) {
  const auto isForbidden = [](QChar c) {
    return (c.unicode() < 0x20 && c != u'\t' && c != u'\n' && c != u'\r') ||
           c.unicode() == 0xfffe || c.unicode() == 0xffff;
  };
  std::replace_if(text.begin(), text.end(), isForbidden, QChar(QChar::ReplacementCharacter));
  return text;
}

void writeEntries(QXmlStreamWriter& xml, const QString& uri,
                  const QMap<QString, QString>& metadata) {
  for (auto entry = metadata.begin(); entry != metadata.end(); ++entry) {
    if (isMetadataKey(entry.key())) {
      xml.writeTextElement(uri, entry.key(), xmlText(entry.value()));
    }
  }
}

// In a namespace of its own, so that a program that does not know it passes it by.
const QString& metadataUri() {
  static const QString uri = QStringLiteral("urn:headscope:figure:1");
  return uri;
}

QByteArray svgMetadata(const ExportOptions& options) {
  QByteArray text;
  QXmlStreamWriter xml(&text);
  xml.writeStartElement(QStringLiteral("metadata"));
  xml.writeNamespace(metadataUri(), QStringLiteral("headscope"));
  writeEntries(xml, metadataUri(), options.metadata);
  xml.writeEndElement();
  return text;
}

// https://developer.adobe.com/xmp/docs/XMPNamespaces/
QByteArray xmpPacket(const ExportOptions& options) {
  const QString rdf = QStringLiteral("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  const QString dc = QStringLiteral("http://purl.org/dc/elements/1.1/");
  const QString x = QStringLiteral("adobe:ns:meta/");
  QByteArray text;
  QXmlStreamWriter xml(&text);
  xml.writeProcessingInstruction(
      QStringLiteral("xpacket"),
      QStringLiteral("begin=\"%1\" id=\"W5M0MpCehiHzreSzNTczkc9d\"").arg(QChar(0xfeff)));
  xml.writeNamespace(x, QStringLiteral("x"));
  xml.writeStartElement(x, QStringLiteral("xmpmeta"));
  xml.writeNamespace(rdf, QStringLiteral("rdf"));
  xml.writeStartElement(rdf, QStringLiteral("RDF"));
  xml.writeNamespace(dc, QStringLiteral("dc"));
  xml.writeNamespace(metadataUri(), QStringLiteral("headscope"));
  xml.writeStartElement(rdf, QStringLiteral("Description"));
  xml.writeAttribute(rdf, QStringLiteral("about"), QString());
  for (const auto& [name, value] :
       {std::pair{QStringLiteral("title"), options.title},
        std::pair{QStringLiteral("description"), options.description}}) {
    if (value.isEmpty()) {
      continue;
    }
    xml.writeStartElement(dc, name);
    xml.writeStartElement(rdf, QStringLiteral("Alt"));
    xml.writeStartElement(rdf, QStringLiteral("li"));
    xml.writeAttribute(QStringLiteral("xml:lang"), QStringLiteral("x-default"));
    xml.writeCharacters(xmlText(value));
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
  }
  writeEntries(xml, metadataUri(), options.metadata);
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeProcessingInstruction(QStringLiteral("xpacket"), QStringLiteral("end=\"w\""));
  return text;
}

using Paint = std::function<void(QPainter&, QSizeF)>;

// The writers give false when painting on their device could not start or end; what the file
// itself says is asked afterwards.
bool writePng(const Paint& paint, QSizeF size, const ExportOptions& options, QIODevice& device) {
  const QSize pixels(static_cast<int>(std::ceil(size.width() * options.scale - 1e-6)),
                     static_cast<int>(std::ceil(size.height() * options.scale - 1e-6)));
  QImage image(pixels, QImage::Format_RGB32);
  if (image.isNull()) {
    return false;
  }
  image.fill(Qt::white);
  const int perMeter = static_cast<int>(std::lround(kInch * options.scale / 0.0254));
  image.setDotsPerMeterX(perMeter);
  image.setDotsPerMeterY(perMeter);
  QPainter painter(&image);
  painter.scale(options.scale, options.scale);
  paint(painter, size);
  painter.end();

  QImageWriter writer(&device, "png");
  const auto setText = [&writer](const QString& key, const QString& value) {
    if (!value.isEmpty()) {
      writer.setText(key, value);
    }
  };
  setText(QStringLiteral("Title"), options.title);
  setText(QStringLiteral("Description"), options.description);
  setText(QStringLiteral("Software"), producer());
  for (auto entry = options.metadata.begin(); entry != options.metadata.end(); ++entry) {
    if (isMetadataKey(entry.key())) {
      setText(entry.key(), entry.value());
    }
  }
  return writer.write(image);
}

bool writeSvg(const Paint& paint, QSizeF size, const ExportOptions& options, QIODevice& device) {
  QByteArray svg;
  QBuffer buffer(&svg);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(static_cast<int>(kInch));
  generator.setSize((size * options.scale).toSize());
  generator.setViewBox(QRectF(QPointF(), size));
  generator.setTitle(xmlText(options.title).toHtmlEscaped());  // it writes them as they are
  generator.setDescription(xmlText(options.description).toHtmlEscaped());
  QPainter painter;
  if (!painter.begin(&generator)) {
    return false;
  }
  painter.setRenderHint(QPainter::LosslessImageRendering);
  paint(painter, size);
  if (!painter.end()) {
    return false;
  }
  // What the generator cannot say: the metadata, digits of one width, sharp images.
  const qsizetype defs = svg.indexOf("<defs>");
  if (defs >= 0) {
    svg.insert(defs, svgMetadata(options) +
                         "\n<style>text{font-variant-numeric:tabular-nums;white-space:pre}"
                         "image{image-rendering:pixelated}</style>\n");
  }
  const QByteArray file = withTextWidths(svg);
  return device.write(file) == file.size();
}

bool writePdf(const Paint& paint, QSizeF size, const ExportOptions& options, QIODevice& device) {
  QPdfWriter writer(&device);
  writer.setResolution(kPdfResolution);
  const QPageSize page(size * options.scale * kPoint / kInch, QPageSize::Point, QString(),
                       QPageSize::ExactMatch);
  writer.setPageLayout(QPageLayout(page, QPageLayout::Portrait, QMarginsF()));
  writer.setTitle(options.title);
  writer.setCreator(producer());
  writer.setDocumentXmpMetadata(xmpPacket(options));
  QPainter painter;
  if (!painter.begin(&writer)) {
    return false;
  }
  painter.setRenderHint(QPainter::LosslessImageRendering);
  painter.scale(kPdfResolution / kInch * options.scale, kPdfResolution / kInch * options.scale);
  paint(painter, size);
  return painter.end();
}

}  // namespace

std::optional<ExportFormat> exportFormatOf(const QString& path) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  for (const FormatName& name : kFormats) {
    if (suffix == QLatin1String(name.suffix)) {
      return name.format;
    }
  }
  return std::nullopt;
}

QString exportSuffix(ExportFormat format) {
  const auto name = std::find_if(kFormats.begin(), kFormats.end(),
                                 [format](const FormatName& n) { return n.format == format; });
  return QString::fromLatin1(name->suffix);
}

Result<void> exportFigure(const Paint& paint, QSizeF size, const ExportOptions& options,
                          const QString& path) {
  if (!(size.width() > 0 && size.height() > 0 && options.scale > 0)) {
    return failure(exportError(ExportError::emptyFigure, path,
                               QStringLiteral("the figure has no area"),
                               QStringLiteral("Show something first, or choose a larger size")));
  }
  const QSizeF pixels = options.format == ExportFormat::png ? size * options.scale : size;
  if (pixels.width() > kLongestSide || pixels.height() > kLongestSide ||
      pixels.width() * pixels.height() > kMostPixels) {
    return failure(exportError(ExportError::tooLarge, path,
                               QStringLiteral("%1 x %2 pixels are more than an image can have")
                                   .arg(pixels.width(), 0, 'f', 0)
                                   .arg(pixels.height(), 0, 'f', 0),
                               QStringLiteral("Choose a smaller scale")));
  }
  QSaveFile file(path);
  bool written = file.open(QIODevice::WriteOnly);
  if (written) {
    switch (options.format) {
      case ExportFormat::png:
        written = writePng(paint, size, options, file);
        break;
      case ExportFormat::svg:
        written = writeSvg(paint, size, options, file);
        break;
      case ExportFormat::pdf:
        written = writePdf(paint, size, options, file);
        break;
    }
    if (!written) {
      file.cancelWriting();
    }
    written = file.commit() && written;
  }
  if (!written) {
    const QString reason =
        file.error() == QFileDevice::NoError ? QStringLiteral("unknown error") : file.errorString();
    return failure(exportError(ExportError::cannotWrite, path,
                               QStringLiteral("the file could not be written: %1").arg(reason),
                               QStringLiteral("Choose another folder or make room on the disk")));
  }
  return {};
}

}  // namespace headscope
