#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "error/error.h"
#include "image/pixel_values.h"
#include "model/trace.h"
#include "model/transformer.h"
#include "position/position_kind.h"
#include "source/run_edits.h"
#include "text/token.h"

namespace headscope {

enum class SourceError {
  emptyText = 1,
  emptySequence,
  idOutOfRange,
  tooManyIds,
  maskLength,
  needsText,  // this model cannot read what it was given
  needsVectors,
  noDecoder,  // a target, and a model that does not write
  needsImage,
  imageShape,  // of pixel values
  recorded,    // a recording knows one text, and was given another
  stopped,
};

// Token ids as a program has them; no tokenizer is asked.
struct IdSequence {
  std::vector<std::int32_t> ids;
  std::vector<std::uint8_t> attentionMask;  // 0 for padding; empty: all are real
};

// A sequence of vectors that stands for a text: a time series, measured embeddings.
struct VectorSequence {
  std::vector<std::string> labels;  // one a row, or empty: rows are called by their numbers
  Matrix values;                    // (n, d)
  std::string file;                 // where they came from, for errors
};

// What an encoder-decoder reads and what its decoder has written so far. Before a text the start
// token is put, as for a translation that is given; ids are as they are.
struct SourceAndTarget {
  std::variant<std::string, IdSequence> source;
  std::variant<std::string, std::vector<std::int32_t>> target;
};

// An image is prepared for the model; pixel values are so already.
using Input =
    std::variant<std::string, IdSequence, VectorSequence, SourceAndTarget, RgbImage, PixelValues>;

inline bool isImage(const Input& input) {
  return std::holds_alternative<RgbImage>(input) || std::holds_alternative<PixelValues>(input);
}

// Which stack of blocks: the only one of most models, or the one that writes beside an encoder.
enum class Stack { first, decoder };

// What a model is, for people and for the controls of the window.
struct ModelDescription {
  std::string name;    // "all-MiniLM-L6-v2", "Sandbox"
  std::string family;  // "BERT", "sandbox"
  int layers = 0;      // of an encoder-decoder those of the encoder
  int heads = 0;
  int decoderLayers = 0;  // 0: there is no decoder beside it
  int decoderHeads = 0;
  int dK = 0;
  int dModel = 0;
  int dFeedForward = 0;
  PositionKind positions = PositionKind::none;
  int maxTokens = 0;   // special tokens included; 0: no limit of the model's own
  int vocabulary = 0;  // ids that it can be given; 0: it takes none
  std::string mask;    // "none", "causal", …
  std::string score;   // "q·k ÷ √d_k", …
  std::string input;   // "text", "token ids", "an image of 224 x 224, patches of 16", …
  // What a person should know of how it was opened, a sentence without a full stop; mostly empty.
  std::string notice;
  bool isRecorded = false;  // it knows one text and cannot be asked another

  // Whether a row sees only what stands before it, and itself.
  bool isCausal() const { return mask == "causal"; }
};

// What the decoder of an encoder-decoder did.
struct DecoderRun {
  std::vector<Token> tokens;  // the start token among them
  std::optional<Cut> cut;
  std::shared_ptr<const AttentionSource> attention;  // of its tokens to each other
  // Of its tokens (queries) to those of the encoder (keys).
  std::shared_ptr<const AttentionSource> cross;
};

// One text through a model.
struct Run {
  std::vector<Token> tokens;
  std::optional<Cut> cut;
  std::shared_ptr<const AttentionSource> attention;
  std::optional<DecoderRun> decoder;
  double forwardMilliseconds = 0;  // of the whole pass, without EarlyRun::take
};

// A run before its end, for who looks at one layer: the maps of `layer` and of those below it are
// known, the rest of `attention` follows when `take` returns. Not called where that is the pass's
// end.
struct EarlyRun {
  int layer = 0;
  std::function<void(Run)> take;  // on the thread that runs the pass
};

struct RunOptions {
  ForwardOptions forward;
  std::shared_ptr<const RunEdits> edits;     // null: none
  TraceObserver* observer = nullptr;         // sees the forward pass too; may be null
  TraceObserver* decoderObserver = nullptr;  // of a decoder beside it
  EarlyRun early;                            // `take` may be empty
  // A run that came before, or null. Where it is of the same model under a causal mask, what both
  // texts begin with is not computed again.
  std::shared_ptr<const Run> before;
};

// Where attention comes from: the sandbox, a checkpoint. Immutable; safe to use from several
// threads.
class ModelSource {
 public:
  virtual ~ModelSource() = default;

  virtual const ModelDescription& description() const = 0;

  // Whether texts can be run, or the error that running one would give: a checkpoint without a
  // tokenizer takes ids only, a vision model images.
  virtual Result<void> readsText() const { return {}; }

  // Errors: SourceError, TextError for text that is not UTF-8, and the source's own.
  virtual Result<Run> run(const Input& input, const RunOptions& options = {}) const = 0;

  // What is added to the embedding of positions 0 … length - 1: (min(length, rows), d_model);
  // empty without positions. A length of 0 means as many as the model has.
  virtual Matrix positionTable(Index length) const = 0;

  // How a layer of a stack is computed and its weights, to keep: for who explains its numbers.
  // Nothing where there is no such layer.
  virtual std::optional<Layer> block(Stack /*stack*/, int /*layer*/) const { return {}; }

  // What queries and keys are turned by, of the first layer; null where they are not.
  virtual const Rotary* rotary() const { return nullptr; }
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(SourceError);
