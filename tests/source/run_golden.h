#pragma once

#include <string>
#include <vector>

#include <QTest>

#include "golden.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/checkpoint_source.h"

namespace headscope {

// Every head's map against the golden's NAME0, NAME1, … (heads, n, n).
inline void compareMaps(const AttentionSource& attention, const SafetensorsFile& golden,
                        const std::string& name) {
  const AttentionShape shape = attention.shape();
  for (int layer = 0; layer < shape.layers; ++layer) {
    const Matrix expected = goldenMatrix(golden, name + std::to_string(layer));
    QCOMPARE(expected.rows(), Index{shape.heads} * shape.nQuery);
    for (int head = 0; head < shape.heads; ++head) {
      QVERIFY2(isNear(attention.map({layer, head}),
                      expected.middleRows(Index{head} * shape.nQuery, shape.nQuery), 2e-5F),
               (name + std::to_string(layer) + ", head " + std::to_string(head)).c_str());
    }
  }
}

// The hidden states against NAME0, NAME1, … (n, d_model).
inline void compareHidden(const HiddenRecorder& hidden, const SafetensorsFile& golden,
                          const std::string& name) {
  for (std::size_t layer = 0; layer < hidden.hidden().size(); ++layer) {
    QVERIFY2(
        isNear(hidden.hidden()[layer], goldenMatrix(golden, name + std::to_string(layer)), 2e-5F),
        (name + std::to_string(layer)).c_str());
  }
  QVERIFY(golden.find(name + std::to_string(hidden.hidden().size())) == nullptr);
}

// Ids, or the pixel values of an image.
inline Input inputOf(const SafetensorsFile& golden) {
  const TensorInfo* pixels = golden.find("pixel_values");
  if (pixels == nullptr) {
    return IdSequence{.ids = goldenIds(golden, "input_ids")};
  }
  const Matrix values = goldenMatrix(golden, "pixel_values");  // (channels · height, width)
  const auto channels = static_cast<Index>(pixels->shape[0]);
  return PixelValues{
      .size = {static_cast<int>(pixels->shape[1]), static_cast<int>(pixels->shape[2])},
      .values = values.reshaped<Eigen::RowMajor>(channels, values.size() / channels)};
}

// All that a golden of make_goldens.py has: maps, hidden states, those of padded rows, and the
// output and logits where the model has them.
inline void compareWithGolden(const CheckpointSource& model, const SafetensorsFile& golden) {
  HiddenRecorder hidden;
  const Input input = inputOf(golden);
  const auto run = model.run(input, {.observer = &hidden});
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  compareMaps(*run->attention, golden, "attention.");
  compareHidden(hidden, golden, "hidden.");
  if (golden.find("last_hidden_state") != nullptr) {
    QVERIFY(isNear(model.output(hidden.hidden().back()), goldenMatrix(golden, "last_hidden_state"),
                   2e-5F));
  }
  if (const auto logits = model.logits(hidden.hidden().back())) {
    QVERIFY(isNear(*logits, goldenMatrix(golden, "logits"), 2e-5F));
  }
  if (golden.find("attention_mask") != nullptr) {
    const std::vector<std::int32_t> mask = goldenIds(golden, "attention_mask");
    const auto padded = model.run(IdSequence{.ids = std::get<IdSequence>(input).ids,
                                             .attentionMask = {mask.begin(), mask.end()}});
    QVERIFY(padded);
    compareMaps(*padded->attention, golden, "padded.attention.");
  }
}

}  // namespace headscope
