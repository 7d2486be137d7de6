#include <QtTest>

#include "catalog/checkpoint_files.h"
#include "test_class.h"

namespace headscope::test_checkpoint_files {

class TestCheckpointFiles : public QObject {
  Q_OBJECT

 private slots:
  void tellsHowToConvert();
};

void TestCheckpointFiles::tellsHowToConvert() {
  const std::string text = describe(picklesOnly("org/repo"));
  QVERIFY2(text.starts_with("org/repo: has its weights only as pytorch_model.bin, a pickle, which "
                            "is not opened"),
           text.c_str());
  QVERIFY(text.find("from_pretrained(\"org/repo\").save_pretrained(\"FOLDER\")") !=
          std::string::npos);
  QCOMPARE(picklesOnly("org/repo").code, HubError::picklesOnly);
  QCOMPARE(noWeights("org/repo").code, HubError::noWeights);
}

HEADSCOPE_TEST(TestCheckpointFiles)

}  // namespace headscope::test_checkpoint_files

#include "test_checkpoint_files.moc"
