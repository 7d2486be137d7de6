#include <QTest>

#include "families/activation_names.h"
#include "families/sample_file.h"
#include "test_class.h"

namespace headscope::test_activation_names {

class TestActivationNames : public QObject {
  Q_OBJECT
 private slots:
  void knowsTheNamesOfHuggingFace_data();
  void knowsTheNamesOfHuggingFace();
  void aMissingKeyIsTheFallback();
  void lettersCaseCounts();
  void anUnknownOneIsNamedWithTheKnown();
  void anotherTypeIsRefused();
};

void TestActivationNames::knowsTheNamesOfHuggingFace_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<Activation>("expected");
  const auto row = [](const char* name, Activation expected) {
    QTest::newRow(name) << QString::fromLatin1(name) << expected;
  };
  row("gelu", Activation::geluErf);
  row("gelu_new", Activation::geluTanh);
  row("gelu_fast", Activation::geluTanh);
  row("gelu_pytorch_tanh", Activation::geluTanh);
  row("relu", Activation::relu);
  row("silu", Activation::silu);
  row("swish", Activation::silu);
}

void TestActivationNames::knowsTheNamesOfHuggingFace() {
  QFETCH(QString, name);
  QFETCH(Activation, expected);
  const nlohmann::json json = {{"hidden_act", name.toStdString()}};
  ConfigReader config(json, "config.json");
  QCOMPARE(readActivation(config, "hidden_act", "relu"), expected);
  QVERIFY(config.result());
}

void TestActivationNames::aMissingKeyIsTheFallback() {
  const nlohmann::json json = nlohmann::json::object();
  ConfigReader config(json, "config.json");
  QCOMPARE(readActivation(config, "hidden_act", "gelu_new"), Activation::geluTanh);
  QVERIFY(config.result());
}

void TestActivationNames::lettersCaseCounts() {
  const nlohmann::json json = {{"hidden_act", "GELU"}};
  ConfigReader config(json, "config.json");
  readActivation(config, "hidden_act", "gelu");
  QVERIFY(!config.result());
}

void TestActivationNames::anUnknownOneIsNamedWithTheKnown() {
  const nlohmann::json json = {{"activation_function", "mish"}};
  ConfigReader config(json, "some/config.json");
  readActivation(config, "activation_function", "gelu");
  QVERIFY(!config.result());
  QVERIFY(config.result().error().code == FamilyError::unsupportedOption);
  QCOMPARE(shown(config.result().error()),
           QStringLiteral("some/config.json: activation_function: the activation 'mish' is not "
                          "supported. Supported are: gelu, gelu_new, gelu_fast, "
                          "gelu_pytorch_tanh, relu, silu, swish."));
}

void TestActivationNames::anotherTypeIsRefused() {
  const nlohmann::json json = {{"hidden_act", 1}};
  ConfigReader config(json, "config.json");
  readActivation(config, "hidden_act", "gelu");
  QVERIFY(!config.result());
  QVERIFY(config.result().error().code == FamilyError::wrongKeyType);
}

HEADSCOPE_TEST(TestActivationNames)

}  // namespace headscope::test_activation_names

#include "test_activation_names.moc"
