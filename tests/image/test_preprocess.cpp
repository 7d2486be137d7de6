#include <fstream>

#include <QTest>

#include "image/golden_image.h"
#include "image/preprocess.h"
#include "image/preprocessor_config.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_preprocess {

class TestPreprocess : public QObject {
  Q_OBJECT
 private slots:
  void equalsTransformers_data();
  void equalsTransformers();
  void channelsLieOneAfterTheOther();
  void aCropMayReachBeyondTheImage();
  void theShorterEdgeIsWhatIsAskedFor();
  void anImageTooLongIsRefused();
  void anImageTooHighOnTheWayIsRefused();
};

namespace {

const nlohmann::json& configs() {
  static const auto json =
      nlohmann::json::parse(std::ifstream(HEADSCOPE_TEST_DATA "/images/preprocessor_configs.json"));
  return json;
}

RgbImage twoByOne() {
  return {.size = {1, 2}, .pixels = {1, 2, 3, 4, 5, 6}, .file = "two.png"};
}

}  // namespace

void TestPreprocess::equalsTransformers_data() {
  QTest::addColumn<std::string>("name");
  for (const auto& [name, ignored] : configs().items()) {
    QTest::newRow(name.c_str()) << name;
  }
}

void TestPreprocess::equalsTransformers() {
  QFETCH(std::string, name);
  const auto golden = SafetensorsFile::open(HEADSCOPE_TEST_DATA "/images/preprocessed.safetensors");
  QVERIFY(golden);
  const nlohmann::json& written = configs()[name];
  const auto steps = readPreprocessorConfig(
      written["config"], "preprocessor_config.json",
      written["model_type"] == "deit" ? ImageProcessor::deit : ImageProcessor::vit);
  QVERIFY2(steps, steps ? "" : describe(steps.error()).c_str());
  const auto pixels = preprocess(*steps, goldenImage(*golden, "image"));
  QVERIFY(pixels);
  const auto& shape = golden->find(name)->shape;
  QCOMPARE(pixels->size.height, static_cast<int>(shape[1]));
  QCOMPARE(pixels->size.width, static_cast<int>(shape[2]));
  const Matrix expected = goldenMatrix(*golden, name);  // (3 · height, width)
  QVERIFY(isNear(Matrix(expected.reshaped<Eigen::RowMajor>(3, expected.size() / 3)), pixels->values,
                 1e-6));
}

void TestPreprocess::channelsLieOneAfterTheOther() {
  const auto pixels = preprocess({}, twoByOne());
  QVERIFY(pixels);
  QCOMPARE(pixels->values, (Matrix{{1, 4}, {2, 5}, {3, 6}}));
  QCOMPARE(pixels->file, std::string("two.png"));
}

void TestPreprocess::aCropMayReachBeyondTheImage() {
  const auto pixels = preprocess({.centerCrop = ImageSize{2, 5}}, twoByOne());
  QVERIFY(pixels);
  QVERIFY((pixels->size == ImageSize{2, 5}));
  // Where the image cannot be in the middle, it is nearer to the end.
  QCOMPARE(Matrix(pixels->values.row(0)), (Matrix{{0, 0, 0, 0, 0, 0, 0, 1, 4, 0}}));
}

void TestPreprocess::theShorterEdgeIsWhatIsAskedFor() {
  const RgbImage wide = blankImage({20, 31});
  const RgbImage high = blankImage({31, 20});
  const Preprocessing steps{.resize = Resize{.to = ShortestEdge{7}}};
  QVERIFY((preprocess(steps, wide)->size == ImageSize{7, 10}));
  QVERIFY((preprocess(steps, high)->size == ImageSize{10, 7}));
}

void TestPreprocess::anImageTooLongIsRefused() {
  RgbImage line = blankImage({1, 30000});
  line.file = "line.png";
  const auto pixels = preprocess({.resize = Resize{.to = ShortestEdge{224}}}, line);
  QVERIFY(!pixels && pixels.error().code == PreprocessError::tooManyPixels);
  QCOMPARE(describe(pixels.error()),
           std::string("line.png: resizing its 30000 x 1 pixels to 6720000 x 224 takes more than "
                       "67108864 pixels. Give an image whose sides differ less."));
}

void TestPreprocess::anImageTooHighOnTheWayIsRefused() {
  const auto pixels =
      preprocess({.resize = Resize{.to = ImageSize{1, 4096}}}, blankImage({20000, 1}));
  QVERIFY(!pixels && pixels.error().code == PreprocessError::tooManyPixels);
}

HEADSCOPE_TEST(TestPreprocess)

}  // namespace headscope::test_preprocess

#include "test_preprocess.moc"
