#pragma once

#include <fstream>
#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "golden.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/model_source.h"

namespace headscope {

// A text of a real model in FOLDER/texts.json with what Hugging Face made of it: ids and tokens,
// maps within 2e-5, and the last hidden state within `hiddenTolerance`.
inline void compareWithRealGolden(const ModelSource& model, const std::string& folder, int text,
                                  float hiddenTolerance) {
  const auto texts = nlohmann::json::parse(std::ifstream(folder + "texts.json"));
  const auto& expected = texts[static_cast<std::size_t>(text)];
  HiddenRecorder hidden;
  const auto run = model.run(expected["text"].get<std::string>(), {.observer = &hidden});
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  nlohmann::json ids = nlohmann::json::array();
  nlohmann::json tokens = ids;
  for (const Token& token : run->tokens) {
    ids.push_back(token.id);
    tokens.push_back(token.text);
  }
  QCOMPARE(ids.dump(), expected["ids"].dump());
  QCOMPARE(tokens.dump(), expected["tokens"].dump());

  const auto golden = SafetensorsFile::open(folder + std::to_string(text) + ".safetensors");
  QVERIFY(golden);
  const Matrix attention = goldenMatrix(*golden, "attention");  // (layers * heads * n, n)
  const AttentionShape shape = run->attention->shape();
  const Index n = shape.nQuery;
  QCOMPARE(attention.rows(), Index{shape.layers} * shape.heads * n);
  for (int layer = 0; layer < shape.layers; ++layer) {
    for (int head = 0; head < shape.heads; ++head) {
      QVERIFY(isNear(run->attention->map({layer, head}),
                     attention.middleRows((Index{layer} * shape.heads + head) * n, n), 2e-5F));
    }
  }
  QVERIFY(isNear(hidden.hidden().back(), goldenMatrix(*golden, "hidden_last"), hiddenTolerance));
}

}  // namespace headscope
