#include "source/sandbox_spec.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "io/csv.h"
#include "source/sandbox_presets.h"

namespace headscope {
namespace {

constexpr std::string_view kName = "sandbox";

template <typename T>
using Names = std::initializer_list<std::pair<std::string_view, T>>;

const Names<ScoreKind> kScores = {
    {"scaled-dot", ScoreKind::scaledDot}, {"dot", ScoreKind::dot}, {"cosine", ScoreKind::cosine}};
const Names<NormPlacement> kNorms = {{normPlacementName(NormPlacement::none), NormPlacement::none},
                                     {normPlacementName(NormPlacement::post), NormPlacement::post},
                                     {normPlacementName(NormPlacement::pre), NormPlacement::pre}};
const Names<MatrixKind> kMatrices = {{"seed", MatrixKind::seeded},
                                     {"identity", MatrixKind::identity}};
const Names<EmbeddingKind> kEmbeddings = {{"seed", EmbeddingKind::seeded},
                                          {"one-hot", EmbeddingKind::oneHot}};

template <typename T>
const T* findName(const Names<T>& names, std::string_view name) {
  for (const auto& [candidate, value] : names) {
    if (candidate == name) {
      return &value;
    }
  }
  return nullptr;
}

template <typename T>
std::string nameOf(const Names<T>& names, T value) {
  for (const auto& [name, candidate] : names) {
    if (candidate == value) {
      return std::string(name);
    }
  }
  return {};
}

template <typename T>
std::string listed(const Names<T>& names) {
  std::string list;
  for (const auto& [name, value] : names) {
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

tl::unexpected<Error> wrong(std::string_view key, std::string problem, std::string remedy = {}) {
  return failure({.code = SandboxError::spec,
                  .place = "sandbox option '" + std::string(key) + "'",
                  .problem = std::move(problem),
                  .remedy = std::move(remedy)});
}

template <typename T>
Result<void> readNumber(std::string_view key, std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return wrong(key, "'" + std::string(text) + "' is not a whole number");
  }
  return {};
}

template <typename T>
Result<void> readName(std::string_view key, std::string_view text, const Names<T>& names,
                      T& value) {
  if (const T* found = findName(names, text)) {
    value = *found;
    return {};
  }
  return wrong(key, "'" + std::string(text) + "' is none of " + listed(names));
}

bool looksLikeFile(std::string_view text) {
  return text.find_first_of("./\\") != std::string_view::npos;
}

// Reads a file where the value names one; an error where it is neither a name nor a file.
Result<std::shared_ptr<const ImportedMatrix>> readFile(std::string_view key, std::string_view text,
                                                       const std::string& names) {
  if (!looksLikeFile(text)) {
    return wrong(key, "'" + std::string(text) + "' is neither " + names + " nor a CSV file's path",
                 "Write a path with a dot or a slash, such as ./matrix.csv");
  }
  return importMatrix(std::string(text));
}

Result<void> readMatrix(std::string_view key, std::string_view text, MatrixChoice& choice) {
  choice.imported = nullptr;
  if (const MatrixKind* kind = findName(kMatrices, text)) {
    choice.kind = *kind;
    return {};
  }
  auto matrix = readFile(key, text, listed(kMatrices));
  if (!matrix) {
    return failure(matrix.error());
  }
  choice = {.kind = MatrixKind::imported, .imported = *matrix};
  return {};
}

Result<void> readEmbeddings(std::string_view text, SandboxConfig& config) {
  if (const EmbeddingKind* kind = findName(kEmbeddings, text)) {
    config.embedding = *kind;
    return {};
  }
  auto table = readFile("embeddings", text, listed(kEmbeddings));
  if (!table) {
    return failure(table.error());
  }
  config.embedding = EmbeddingKind::imported;
  config.embeddingTable = *table;
  return {};
}

Result<void> readMask(std::string_view text, SandboxConfig& config) {
  constexpr std::string_view kPadding = "padding";
  if (text == "none") {
    config.mask = SandboxMask::none;
  } else if (text == "causal") {
    config.mask = SandboxMask::causal;
  } else if (text.starts_with(kPadding)) {
    config.mask = SandboxMask::padding;
    text.remove_prefix(kPadding.size());
    if (text.starts_with('-')) {
      return readNumber("mask", text.substr(1), config.padding);
    }
    if (!text.empty()) {
      return wrong("mask", "padding takes a count, as in padding-2");
    }
  } else {
    auto matrix = readFile("mask", text, "none, causal, padding-N");
    if (!matrix) {
      return failure(matrix.error());
    }
    config.mask = SandboxMask::custom;
    config.customMask = *matrix;
  }
  return {};
}

Result<void> readOption(std::string_view key, std::string_view text, SandboxConfig& config) {
  const std::array<std::pair<std::string_view, int*>, 5> sizes = {{{"heads", &config.heads},
                                                                   {"d_k", &config.dK},
                                                                   {"d_model", &config.dModel},
                                                                   {"layers", &config.layers},
                                                                   {"d_ff", &config.dFeedForward}}};
  for (const auto& [name, value] : sizes) {
    if (key == name) {
      return readNumber(key, text, *value);
    }
  }
  const std::array<std::pair<std::string_view, MatrixChoice*>, 4> matrices = {
      {{"wq", &config.query}, {"wk", &config.key}, {"wv", &config.value}, {"wo", &config.output}}};
  for (const auto& [name, value] : matrices) {
    if (key == name) {
      return readMatrix(key, text, *value);
    }
  }
  if (key == "seed") {
    return readNumber(key, text, config.seed);
  }
  if (key == "score") {
    return readName(key, text, kScores, config.score);
  }
  if (key == "norm") {
    return readName(key, text, kNorms, config.norm);
  }
  if (key == "embeddings") {
    return readEmbeddings(text, config);
  }
  if (key == "mask") {
    return readMask(text, config);
  }
  if (key == "positions") {
    const auto kind = parsePositionKind(text);
    if (!kind) {
      return failure(kind.error());
    }
    config.positions = *kind;
    return {};
  }
  if (key == "preset") {
    const SandboxPreset* preset = findSandboxPreset(text);
    if (preset == nullptr) {
      std::string ids;
      for (const SandboxPreset& known : sandboxPresets()) {
        ids += (ids.empty() ? "" : ", ") + std::string(known.id);
      }
      return wrong(key, "'" + std::string(text) + "' is none of " + ids);
    }
    config = preset->config;
    return {};
  }
  return wrong(key, "there is no such option",
               "Options are preset, heads, d_k, d_model, layers, d_ff, seed, positions, mask, "
               "score, norm, embeddings, wq, wk, wv, wo");
}

}  // namespace

bool isSandboxSpec(std::string_view model) {
  return model == kName || model.starts_with("sandbox:");
}

Result<SandboxConfig> parseSandboxSpec(std::string_view spec) {
  SandboxConfig config = sandboxPresets().front().config;
  std::string_view rest = spec == kName ? std::string_view() : spec.substr(kName.size() + 1);
  for (bool first = true; !rest.empty(); first = false) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view option = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos) {
      return wrong(option, "it has no value", "Write options as key=value, as in heads=4,d_k=16");
    }
    const std::string_view key = option.substr(0, equals);
    if (key == "preset" && !first) {
      return wrong(key, "a preset must be the first option, since it sets all the others");
    }
    if (auto ok = readOption(key, option.substr(equals + 1), config); !ok) {
      return failure(ok.error());
    }
  }
  if (auto ok = checkSandbox(config); !ok) {
    return failure(ok.error());
  }
  return config;
}

std::string sandboxSpec(const SandboxConfig& config) {
  const SandboxConfig base = sandboxPresets().front().config;
  std::string spec;
  const auto add = [&spec](std::string_view key, const std::string& value) {
    spec += (spec.empty() ? ":" : ",") + std::string(key) + "=" + value;
  };
  const auto addNumber = [&](std::string_view key, auto value, auto unless) {
    if (value != unless) {
      add(key, std::to_string(value));
    }
  };
  const auto addMatrix = [&](std::string_view key, const MatrixChoice& choice) {
    if (choice.kind == MatrixKind::imported) {
      add(key, choice.imported->file);
    } else if (choice.kind != MatrixKind::seeded) {
      add(key, nameOf(kMatrices, choice.kind));
    }
  };
  addNumber("heads", config.heads, base.heads);
  addNumber("d_k", config.dK, base.dK);
  addNumber("d_model", config.dModel, base.dModel);
  addNumber("layers", config.layers, base.layers);
  addNumber("d_ff", config.dFeedForward, base.dFeedForward);
  addNumber("seed", config.seed, base.seed);
  if (config.positions != base.positions) {
    add("positions", std::string(positionKindName(config.positions)));
  }
  if (config.mask == SandboxMask::causal) {
    add("mask", "causal");
  } else if (config.mask == SandboxMask::padding) {
    add("mask", "padding-" + std::to_string(config.padding));
  } else if (config.mask == SandboxMask::custom) {
    add("mask", config.customMask->file);
  }
  if (config.score != base.score) {
    add("score", nameOf(kScores, config.score));
  }
  if (config.norm != base.norm) {
    add("norm", nameOf(kNorms, config.norm));
  }
  if (config.embedding == EmbeddingKind::imported) {
    add("embeddings", config.embeddingTable->file);
  } else if (config.embedding != base.embedding) {
    add("embeddings", nameOf(kEmbeddings, config.embedding));
  }
  addMatrix("wq", config.query);
  addMatrix("wk", config.key);
  addMatrix("wv", config.value);
  addMatrix("wo", config.output);
  return std::string(kName) + spec;
}

Result<std::shared_ptr<const ImportedMatrix>> importMatrix(const std::string& file) {
  Result<CsvTable> table = readCsv(file);
  if (!table) {
    return failure(table.error());
  }
  return std::make_shared<const ImportedMatrix>(ImportedMatrix{
      .values = std::move(table->values), .labels = std::move(table->labels), .file = file});
}

}  // namespace headscope
