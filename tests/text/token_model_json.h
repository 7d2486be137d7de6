#pragma once

#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "text/shown.h"
#include "text/tokenizer_json.h"

// Tokenizers of a model alone, for tests of what models do with one piece.
namespace headscope {

inline Result<std::unique_ptr<Tokenizer>> parseModel(const nlohmann::json& model) {
  return parseTokenizer(nlohmann::json{{"model", model}}.dump(), "some.json");
}

// A model with fields of other values.
inline nlohmann::json modelWith(nlohmann::json model, const nlohmann::json& changes) {
  model.update(changes);
  return model;
}

// Texts and ranges of the tokens, or what is wrong with the model.
inline QString tokensOf(const nlohmann::json& model, const char* text) {
  const auto tokenizer = parseModel(model);
  return tokenizer ? shown((*tokenizer)->encode(text)->tokens)
                   : QString::fromStdString(describe(tokenizer.error()));
}

// A test's table of models that are refused, and the test of its rows (code, changes, message).
inline void refusedColumns() {
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("changes");
  QTest::addColumn<QString>("message");
}

inline void refusedRow(const char* name, TokenizerError code, const char* changes,
                       const char* message) {
  QTest::newRow(name) << static_cast<int>(code) << QString::fromUtf8(changes)
                      << QString::fromUtf8(message);
}

inline void checkRefused(const nlohmann::json& model) {
  QFETCH(int, code);
  QFETCH(QString, changes);
  QFETCH(QString, message);
  const auto tokenizer = parseModel(modelWith(model, nlohmann::json::parse(changes.toStdString())));
  QVERIFY(!tokenizer);
  QVERIFY(tokenizer.error().code == static_cast<TokenizerError>(code));
  const QString actual = QString::fromStdString(describe(tokenizer.error()));
  QVERIFY2(actual.startsWith(message), qPrintable(actual));
}

}  // namespace headscope
