#pragma once

#include <QDir>
#include <QFile>
#include <QString>

namespace headscope {

// A sentence of six tokens for it, and of five words: "unable" is "un" and "##able".
inline const QString kSubwordText = QStringLiteral("one unable two");

// A copy of one of the tiny models ("bert", "t5") in that folder, with a tokenizer of a few words
// that frames a text by [CLS] and [SEP].
inline QString makeSubwordModel(const QString& model, const QString& folder) {
  constexpr const char* kTokenizer = R"json({"version": "1.0", "added_tokens": [],
 "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
 "post_processor": {"type": "TemplateProcessing",
  "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
   {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
  "pair": [], "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [3], "tokens": ["[CLS]"]},
   "[SEP]": {"id": "[SEP]", "ids": [4], "tokens": ["[SEP]"]}}},
 "model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
  "max_input_chars_per_word": 100,
  "vocab": {"?": 2, "[CLS]": 3, "[SEP]": 4, "one": 5, "two": 6, "un": 7, "##able": 8, "eins": 9,
   "##zwei": 10}}})json";
  QDir().mkpath(folder);
  for (const char* name : {"/config.json", "/model.safetensors"}) {
    QFile::copy(QStringLiteral(HEADSCOPE_TEST_DATA "/models/") + model + QLatin1String(name),
                folder + QLatin1String(name));
  }
  QFile tokenizer(folder + QStringLiteral("/tokenizer.json"));
  if (!tokenizer.open(QIODevice::WriteOnly) || tokenizer.write(kTokenizer) < 0) {
    qFatal("cannot write the tokenizer");
  }
  return folder;
}

}  // namespace headscope
