#include <QTest>

#include "families/rope_config.h"
#include "test_class.h"

namespace headscope::test_rope_config {

class TestRopeConfig : public QObject {
  Q_OBJECT
 private slots:
  void bothSpellingsMeanTheSame_data();
  void bothSpellingsMeanTheSame();
  void whatAFamilyTakesForGranted();
  void dynamicIsAsTrainedUpToTheTrainedLength();
  void errors_data();
  void errors();
};

namespace {

std::vector<float> frequencies(const char* config, int dK = 8, const RopeDefaults& defaults = {}) {
  const auto json = nlohmann::json::parse(config);
  ConfigReader reader(json, "m/config.json");
  const auto rotary = readRotary(reader, dK, defaults);
  if (!reader.result()) {
    qWarning("%s", describe(reader.result().error()).c_str());
    return {};
  }
  return rotary->frequencies;
}

}  // namespace

void TestRopeConfig::bothSpellingsMeanTheSame_data() {
  QTest::addColumn<QString>("newer");
  QTest::addColumn<QString>("older");
  QTest::newRow("base") << R"({"rope_parameters": {"rope_theta": 5000.0, "rope_type": "default"}})"
                        << R"({"rope_theta": 5000, "rope_scaling": null})";
  QTest::newRow("share") << R"({"rope_parameters": {"partial_rotary_factor": 0.5}})"
                         << R"({"partial_rotary_factor": 0.5})";
  QTest::newRow("share of GPT-NeoX")
      << R"({"rope_parameters": {"rope_theta": 100, "partial_rotary_factor": 0.25}})"
      << R"({"rotary_pct": 0.25, "rotary_emb_base": 100})";
  QTest::newRow("linear")
      << R"({"rope_parameters": {"rope_theta": 10000, "rope_type": "linear", "factor": 2.0}})"
      << R"({"rope_scaling": {"type": "linear", "factor": 2.0}})";
  QTest::newRow("llama3")
      << R"({"rope_parameters": {"rope_theta": 500000.0, "rope_type": "llama3", "factor": 8.0,
             "low_freq_factor": 1.0, "high_freq_factor": 4.0,
             "original_max_position_embeddings": 8192}})"
      << R"({"rope_theta": 500000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0,
             "low_freq_factor": 1.0, "high_freq_factor": 4.0,
             "original_max_position_embeddings": 8192}})";
}

void TestRopeConfig::bothSpellingsMeanTheSame() {
  QFETCH(QString, newer);
  QFETCH(QString, older);
  const std::vector<float> expected = frequencies(newer.toLatin1().constData());
  QVERIFY(!expected.empty());
  QCOMPARE(frequencies(older.toLatin1().constData()), expected);
  QVERIFY(expected != frequencies("{}"));
}

void TestRopeConfig::whatAFamilyTakesForGranted() {
  QCOMPARE(frequencies("{}"), rotary(8, 10000).frequencies);
  QCOMPARE(frequencies("{}", 8, {.share = 0.5F, .base = 100}), rotary(4, 100).frequencies);
}

void TestRopeConfig::dynamicIsAsTrainedUpToTheTrainedLength() {
  QCOMPARE(frequencies(R"({"rope_scaling": {"type": "dynamic", "factor": 2}})"), frequencies("{}"));
}

void TestRopeConfig::errors_data() {
  QTest::addColumn<QString>("config");
  QTest::addColumn<QString>("expected");
  QTest::newRow("unknown kind")
      << R"({"rope_scaling": {"rope_type": "longrope"}})"
      << "m/config.json: rope_scaling.rope_type: rotary positions of the kind 'longrope' are not "
         "supported. Supported are: default, dynamic, linear, llama3.";
  QTest::newRow("no object") << R"({"rope_parameters": 3})"
                             << "m/config.json: rope_parameters: expected an object, found 3.";
  QTest::newRow("no factor") << R"({"rope_scaling": {"type": "linear"}})"
                             << "m/config.json: rope_scaling.factor: the key is missing.";
  QTest::newRow("factor below 1")
      << R"({"rope_scaling": {"type": "linear", "factor": 0.5}})"
      << "m/config.json: rope_scaling.factor: expected at least 1.0, found 0.5.";
  QTest::newRow("base of nothing") << R"({"rope_theta": 0})"
                                   << "m/config.json: rope_theta: expected at least 1.";
  QTest::newRow("share too large")
      << R"({"partial_rotary_factor": 2})"
      << "m/config.json: partial_rotary_factor: a head of 8 dimensions cannot turn 16 of them.";
  QTest::newRow("share beyond any number of dimensions")
      << R"({"partial_rotary_factor": 1e38})"
      << "m/config.json: partial_rotary_factor: a head of 8 dimensions cannot turn 1000000000 of "
         "them.";
  QTest::newRow("share too small")
      << R"({"partial_rotary_factor": 0.1})"
      << "m/config.json: partial_rotary_factor: a head of 8 dimensions cannot turn 0 of them.";
  QTest::newRow("frequencies that do not rise")
      << R"({"rope_parameters": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 4,
             "high_freq_factor": 4, "original_max_position_embeddings": 8192}})"
      << "m/config.json: rope_parameters.high_freq_factor: expected more than low_freq_factor.";
}

void TestRopeConfig::errors() {
  QFETCH(QString, config);
  QFETCH(QString, expected);
  const auto json = nlohmann::json::parse(config.toStdString());
  ConfigReader reader(json, "m/config.json");
  readRotary(reader, 8);
  QVERIFY(!reader.result());
  QCOMPARE(QString::fromStdString(describe(reader.result().error())), expected);
}

HEADSCOPE_TEST(TestRopeConfig)

}  // namespace headscope::test_rope_config

#include "test_rope_config.moc"
