#include <QTest>

#include "image/preprocessor_config.h"
#include "test_class.h"

namespace headscope::test_preprocessor_config {

class TestPreprocessorConfig : public QObject {
  Q_OBJECT
 private slots:
  void everyKey();
  void emptyMeansTheDefaults();
  void nullMeansTheDefault();
  void itsTypeDecidesWhoseDefaults_data();
  void itsTypeDecidesWhoseDefaults();
  void stepsCanBeLeftOut();
  void sizesOfEverySpelling_data();
  void sizesOfEverySpelling();
  void withoutAFile();
  void refused_data();
  void refused();
};

namespace {

Result<Preprocessing> read(const char* json, ImageProcessor fallback = ImageProcessor::vit) {
  return readPreprocessorConfig(nlohmann::json::parse(json), "m/preprocessor_config.json",
                                fallback);
}

const Preprocessing kVit = {
    .resize = Resize{.to = ImageSize{224, 224}, .filter = ResampleFilter::bilinear},
    .rescale = 1.0 / 255,
    .normalize = Normalization{.mean = {0.5F, 0.5F, 0.5F}, .deviation = {0.5F, 0.5F, 0.5F}}};

Preprocessing deit() {
  Preprocessing steps = kVit;
  steps.resize = Resize{.to = ImageSize{256, 256}, .filter = ResampleFilter::bicubic};
  steps.centerCrop = ImageSize{224, 224};
  return steps;
}

}  // namespace

void TestPreprocessorConfig::everyKey() {
  const auto steps = read(R"({
      "image_processor_type": "ViTImageProcessor", "do_resize": true,
      "size": {"height": 30, "width": 40}, "resample": 3, "do_center_crop": true,
      "crop_size": {"height": 20, "width": 25}, "do_rescale": true, "rescale_factor": 0.5,
      "do_normalize": true, "image_mean": [1, 2, 3.5], "image_std": [4, 5, -6], "do_pad": false,
      "do_convert_rgb": true})");
  QVERIFY2(steps, steps ? "" : describe(steps.error()).c_str());
  QVERIFY(
      (*steps ==
       Preprocessing{.resize = Resize{.to = ImageSize{30, 40}, .filter = ResampleFilter::bicubic},
                     .centerCrop = ImageSize{20, 25},
                     .rescale = 0.5,
                     .normalize = Normalization{.mean = {1, 2, 3.5F}, .deviation = {4, 5, -6}}}));
}

void TestPreprocessorConfig::emptyMeansTheDefaults() {
  QVERIFY(*read("{}") == kVit);
  QVERIFY(*read("{}", ImageProcessor::deit) == deit());
}

void TestPreprocessorConfig::nullMeansTheDefault() {
  QVERIFY(*read(R"({"size": null, "resample": null, "do_resize": null, "do_center_crop": null,
                    "crop_size": null, "rescale_factor": null, "image_mean": null,
                    "image_std": null, "image_processor_type": null})") == kVit);
}

void TestPreprocessorConfig::itsTypeDecidesWhoseDefaults_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<bool>("isDeit");
  QTest::newRow("ViT") << R"({"image_processor_type": "ViTImageProcessor"})" << false;
  QTest::newRow("ViT, fast") << R"({"image_processor_type": "ViTImageProcessorFast"})" << false;
  QTest::newRow("ViT of old") << R"({"feature_extractor_type": "ViTFeatureExtractor"})" << false;
  QTest::newRow("DeiT") << R"({"image_processor_type": "DeiTImageProcessor"})" << true;
  QTest::newRow("DeiT, Pillow's") << R"({"image_processor_type": "DeiTImageProcessorPil"})" << true;
  QTest::newRow("DeiT of old") << R"({"feature_extractor_type": "DeiTFeatureExtractor"})" << true;
  QTest::newRow("both, the newer counts") << R"({"image_processor_type": "DeiTImageProcessor",
             "feature_extractor_type": "ViTFeatureExtractor"})"
                                          << true;
}

void TestPreprocessorConfig::itsTypeDecidesWhoseDefaults() {
  QFETCH(QString, json);
  QFETCH(bool, isDeit);
  const auto steps =
      read(json.toUtf8().constData(), isDeit ? ImageProcessor::vit : ImageProcessor::deit);
  QVERIFY2(steps, steps ? "" : describe(steps.error()).c_str());
  QVERIFY(*steps == (isDeit ? deit() : kVit));
}

void TestPreprocessorConfig::stepsCanBeLeftOut() {
  QVERIFY(*read(R"({"do_resize": false, "do_rescale": false, "do_normalize": false,
                    "do_center_crop": false})",
                ImageProcessor::deit) == Preprocessing{});
}

void TestPreprocessorConfig::sizesOfEverySpelling_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<int>("height");  // 0: the shorter edge
  QTest::addColumn<int>("width");
  QTest::newRow("height and width") << R"({"size": {"height": 8, "width": 9}})" << 8 << 9;
  QTest::newRow("shortest edge") << R"({"size": {"shortest_edge": 9}})" << 0 << 9;
  QTest::newRow("a number") << R"({"size": 9})" << 9 << 9;
  QTest::newRow("a list") << R"({"size": [8, 9]})" << 8 << 9;
  QTest::newRow("a number for the shorter edge")
      << R"({"size": 9, "default_to_square": false})" << 0 << 9;
}

void TestPreprocessorConfig::sizesOfEverySpelling() {
  QFETCH(QString, json);
  QFETCH(int, height);
  QFETCH(int, width);
  const auto steps = read(json.toUtf8().constData());
  QVERIFY2(steps, steps ? "" : describe(steps.error()).c_str());
  const auto& to = steps->resize->to;
  if (height == 0) {
    QVERIFY(std::get<ShortestEdge>(to) == ShortestEdge{width});
  } else {
    QVERIFY((std::get<ImageSize>(to) == ImageSize{height, width}));
  }
}

void TestPreprocessorConfig::withoutAFile() {
  QVERIFY(defaultPreprocessing({224, 224}) == kVit);
  QVERIFY((std::get<ImageSize>(defaultPreprocessing({24, 32}).resize->to) == ImageSize{24, 32}));
}

void TestPreprocessorConfig::refused_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, const char* json, PreprocessorError code,
                      const char* message) {
    QTest::newRow(name) << QString::fromUtf8(json) << static_cast<int>(code)
                        << QStringLiteral("m/preprocessor_config.json: ") +
                               QString::fromUtf8(message);
  };
  using E = PreprocessorError;
  row("not an object", "[1]", E::notAnObject, "expected an object, found array.");
  row("crop size", R"({"do_center_crop": true})", E::missingKey,
      "crop_size: the key is missing, and do_center_crop is true.");
  row("flag", R"({"do_resize": 1})", E::wrongKeyType,
      "do_resize: expected true or false, found 1.");
  row("text", R"({"image_processor_type": 1})", E::wrongKeyType,
      "image_processor_type: expected a text, found 1.");
  row("size", R"({"size": "224"})", E::wrongKeyType,
      R"(size: expected an object, a whole number or a list of two, found "224".)");
  row("height", R"({"size": {"height": 2.5, "width": 2}})", E::wrongKeyType,
      "size.height: expected a whole number, found 2.5.");
  row("factor", R"({"rescale_factor": "1"})", E::wrongKeyType,
      R"(rescale_factor: expected a number, found "1".)");
  row("two channels", R"({"image_mean": [1, 2]})", E::wrongKeyType,
      "image_mean: expected a number for each of 3 channels, found [1,2].");
  row("a channel", R"({"image_std": [1, 2, "x"]})", E::wrongKeyType,
      R"(image_std: expected a number, found "x".)");
  row("no pixels", R"({"size": {"shortest_edge": 0}})", E::keyOutOfRange,
      "size.shortest_edge: expected 1 to 4096, found 0.");
  row("too many", R"({"size": 4097})", E::keyOutOfRange, "size: expected 1 to 4096, found 4097.");
  row("filter", R"({"resample": 6})", E::keyOutOfRange, "resample: expected 0 to 5, found 6.");
  row("a huge factor", R"({"rescale_factor": 1e300})", E::keyOutOfRange,
      "rescale_factor: expected a float32, found 1e+300.");
  row("no deviation", R"({"image_std": [1, 0, 1]})", E::keyOutOfRange,
      "image_std: expected numbers other than 0, found [1,0,1].");
  row("processor", R"({"image_processor_type": "CLIPImageProcessor"})", E::unknownProcessor,
      "image_processor_type: the processor 'CLIPImageProcessor' is not known. Known processors "
      "are: ViTImageProcessor, DeiTImageProcessor.");
  row("processor of old", R"({"feature_extractor_type": "X"})", E::unknownProcessor,
      "feature_extractor_type: the processor 'X' is not known. Known processors are: "
      "ViTImageProcessor, DeiTImageProcessor.");
  row("keys of a size", R"({"size": {"longest_edge": 9}})", E::unsupportedSize,
      R"(size: expected height and width, or shortest_edge, found {"longest_edge":9}.)");
  row("a crop of one edge", R"({"do_center_crop": true, "crop_size": {"shortest_edge": 9}})",
      E::unsupportedSize, "crop_size: expected height and width.");
  row("padding", R"({"do_pad": true})", E::unsupportedOption, "do_pad: padding is not supported.");
}

void TestPreprocessorConfig::refused() {
  QFETCH(QString, json);
  QFETCH(int, code);
  QFETCH(QString, message);
  const auto steps = read(json.toUtf8().constData());
  QVERIFY(!steps);
  QVERIFY(steps.error().code == static_cast<PreprocessorError>(code));
  QCOMPARE(QString::fromStdString(describe(steps.error())), message);
}

HEADSCOPE_TEST(TestPreprocessorConfig)

}  // namespace headscope::test_preprocessor_config

#include "test_preprocessor_config.moc"
