#include <string>
#include <vector>

#include <QTest>

#include "io/safetensors_header.h"
#include "io/safetensors_samples.h"
#include "test_class.h"

namespace headscope::test_safetensors_layout {

using namespace std::string_literals;

namespace {

using Shape = std::vector<std::uint64_t>;

}  // namespace

class TestSafetensorsLayout : public QObject {
  Q_OBJECT
 private slots:
  void tensorsInAnyOrderAndAlignment();
  void zeroLengthBesideHugeOnes();
  void emptyTensorBetweenOthers();
  void elementsOfLessThanAByte();
  void overlap();
  void gap();
  void gapBeforeTheFirst();
  void reversed();
  void bitsNotInBytes();
  void tooManyBytesForTheShape();
  void offsetsBeyondTheFile();
  void trailingBytesWithoutTensors();
  void rulesAreCheckedInTheReferencesOrder();
};

void TestSafetensorsLayout::tensorsInAnyOrderAndAlignment() {
  const std::string header = objectOf({tensorField("a", "F32", "[2]", "[3,11]"),
                                       tensorField("c", "BF16", "[1,1]", "[11,13]"),
                                       tensorField("b", "U8", "[3]", "[0,3]")});
  const auto parsed = parseBytes(safetensorsBytes(header, std::string(13, 'x')));
  QVERIFY(parsed.has_value());
  QCOMPARE(parsed->tensors.size(), std::size_t{3});
  QCOMPARE(parsed->tensors[0].name, "b"s);
  QCOMPARE(parsed->tensors[1].name, "a"s);
  QCOMPARE(parsed->tensors[1].begin, std::uint64_t{3});
  QCOMPARE(parsed->tensors[2].name, "c"s);
  QCOMPARE(parsed->tensors[2].shape, (Shape{1, 1}));
}

void TestSafetensorsLayout::zeroLengthBesideHugeOnes() {
  const std::string header =
      objectOf({tensorField("a", "F32", "[0,18446744073709551615,18446744073709551615]", "[0,0]")});
  QVERIFY(parseBytes(safetensorsBytes(header, "")).has_value());
  // From the left, as the reference multiplies.
  QVERIFY(isInputError(
      errorOf(objectOf({tensorField("a", "F32", "[18446744073709551615,2,0]", "[0,0]")}), 0),
      SafetensorsError::sizeOverflow));
}

void TestSafetensorsLayout::emptyTensorBetweenOthers() {
  const std::string header =
      objectOf({tensorField("a", "U8", "[2]", "[0,2]"), tensorField("b", "F64", "[0]", "[2,2]"),
                tensorField("c", "U8", "[1]", "[2,3]")});
  QVERIFY(parseBytes(safetensorsBytes(header, "xyz")).has_value());
}

void TestSafetensorsLayout::elementsOfLessThanAByte() {
  const std::string header = objectOf(
      {tensorField("a", "F4", "[3,2]", "[0,3]"), tensorField("b", "F6_E2M3", "[4]", "[3,6]")});
  QVERIFY(parseBytes(safetensorsBytes(header, "abcdef")).has_value());
}

void TestSafetensorsLayout::overlap() {
  const Error error = errorOf(
      objectOf({tensorField("a", "U8", "[4]", "[0,4]"), tensorField("b", "U8", "[4]", "[3,7]")}),
      7);
  QVERIFY(isInputError(error, SafetensorsError::offsetsOverlap));
  QCOMPARE(error.place, "tensor 'b'"s);
  QCOMPARE(error.problem,
           "its bytes begin at 3 of the data, within those of the tensor before, which end at 4"s);
}

void TestSafetensorsLayout::gap() {
  const Error error = errorOf(
      objectOf({tensorField("a", "U8", "[4]", "[0,4]"), tensorField("b", "U8", "[4]", "[5,9]")}),
      9);
  QVERIFY(isInputError(error, SafetensorsError::offsetsLeaveGap));
  QCOMPARE(error.place, "tensor 'b'"s);
}

void TestSafetensorsLayout::gapBeforeTheFirst() {
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "U8", "[4]", "[1,5]")}), 5),
                       SafetensorsError::offsetsLeaveGap));
}

void TestSafetensorsLayout::reversed() {
  const Error error = errorOf(
      objectOf({tensorField("a", "U8", "[4]", "[0,4]"), tensorField("b", "U8", "[2]", "[4,2]")}),
      4);
  QVERIFY(isInputError(error, SafetensorsError::offsetsReversed));
  QCOMPARE(error.place, "tensor 'b'"s);
}

void TestSafetensorsLayout::bitsNotInBytes() {
  const Error error = errorOf(objectOf({tensorField("a", "F4", "[3]", "[0,1]")}), 1);
  QVERIFY(isInputError(error, SafetensorsError::sizeNotInBytes));
  QCOMPARE(error.problem, "shape [3] of F4 takes 12 bits, which are not whole bytes"s);
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "F6_E3M2", "[1]", "[0,1]")}), 1),
                       SafetensorsError::sizeNotInBytes));
}

void TestSafetensorsLayout::tooManyBytesForTheShape() {
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "F32", "[2]", "[0,9]")}), 9),
                       SafetensorsError::sizeMismatch));
}

void TestSafetensorsLayout::offsetsBeyondTheFile() {
  const Error error =
      errorOf(objectOf({tensorField("a", "F32", "[1000000000000]", "[0,4000000000000]")}), 16);
  QVERIFY(isInputError(error, SafetensorsError::truncated));
  QCOMPARE(error.problem,
           "its tensors take 4000000000000 bytes after the header; the file has 16 "
           "and was probably cut"s);
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "U8", "[18446744073709551615]",
                                                     "[0,18446744073709551615]")}),
                               0),
                       SafetensorsError::sizeOverflow));
}

void TestSafetensorsLayout::trailingBytesWithoutTensors() {
  QVERIFY(isInputError(errorOf("{}", 1), SafetensorsError::trailingBytes));
}

void TestSafetensorsLayout::rulesAreCheckedInTheReferencesOrder() {
  // Each tensor is wrong in two ways; the rule that comes first speaks.
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "F4", "[3]", "[1,0]")}), 0),
                       SafetensorsError::offsetsLeaveGap));
  QVERIFY(isInputError(
      errorOf(objectOf({tensorField("a", "F32", "[18446744073709551615]", "[0,3]")}), 0),
      SafetensorsError::sizeOverflow));
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "F4", "[3]", "[0,9]")}), 0),
                       SafetensorsError::sizeNotInBytes));
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "U8", "[3]", "[0,9]")}), 0),
                       SafetensorsError::sizeMismatch));
  // The first tensor's size before the second one's place.
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "U8", "[3]", "[0,2]"),
                                         tensorField("b", "U8", "[1]", "[5,6]")}),
                               0),
                       SafetensorsError::sizeMismatch));
}

HEADSCOPE_TEST(TestSafetensorsLayout)

}  // namespace headscope::test_safetensors_layout

#include "test_safetensors_layout.moc"
