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

// All that a golden of make_goldens.py has: maps, hidden states, those of padded rows, and logits
// where the model has them.
inline void compareWithGolden(const CheckpointSource& model, const SafetensorsFile& golden) {
  HiddenRecorder hidden;
  const std::vector<std::int32_t> ids = goldenIds(golden, "input_ids");
  const auto run = model.run(IdSequence{.ids = ids}, {.observer = &hidden});
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  compareMaps(*run->attention, golden, "attention.");
  compareHidden(hidden, golden, "hidden.");
  if (const auto logits = model.logits(hidden.hidden().back())) {
    QVERIFY(isNear(*logits, goldenMatrix(golden, "logits"), 2e-5F));
  }
  if (golden.find("attention_mask") != nullptr) {
    const std::vector<std::int32_t> mask = goldenIds(golden, "attention_mask");
    const auto padded =
        model.run(IdSequence{.ids = ids, .attentionMask = {mask.begin(), mask.end()}});
    QVERIFY(padded);
    compareMaps(*padded->attention, golden, "padded.attention.");
  }
}

}  // namespace headscope
