#include <filesystem>
#include <fstream>

#include <QTest>

#include "families/family_error.h"
#include "io/safetensors_index.h"
#include "io/temporary_files.h"
#include "source/checkpoint_error.h"
#include "source/peek_checkpoint.h"
#include "test_class.h"

namespace headscope::test_peek_checkpoint {

namespace fs = std::filesystem;

class TestPeekCheckpoint : public QObject {
  Q_OBJECT
 private slots:
  void aFolder();
  void aGgufFile();
  void anImageModelNeedsNoTokenizer();
  void noTokenizer();
  void noWeights();
  void aPartThatIsMissing();
  void allParts();
  void aFamilyThatIsNotKnown();
  void nothingThere();
};

namespace {

const fs::path kData = HEADSCOPE_TEST_DATA;

// A copy of a tiny model, to be spoiled.
class Copy {
 public:
  explicit Copy(const char* name) {
    for (const auto& entry : fs::directory_iterator(kData / "models" / name)) {
      fs::copy(entry.path(), folder_.path());
    }
  }
  fs::path path() const { return folder_.path(); }
  fs::path file(const char* name) const { return folder_.file(name); }
  void write(const char* name, const std::string& content) const { folder_.write(name, content); }

 private:
  TestFolder folder_;
};

}  // namespace

void TestPeekCheckpoint::aFolder() {
  const Copy copy("bert");
  copy.write("tokenizer.json", "{}");  // it is not read
  const CheckpointPeek peek = peekCheckpoint(copy.path());
  QVERIFY2(!peek.problem, peek.problem ? describe(*peek.problem).c_str() : "");
  QCOMPARE(peek.summary.family, std::string("BERT"));
  QCOMPARE(peek.summary.layers, 3);
  QCOMPARE(peek.summary.heads, 4);
  QVERIFY(!peek.summary.readsImages);
  QCOMPARE(peek.bytes, fs::file_size(copy.file("model.safetensors")));
}

void TestPeekCheckpoint::aGgufFile() {
  const fs::path file = kData / "gguf" / "llama.gguf";
  const CheckpointPeek peek = peekCheckpoint(file);
  QVERIFY2(!peek.problem, peek.problem ? describe(*peek.problem).c_str() : "");
  QCOMPARE(peek.summary.family, std::string("Llama"));
  QVERIFY(peek.summary.layers > 0);
  QCOMPARE(peek.bytes, std::uint64_t{fs::file_size(file)});
}

void TestPeekCheckpoint::anImageModelNeedsNoTokenizer() {
  const CheckpointPeek peek = peekCheckpoint(kData / "models" / "vit");
  QVERIFY(!peek.problem);
  QVERIFY(peek.summary.readsImages);
}

void TestPeekCheckpoint::noTokenizer() {
  const CheckpointPeek peek = peekCheckpoint(kData / "models" / "llama");
  QVERIFY(peek.problem);
  QVERIFY(peek.problem->code == CheckpointError::noTokenizer);
  QCOMPARE(peek.summary.family, std::string("Llama"));  // known all the same
}

void TestPeekCheckpoint::noWeights() {
  const Copy copy("bert");
  fs::remove(copy.file("model.safetensors"));
  const CheckpointPeek peek = peekCheckpoint(copy.path());
  QVERIFY(peek.problem);
  QVERIFY(peek.problem->code == CheckpointError::noWeights);
}

void TestPeekCheckpoint::aPartThatIsMissing() {
  const Copy copy("bert");
  fs::remove(copy.file("model.safetensors"));
  copy.write("model.safetensors.index.json", R"({"weight_map": {"x": "a.safetensors"}})");
  const CheckpointPeek peek = peekCheckpoint(copy.path());
  QVERIFY(peek.problem);
  QVERIFY(peek.problem->code == SafetensorsIndexError::shardMissing);
}

void TestPeekCheckpoint::allParts() {
  const Copy copy("bert");
  fs::remove(copy.file("model.safetensors"));
  copy.write("tokenizer.json", "{}");
  copy.write("model.safetensors.index.json",
             R"({"weight_map": {"x": "a.safetensors", "y": "b.safetensors"}})");
  copy.write("a.safetensors", "12345");
  copy.write("b.safetensors", "678");
  const CheckpointPeek peek = peekCheckpoint(copy.path());
  QVERIFY(!peek.problem);
  QCOMPARE(peek.bytes, std::uint64_t{8});
}

void TestPeekCheckpoint::aFamilyThatIsNotKnown() {
  const Copy copy("bert");
  copy.write("config.json", R"({"model_type": "mamba"})");
  const CheckpointPeek peek = peekCheckpoint(copy.path());
  QVERIFY(peek.problem);
  QVERIFY(peek.problem->code == FamilyError::unknownFamily);
}

void TestPeekCheckpoint::nothingThere() {
  const CheckpointPeek peek = peekCheckpoint("/no/such/folder");
  QVERIFY(peek.problem);
  QVERIFY(peek.problem->code == CheckpointError::notAModel);
}

HEADSCOPE_TEST(TestPeekCheckpoint)

}  // namespace headscope::test_peek_checkpoint

#include "test_peek_checkpoint.moc"
