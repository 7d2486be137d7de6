#include <QTest>

#include "image/preprocessor_config.h"
#include "io/json.h"
#include "io/temporary_files.h"
#include "source/image_input.h"
#include "source/open_checkpoint.h"
#include "test_class.h"

namespace headscope::test_image_input {

namespace fs = std::filesystem;

// A vision model's input.
class TestImageInput : public QObject {
  Q_OBJECT
 private slots:
  void tokensAreCalledByRowAndColumn();
  void aDistillationTokenHasItsName();
  void describesWhatItReads();
  void textsIdsAndVectorsAreRefused_data();
  void textsIdsAndVectorsAreRefused();
  void itDoesNotReadTexts();
  void withoutAPreprocessorConfigItSaysSo();
  void itsPreprocessorConfigDecides();
  void whichDefaultsHoldDependsOnTheModel();
  void preparedAsAnotherSizeIsRefused();
  void channelsAreCounted();
  void aBadPreprocessorConfigIsRefused_data();
  void aBadPreprocessorConfigIsRefused();
  void theTableHasEveryPosition();
  void tensorsThatDoNotFitAreRefused_data();
  void tensorsThatDoNotFitAreRefused();
};

namespace {

const fs::path kVit = HEADSCOPE_TEST_DATA "/models/vit";
const fs::path kDeit = HEADSCOPE_TEST_DATA "/models/deit";

std::vector<std::string> textsOf(const std::vector<Token>& tokens) {
  std::vector<std::string> texts;
  for (const Token& token : tokens) {
    texts.push_back(token.text);
  }
  return texts;
}

// A copy of a tiny model with a preprocessor_config.json of the test's own.
class Copy {
 public:
  Copy(const fs::path& model, const char* preprocessor) {
    for (const char* file : {"config.json", "model.safetensors"}) {
      fs::copy_file(model / file, folder_.file(file));
    }
    folder_.write("preprocessor_config.json", preprocessor);
  }
  auto open() const { return openCheckpoint(folder_.path()); }

 private:
  TestFolder folder_;
};

// The keys and weights of the first layer depend on every pixel.
Matrix firstMap(const Result<Run>& run) {
  return run ? run->attention->map({0, 0}) : Matrix();
}

RgbImage picture() {
  RgbImage image = blankImage({30, 41});
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = static_cast<std::uint8_t>(i * i / 7);
  }
  image.file = "cat.png";
  return image;
}

}  // namespace

void TestImageInput::tokensAreCalledByRowAndColumn() {
  const auto model = openCheckpoint(kVit);
  QVERIFY(model);
  const auto run = (*model)->run(picture());
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  QCOMPARE(textsOf(run->tokens), (std::vector<std::string>{"[CLS]", "0,0", "0,1", "0,2", "1,0",
                                                           "1,1", "1,2", "2,0", "2,1", "2,2"}));
  QVERIFY(run->tokens[0].special);
  QVERIFY(!run->tokens[1].special);
  QCOMPARE(run->attention->shape().nKey, 10);
}

void TestImageInput::aDistillationTokenHasItsName() {
  const PatchEmbedding embedding{
      .imageHeight = 2, .imageWidth = 3, .patchSize = 2, .specials = Matrix(2, 1)};
  QCOMPARE(textsOf(patchTokens(embedding)), (std::vector<std::string>{"[CLS]", "[DIST]", "0,0"}));
}

void TestImageInput::describesWhatItReads() {
  const auto model = openCheckpoint(kVit);
  QVERIFY(model);
  QCOMPARE((*model)->description().input, std::string("an image of 24 x 24, patches of 8"));
  QCOMPARE((*model)->description().maxTokens, 10);
}

void TestImageInput::textsIdsAndVectorsAreRefused_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("text") << 0;
  QTest::newRow("ids") << 1;
  QTest::newRow("vectors") << 2;
}

void TestImageInput::textsIdsAndVectorsAreRefused() {
  QFETCH(int, kind);
  const std::array<Input, 3> inputs = {std::string("hello"), IdSequence{.ids = {1, 2}},
                                       VectorSequence{.values = Matrix::Ones(2, 32)}};
  const auto model = openCheckpoint(kVit);
  QVERIFY(model);
  const auto run = (*model)->run(inputs[static_cast<std::size_t>(kind)]);
  QVERIFY(!run && run.error().code == SourceError::needsImage);
  QCOMPARE(describe(run.error()),
           std::string("the model reads images, not texts, ids or vectors. Give it a picture: "
                       "headscope dump --image FILE."));
}

void TestImageInput::itDoesNotReadTexts() {
  const auto model = openCheckpoint(kVit);
  QVERIFY(model);
  const auto reads = (*model)->readsText();
  QVERIFY(!reads && reads.error().code == SourceError::needsImage);
  QCOMPARE(reads.error().file, kVit.string());
}

void TestImageInput::withoutAPreprocessorConfigItSaysSo() {
  const auto model = openCheckpoint(kVit);
  QVERIFY(model);
  QVERIFY((*model)->description().notice.find("no preprocessor_config.json") != std::string::npos);
  const Copy same(kVit, R"({"size": 24})");
  QCOMPARE((*same.open())->description().notice, std::string());
  QVERIFY(firstMap((*model)->run(picture())) == firstMap((*same.open())->run(picture())));
}

void TestImageInput::itsPreprocessorConfigDecides() {
  const auto bilinear = Copy(kVit, R"({"size": 24})").open();
  const auto nearest = Copy(kVit, R"({"size": 24, "resample": 0})").open();
  QVERIFY(bilinear && nearest);
  const Matrix map = firstMap((*bilinear)->run(picture()));
  QCOMPARE(map.rows(), Index{10});
  QVERIFY(map != firstMap((*nearest)->run(picture())));
}

// A DeiT's images are cropped if nothing says otherwise.
void TestImageInput::whichDefaultsHoldDependsOnTheModel() {
  const auto model = Copy(kDeit, R"({"crop_size": 18})").open();
  QVERIFY(model);
  const auto run = (*model)->run(picture());
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  QCOMPARE(run->tokens[1].text, std::string("[DIST]"));
  const auto own =
      Copy(kDeit, R"({"crop_size": 18, "image_processor_type": "ViTImageProcessor"})").open();
  QVERIFY(own);
  QVERIFY((*own)->run(picture()).error().code == SourceError::imageShape);
}

void TestImageInput::preparedAsAnotherSizeIsRefused() {
  const auto model = Copy(kVit, R"({"size": {"height": 24, "width": 32}})").open();
  QVERIFY(model);
  const auto run = (*model)->run(picture());
  QVERIFY(!run && run.error().code == SourceError::imageShape);
  QCOMPARE(describe(run.error()),
           std::string("cat.png: the image is prepared as 3 channels of 32 x 24, the model takes 3 "
                       "of 24 x 24. Check that preprocessor_config.json belongs to this model."));
}

void TestImageInput::channelsAreCounted() {
  const auto model = openCheckpoint(kVit);
  QVERIFY(model);
  const auto run =
      (*model)->run(PixelValues{.size = {24, 24}, .values = Matrix::Zero(1, Index{24} * 24)});
  QVERIFY(!run && run.error().code == SourceError::imageShape);
}

void TestImageInput::aBadPreprocessorConfigIsRefused_data() {
  QTest::addColumn<QByteArray>("json");
  QTest::addColumn<bool>("isSyntax");
  QTest::newRow("no JSON") << QByteArray("{") << true;
  QTest::newRow("a wrong key") << QByteArray(R"({"size": -1})") << false;
}

void TestImageInput::aBadPreprocessorConfigIsRefused() {
  QFETCH(QByteArray, json);
  QFETCH(bool, isSyntax);
  const auto model = Copy(kVit, json.constData()).open();
  QVERIFY(!model);
  QVERIFY(model.error().code == (isSyntax ? make_error_code(JsonError::syntax)
                                          : make_error_code(PreprocessorError::keyOutOfRange)));
  QVERIFY(model.error().file.ends_with("/preprocessor_config.json"));
}

void TestImageInput::theTableHasEveryPosition() {
  const auto model = openCheckpoint(kDeit);
  QVERIFY(model);
  QCOMPARE((*model)->positionTable(0).rows(), Index{2 + 4 * 4});
  QCOMPARE((*model)->positionTable(3).rows(), Index{3});
}

void TestImageInput::tensorsThatDoNotFitAreRefused_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");  // as long
  QTest::addColumn<QByteArray>("expected");
  const QByteArray weights = "model.safetensors";
  QTest::newRow("another image size")
      << QByteArray("config.json") << QByteArray(R"("image_size": 18)")
      << QByteArray(R"("image_size": 24)") << QByteArray("embeddings.position_embeddings");
  QTest::newRow("another patch size")
      << QByteArray("config.json") << QByteArray(R"("patch_size": 4)")
      << QByteArray(R"("patch_size": 3)") << QByteArray("embeddings.patch_embeddings.projection");
  QTest::newRow("no class token") << weights << QByteArray("embeddings.cls_token")
                                  << QByteArray("embeddings.cls_taken")
                                  << QByteArray("embeddings.cls_token");
  QTest::newRow("another distillation token")
      << weights << QByteArray(R"("embeddings.distillation_token":{"dtype":"F32","shape":[1,1,32])")
      << QByteArray(R"("embeddings.distillation_token":{"dtype":"F32","shape":[1,2,16])")
      << QByteArray("embeddings.distillation_token");
  QTest::newRow("no distillation token, but its position")
      << weights << QByteArray("embeddings.distillation_token")
      << QByteArray("embeddings.distillation_taken")
      << QByteArray("embeddings.position_embeddings");
}

void TestImageInput::tensorsThatDoNotFitAreRefused() {
  QFETCH(QByteArray, file);
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(QByteArray, expected);
  const TestFolder folder;
  for (const char* name : {"config.json", "model.safetensors"}) {
    fs::copy_file(kDeit / name, folder.file(name));
  }
  QByteArray bytes = QByteArray::fromStdString(folder.read(file.constData()));
  QVERIFY(bytes.contains(from));
  bytes.replace(from, to);
  folder.write(file.constData(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
  const auto model = openCheckpoint(folder.path());
  QVERIFY(!model);
  QVERIFY2(model.error().code == FamilyError::tensorShape ||
               model.error().code == FamilyError::missingTensor,
           describe(model.error()).c_str());
  QVERIFY2(model.error().place.find(expected.constData()) != std::string::npos,
           describe(model.error()).c_str());
}

HEADSCOPE_TEST(TestImageInput)

}  // namespace headscope::test_image_input

#include "test_image_input.moc"
