#include <QTest>

#include "families/family.h"
#include "families/sample_file.h"
#include "io/json.h"
#include "test_class.h"

namespace headscope::test_family {

class TestFamily : public QObject {
  Q_OBJECT
 private slots:
  void modelTypeChoosesTheFamily();
  void aT5EncoderHasNoDecoder_data();
  void aT5EncoderHasNoDecoder();
  void anUnknownFamilyIsNamedWithTheKnown();
  void missingFamily_data();
  void missingFamily();
  void aFamilyThatIsNoText();
  void aConfigThatIsNoObject();
};

namespace {

const std::filesystem::path kBert = HEADSCOPE_TEST_DATA "/models/bert";
const std::filesystem::path kT5 = HEADSCOPE_TEST_DATA "/models/t5";

const QString kKnown = QStringLiteral(
    "albert, bart, bert, bloom, camembert, deit, distilbert, electra, gemma2, gpt2, gpt_neox, "
    "headscope, llama, marian, mistral, modernbert, opt, phi, qwen2, qwen3, roberta, t5, vit, "
    "xlm-roberta.");

// With a file that no family could be read from.
Error errorOf(const char* config) {
  const SampleFile file({});
  const auto model = loadFamily(nlohmann::json::parse(config), "m/config.json", file.open());
  return model ? Error() : model.error();
}

}  // namespace

void TestFamily::modelTypeChoosesTheFamily() {
  const auto config = readJsonFile(kBert / "config.json", DuplicateKeys::reject);
  const auto store = SafetensorsStore::open(kBert / "model.safetensors");
  QVERIFY(config && store);
  const auto model = loadFamily(*config, "config.json", *store);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE(model->family, std::string("BERT"));
  QCOMPARE(model->transformer.layerCount(), 3);
  QCOMPARE(model->maxTokens, 48);
}

// As T5EncoderModel's files say it, of which some keep what the whole model's config said.
void TestFamily::aT5EncoderHasNoDecoder_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<bool>("writes");
  QTest::newRow("whole") << "{}" << true;
  QTest::newRow("by its class") << R"({"architectures": ["T5EncoderModel"]})" << false;
  QTest::newRow("by its flag") << R"({"is_encoder_decoder": false})" << false;
}

void TestFamily::aT5EncoderHasNoDecoder() {
  QFETCH(const QString, change);
  QFETCH(const bool, writes);
  auto config = readJsonFile(kT5 / "config.json", DuplicateKeys::reject);
  const auto store = SafetensorsStore::open(kT5 / "model.safetensors");
  QVERIFY(config && store);
  config->merge_patch(nlohmann::json::parse(change.toStdString()));
  const auto model = loadFamily(*config, "config.json", *store);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE(model->transformer.layerCount(), 2);
  QCOMPARE(model->decoder.has_value(), writes);
  QCOMPARE(model->head.has_value(), writes);
}

void TestFamily::anUnknownFamilyIsNamedWithTheKnown() {
  const Error error = errorOf(R"({"model_type": "mamba"})");
  QVERIFY(error.code == FamilyError::unknownFamily);
  QVERIFY(error.kind == ErrorKind::badInput);
  QCOMPARE(shown(error), QStringLiteral("m/config.json: model_type: the family 'mamba' is not "
                                        "known. Known families are: ") +
                             kKnown);
}

void TestFamily::missingFamily_data() {
  QTest::addColumn<QString>("config");
  QTest::newRow("no key") << "{}";
  QTest::newRow("null") << R"({"model_type": null})";
  QTest::newRow("empty") << R"({"model_type": ""})";
}

void TestFamily::missingFamily() {
  QFETCH(QString, config);
  const Error error = errorOf(config.toLatin1().constData());
  QVERIFY(error.code == FamilyError::unknownFamily);
  QCOMPARE(shown(error), QStringLiteral("m/config.json: model_type: the key is missing. "
                                        "Known families are: ") +
                             kKnown);
}

void TestFamily::aFamilyThatIsNoText() {
  const Error error = errorOf(R"({"model_type": ["bert"]})");
  QVERIFY(error.code == FamilyError::wrongKeyType);
  QCOMPARE(shown(error),
           QStringLiteral("m/config.json: model_type: expected a text, found [\"bert\"]."));
}

void TestFamily::aConfigThatIsNoObject() {
  const Error error = errorOf("[]");
  QVERIFY(error.code == FamilyError::notAnObject);
  QCOMPARE(shown(error), QStringLiteral("m/config.json: expected an object, found array."));
}

HEADSCOPE_TEST(TestFamily)

}  // namespace headscope::test_family

#include "test_family.moc"
