#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QTest>

#include "images/image_file.h"
#include "io/io_error.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_image_file {

class TestImageFile : public QObject {
  Q_OBJECT
 private slots:
  void pixelsAreThoseOfTheFile_data();
  void pixelsAreThoseOfTheFile();
  void webpIsReadToo();
  void orientationIsHonoured();
  void whatIsTransparentIsOnWhite();
  void theContentDecidesAndNotTheName();
  void refused_data();
  void refused();
  void aFileThatIsNotThere();
  void aFolder();

 private:
  std::string write(const char* name, const QByteArray& bytes) const {
    return folder_.write(name, {bytes.constData(), static_cast<std::size_t>(bytes.size())})
        .string();
  }
  TestFolder folder_;
};

namespace {

const std::string kImages = HEADSCOPE_TEST_DATA "/images/";

QByteArray encoded(const QImage& image, const char* format) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, format);
  return bytes;
}

// Red, green; blue, a grey.
QImage fourColors() {
  QImage image(2, 2, QImage::Format_RGB32);
  image.setPixel(0, 0, qRgb(255, 0, 0));
  image.setPixel(1, 0, qRgb(0, 255, 0));
  image.setPixel(0, 1, qRgb(0, 0, 255));
  image.setPixel(1, 1, qRgb(10, 20, 30));
  return image;
}

const std::vector<std::uint8_t> kFourColors = {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30};

}  // namespace

void TestImageFile::pixelsAreThoseOfTheFile_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("PNG") << encoded(fourColors(), "png");
  QTest::newRow("PPM") << encoded(fourColors(), "ppm");
  QTest::newRow("PNG of a palette")
      << encoded(fourColors().convertToFormat(QImage::Format_Indexed8), "png");
  QTest::newRow("PNG of 16 bits") << encoded(fourColors().convertToFormat(QImage::Format_RGBX64),
                                             "png");
}

void TestImageFile::pixelsAreThoseOfTheFile() {
  QFETCH(QByteArray, bytes);
  const std::string file = write("picture", bytes);
  const auto image = readImageFile(file);
  QVERIFY2(image, image ? "" : describe(image.error()).c_str());
  QVERIFY((image->size == ImageSize{2, 2}));
  QVERIFY(image->pixels == kFourColors);
  QCOMPARE(image->file, file);
}

void TestImageFile::webpIsReadToo() {
  if (!QImageReader::supportedImageFormats().contains("webp")) {
    QSKIP("Qt has no plugin for WebP here (qt6-image-formats-plugins)");
  }
  const auto webp = readImageFile(kImages + "picture.webp");
  const auto png = readImageFile(kImages + "picture.png");
  QVERIFY(webp && png);
  QVERIFY((png->size == ImageSize{29, 37}));
  QVERIFY(webp->pixels == png->pixels);
}

// Black at the left is at the top after a quarter to the right.
void TestImageFile::orientationIsHonoured() {
  const auto image = readImageFile(kImages + "turned.jpg");
  QVERIFY2(image, image ? "" : describe(image.error()).c_str());
  QVERIFY((image->size == ImageSize{16, 8}));
  QVERIFY(image->row(0)[0] < 10);
  QVERIFY(image->row(15)[0] > 245);
}

void TestImageFile::whatIsTransparentIsOnWhite() {
  QImage image(3, 1, QImage::Format_ARGB32);
  image.setPixel(0, 0, qRgba(200, 100, 0, 0));
  image.setPixel(1, 0, qRgba(200, 100, 0, 128));
  image.setPixel(2, 0, qRgba(200, 100, 0, 255));
  const auto read = readImageFile(write("clear.png", encoded(image, "png")));
  QVERIFY(read);
  // 0.502 · 200 + 0.498 · 255 = 227.4
  QVERIFY(read->pixels == (std::vector<std::uint8_t>{255, 255, 255, 227, 177, 127, 200, 100, 0}));
}

void TestImageFile::theContentDecidesAndNotTheName() {
  const auto image = readImageFile(write("picture.jpg", encoded(fourColors(), "png")));
  QVERIFY(image);
  QVERIFY(image->pixels == kFourColors);
}

void TestImageFile::refused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("problem");
  const QByteArray png = encoded(fourColors(), "png");
  QImage noise(64, 64, QImage::Format_RGB32);
  for (int i = 0; i < 64 * 64; ++i) {
    noise.setPixel(i % 64, i / 64, static_cast<QRgb>(i * i * 2654435761u));
  }
  const QByteArray jpeg = encoded(noise, "jpeg");
  const auto row = [](const char* name, const QByteArray& bytes, ImageFileError code,
                      const char* problem) {
    QTest::newRow(name) << bytes << static_cast<int>(code) << QByteArray(problem);
  };
  row("empty", "", ImageFileError::notAnImage, "this is no image");
  row("a text", "a,b\n1,2\n", ImageFileError::notAnImage, "this is no image");
  row("a drawing", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>",
      ImageFileError::unsupportedFormat, "images of the format svg are not read");
  row("a format whose cut files go unnoticed", encoded(fourColors(), "bmp"),
      ImageFileError::unsupportedFormat, "images of the format bmp are not read");
  row("too many pixels", "P6 30000 30000 255\n", ImageFileError::tooManyPixels,
      "the image has 30000 x 30000 pixels; at most 67108864 are read");
  row("a cut PNG", png.first(png.size() - 24), ImageFileError::damaged, "cannot be decoded");
  row("a cut JPEG", jpeg.first(jpeg.size() / 2), ImageFileError::damaged,
      "the file ends before it does");
  row("a PPM without pixels", "P6 20 20 255\n", ImageFileError::damaged, "cannot be decoded");
}

void TestImageFile::refused() {
  QFETCH(QByteArray, bytes);
  QFETCH(int, code);
  QFETCH(QByteArray, problem);
  const std::string file = write("picture", bytes);
  const auto image = readImageFile(file);
  QVERIFY(!image);
  QVERIFY2(image.error().code == static_cast<ImageFileError>(code),
           describe(image.error()).c_str());
  QCOMPARE(image.error().file, file);
  QVERIFY2(image.error().problem.find(problem.toStdString()) != std::string::npos,
           image.error().problem.c_str());
}

void TestImageFile::aFileThatIsNotThere() {
  const auto image = readImageFile(folder_.file("none.png").string());
  QVERIFY(!image && image.error().code == IoError::notFound);
}

void TestImageFile::aFolder() {
  const auto image = readImageFile(folder_.path().string());
  QVERIFY(!image && image.error().code == IoError::isFolder);
}

HEADSCOPE_TEST(TestImageFile)

}  // namespace headscope::test_image_file

#include "test_image_file.moc"
