#include <QTest>

#include "image/golden_image.h"
#include "image/resample.h"
#include "test_class.h"

namespace headscope::test_resample {

class TestResample : public QObject {
  Q_OBJECT
 private slots:
  void everyBitIsPillows_data();
  void everyBitIsPillows();
  void theSameSizeIsTheSameImage_data();
  void theSameSizeIsTheSameImage();
  void halvesAreMeans();
  void aKernelMayOvershoot();
  void keepsTheFilesName();
};

namespace {

struct Named {
  ResampleFilter filter;
  const char* name;
};

constexpr Named kFilters[] = {
    {ResampleFilter::nearest, "nearest"},   {ResampleFilter::lanczos, "lanczos"},
    {ResampleFilter::bilinear, "bilinear"}, {ResampleFilter::bicubic, "bicubic"},
    {ResampleFilter::box, "box"},           {ResampleFilter::hamming, "hamming"}};

void everyFilter() {
  QTest::addColumn<int>("index");
  for (int i = 0; i < static_cast<int>(std::size(kFilters)); ++i) {
    QTest::newRow(kFilters[i].name) << i;
  }
}

RgbImage grey(ImageSize size, const std::vector<int>& values) {
  RgbImage image{.size = size};
  for (const int value : values) {
    image.pixels.insert(image.pixels.end(), 3, static_cast<std::uint8_t>(value));
  }
  return image;
}

}  // namespace

void TestResample::everyBitIsPillows_data() {
  everyFilter();
}

void TestResample::everyBitIsPillows() {
  QFETCH(int, index);
  const auto golden = SafetensorsFile::open(HEADSCOPE_TEST_DATA "/images/resized.safetensors");
  QVERIFY(golden);
  const RgbImage image = goldenImage(*golden, "image");
  const std::string prefix = kFilters[index].name + std::string(".");
  int compared = 0;
  for (const TensorInfo& info : golden->tensors()) {
    const std::string name(info.name);
    if (name.starts_with(prefix)) {
      const RgbImage expected = goldenImage(*golden, name);
      const RgbImage actual = resized(image, expected.size, kFilters[index].filter);
      QVERIFY(actual.size == expected.size);
      QVERIFY2(actual.pixels == expected.pixels, name.c_str());
      ++compared;
    }
  }
  QCOMPARE(compared, 7);
}

void TestResample::theSameSizeIsTheSameImage_data() {
  everyFilter();
}

void TestResample::theSameSizeIsTheSameImage() {
  QFETCH(int, index);
  const RgbImage image = grey({2, 2}, {1, 99, 0, 255});
  QVERIFY(resized(image, image.size, kFilters[index].filter).pixels == image.pixels);
}

// 10 and 21 make 15.5, which is rounded up.
void TestResample::halvesAreMeans() {
  const RgbImage half = resized(grey({1, 4}, {10, 20, 30, 42}), {1, 2}, ResampleFilter::box);
  QVERIFY(half.pixels == grey({1, 2}, {15, 36}).pixels);
  const RgbImage odd = resized(grey({2, 1}, {10, 21}), {1, 1}, ResampleFilter::box);
  QVERIFY(odd.pixels == grey({1, 1}, {16}).pixels);
}

// Bicubic weights are negative beside an edge: what falls below 0 or above 255 is cut.
void TestResample::aKernelMayOvershoot() {
  const RgbImage edge = resized(grey({1, 2}, {0, 255}), {1, 8}, ResampleFilter::bicubic);
  QCOMPARE(int{edge.pixels.front()}, 0);
  QCOMPARE(int{edge.pixels.back()}, 255);
}

void TestResample::keepsTheFilesName() {
  RgbImage image = grey({1, 1}, {7});
  image.file = "cat.png";
  QCOMPARE(resized(image, {2, 2}, ResampleFilter::bilinear).file, std::string("cat.png"));
  QCOMPARE(resized(image, {2, 2}, ResampleFilter::nearest).file, std::string("cat.png"));
}

HEADSCOPE_TEST(TestResample)

}  // namespace headscope::test_resample

#include "test_resample.moc"
