#include "render_command.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

#include <QApplication>
#include <QFileInfo>

#include "analysis/folded_source.h"
#include "command_line.h"
#include "exit_code.h"
#include "export/exporter.h"
#include "input_options.h"
#include "model_option.h"
#include "render/attention_figure.h"
#include "render/heatmap_painter.h"
#include "row_argument.h"
#include "source/attention_part.h"
#include "source/open_model.h"
#include "views/position_figure.h"

namespace headscope {

enum class RenderError {
  headOutOfRange = 1,
  noLearnedPositions,
  noDecoder,
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(RenderError);

namespace headscope {
namespace {

struct RenderRequest {
  std::string model = kDefaultModel;
  InputOptions input;
  int layer = 0;
  int head = 0;
  std::string attention = "encoder";
  TokenDisplay tokens;
  std::string row;
  std::string positions;
  int length = 50;
  int dim = 512;
  std::string theme = "light";
  std::string colors = "ink";
  double scale = 1;
  std::string out;
};

using Paint = std::function<void(QPainter&, QSizeF)>;

struct Picture {
  Paint paint;
  QSizeF size;
  QString title;
};

FigureStyle styleOf(const RenderRequest& request) {
  FigureStyle style;
  style.theme = theme(request.theme == "dark" ? ThemeKind::dark : ThemeKind::light);
  style.colorMap = colorMapFromKey(QString::fromStdString(request.colors));
  return style;
}

Result<void> checkHead(const RenderRequest& request, const AttentionShape& shape) {
  if (request.layer < shape.layers && request.head < shape.heads && request.layer >= 0 &&
      request.head >= 0) {
    return {};
  }
  return failure({.code = RenderError::headOutOfRange,
                  .problem = "the model has no head L" + std::to_string(request.layer) + "·H" +
                             std::to_string(request.head),
                  .remedy = "Layers are 0 to " + std::to_string(shape.layers - 1) +
                            ", heads 0 to " + std::to_string(shape.heads - 1)});
}

AttentionPart partNamed(const std::string& name) {
  for (const AttentionPart part : {AttentionPart::decoder, AttentionPart::cross}) {
    if (name == attentionPartName(part)) {
      return part;
    }
  }
  return AttentionPart::encoder;
}

Result<Picture> drawHead(const RenderRequest& request) {
  const auto model = openModel(request.model);
  if (!model) {
    return failure(model.error());
  }
  const auto input = readInput(request.input);
  if (!input) {
    return failure(input.error());
  }
  const auto run = (*model)->run(*input);
  if (!run) {
    return failure(run.error());
  }
  if (!run->decoder && request.attention != "encoder") {
    return failure({.code = RenderError::noDecoder,
                    .file = request.model,
                    .place = "--attention",
                    .problem = "the model has no decoder beside an encoder",
                    .remedy = "Leave --attention away"});
  }
  const AttentionView view = viewOf(*run, partNamed(request.attention));
  if (auto ok = checkHead(request, view.attention->shape()); !ok) {
    return failure(ok.error());
  }
  reportNotice((*model)->description());
  reportCut(*run);
  const auto folding =
      std::make_shared<const TokenFolding>(foldTokens(*view.queries, *view.keys, request.tokens));
  const FoldedSource folded(view.attention, folding);
  const HeadId head{request.layer, request.head};
  HeatmapFigure figure =
      attentionFigure(head, MapPyramid::fromSource(folded, head, [] { return false; }),
                      tokenLabels(*view.queries, *view.keys, folding), folded.values());
  if (run->decoder) {
    figure.tags = {QString::fromStdString(request.attention)};
  }
  if (!request.row.empty()) {
    const auto row = findRow(foldedTokens(*view.queries, folding->queries), request.row);
    if (!row) {
      return failure(row.error());
    }
    const std::vector<float> weights = folded.row(head, *row);
    figure.selectedQuery = *row;
    figure.selectedKey =
        static_cast<int>(std::max_element(weights.begin(), weights.end()) - weights.begin());
  }
  const FigureStyle style = styleOf(request);
  const QSizeF size = HeatmapLayout::comfortableSize(figure, style);
  return Picture{.paint =
                     [figure, style](QPainter& painter, QSizeF room) {
                       paintHeatmap(painter, figure, HeatmapLayout(figure, room, style), style);
                     },
                 .size = size,
                 .title = QString::fromStdString((*model)->description().name) +
                          QStringLiteral(" ") + figure.title};
}

Result<Picture> drawPositions(const RenderRequest& request) {
  const auto kind = parsePositionKind(request.positions);
  if (!kind) {
    return failure(kind.error());
  }
  if (*kind == PositionKind::learned) {
    const auto model = openModel(request.model);
    if (!model) {
      return failure(model.error());
    }
    if ((*model)->description().positions != PositionKind::learned) {
      return failure({.code = RenderError::noLearnedPositions,
                      .file = request.model,
                      .place = "--positions",
                      .problem = "the model has no learned positions",
                      .remedy = "Take another --model, or --positions sinusoid"});
    }
    const PositionTable table =
        learnedPositions((*model)->positionTable(request.length),
                         QString::fromStdString((*model)->description().name));
    return Picture{.paint = [table, style = styleOf(request)](
                                QPainter& painter,
                                QSizeF size) { paintPositions(painter, size, table, style.theme); },
                   .size = {960, 720},
                   .title = table.title};
  }
  const PositionTable table = sinusoidPositions(*kind, request.length, request.dim);
  return Picture{.paint = [table, style = styleOf(request)](
                              QPainter& painter,
                              QSizeF size) { paintPositions(painter, size, table, style.theme); },
                 .size = {960, 720},
                 .title = table.title};
}

int runRender(const RenderRequest& request) {
  // Pictures need fonts, not a screen.
  qputenv("QT_QPA_PLATFORM", "offscreen");
  int argc = 1;
  char name[] = "headscope";
  char* argv[] = {name, nullptr};
  const QApplication application(argc, argv);

  const QString out = QString::fromStdString(request.out);
  const auto format = exportFormatOf(out);
  if (!format) {
    return reportError({.code = ExportError::unknownFormat,
                        .file = request.out,
                        .problem = "the file name ends neither in .png nor .svg nor .pdf"});
  }
  const auto picture = request.positions.empty() ? drawHead(request) : drawPositions(request);
  if (!picture) {
    return reportError(picture.error());
  }
  const auto written =
      exportFigure(picture->paint, picture->size,
                   {.format = *format, .scale = request.scale, .title = picture->title}, out);
  return written ? kDone : reportError(written.error());
}

}  // namespace

void addRenderCommand(Commands program) {
  const auto request = std::make_shared<RenderRequest>();
  const Options command =
      program.command("render", "Draw a head's map or position encodings into a file",
                      [request] { return runRender(*request); });
  command.option("--model", request->model, kModelHelp);
  addInputOptions(command, request->input)
      .option("--positions", request->positions,
              "draw positions instead: sinusoid, sinusoid-halves or learned");
  command.option("--layer", request->layer, "counted from 0");
  command.option("--head", request->head, "counted from 0");
  command.option("--attention", request->attention, "of an encoder-decoder which one")
      .oneOf({"encoder", "decoder", "cross"});
  command.option("--row", request->row, "the query to frame: a token or word, or its number");
  command.flag("--words", request->tokens.mergesWords,
               "merge subwords into words: weights summed over keys, averaged over queries");
  const Option hides = command.flag("--hide-special", request->tokens.hidesSpecials,
                                    "leave out the tokens that the tokenizer adds");
  command
      .flag("--rescale", request->tokens.rescalesRows,
            "what is left of each row without them, scaled to sum to 1")
      .needs(hides);
  command.option("--length", request->length, "positions").range(1, 8192);
  command.option("--dim", request->dim, "dimensions of a sinusoid").range(1, 2048);
  command.option("--theme", request->theme, "light or dark").oneOf({"light", "dark"});
  command.option("--colors", request->colors, "ink, viridis, magma or cividis")
      .oneOf({"ink", "viridis", "magma", "cividis"});
  command.option("--scale", request->scale, "pixels of a PNG for each of the figure's")
      .range(0.25, 8.0);
  command.option("--out", request->out, "the file: .png, .svg or .pdf").required();
}

}  // namespace headscope
