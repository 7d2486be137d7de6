#include <array>
#include <string>
#include <vector>

#include <QTest>

#include "io/memory_store.h"
#include "io/safetensors_samples.h"
#include "io/safetensors_store.h"
#include "io/temporary_files.h"
#include "shown_error.h"
#include "test_class.h"

namespace headscope::test_memory_store {

class TestMemoryStore : public QObject {
  Q_OBJECT
 private slots:
  void findsWhatWasAdded();
  void readsPieces();
  void keepsTheOwnerAlive();
  void isWrittenAsItIs();
  void takesAFile();
  void refusesOtherTypes_data();
  void refusesOtherTypes();
  void refusesWhatIsNoFile();
};

namespace {

using Shape = std::vector<std::uint64_t>;

std::vector<float> valuesOf(const TensorStore& store, const std::string& name) {
  const auto tensor = store.find(name);
  if (!tensor) {
    return {};
  }
  std::size_t count = 1;
  for (const std::uint64_t size : tensor->shape) {
    count *= size;
  }
  std::vector<float> values(count);
  store.read(*tensor, 0, values);
  return values;
}

MemoryStore sample() {
  MemoryStore store("sample");
  store.add("a", {2, 3}, {0, 1, 2, 3, 4, 5});
  store.add("b", {}, {7});
  store.add("none", {0, 4}, std::vector<float>());
  return store;
}

std::string bytes(const char* hexadecimal) {
  return QByteArray::fromHex(hexadecimal).toStdString();
}

}  // namespace

void TestMemoryStore::findsWhatWasAdded() {
  const MemoryStore store = sample();
  QCOMPARE(store.path().string(), std::string("sample"));
  const auto a = store.find("a");
  QVERIFY(a);
  QCOMPARE(a->name, std::string_view("a"));
  QVERIFY(store.hasShape(*a, Shape{2, 3}));
  QVERIFY(!store.hasShape(*a, Shape{6}));
  QVERIFY(store.find("b")->shape.empty());
  QVERIFY(!store.find("c"));
  QVERIFY(!store.find(""));
  QVERIFY(store.readable(*a));
  QVERIFY(store.stillWhole());
  QVERIFY(!store.mismatchRemedy().empty());
}

void TestMemoryStore::readsPieces() {
  const MemoryStore store = sample();
  QCOMPARE(valuesOf(store, "a"), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  QCOMPARE(valuesOf(store, "b"), std::vector<float>{7});
  QCOMPARE(valuesOf(store, "none"), std::vector<float>());
  std::array<float, 2> piece{};
  store.read(*store.find("a"), 3, piece);
  QVERIFY((piece == std::array<float, 2>{3, 4}));
}

void TestMemoryStore::keepsTheOwnerAlive() {
  MemoryStore store("sample");
  auto owner = std::make_shared<const std::vector<float>>(std::vector<float>{8, 9});
  const std::weak_ptr<const std::vector<float>> watched = owner;
  store.add("given", {2}, std::span(*owner), owner);
  owner.reset();
  QVERIFY(!watched.expired());
  QCOMPARE(valuesOf(store, "given"), (std::vector<float>{8, 9}));
  store = MemoryStore("another");
  QVERIFY(watched.expired());
}

void TestMemoryStore::isWrittenAsItIs() {
  const TestFolder folder;
  const MemoryStore store = sample();
  QVERIFY(writeSafetensors(folder.file("a.safetensors"), store.outgoing()));
  const auto file = SafetensorsStore::open(folder.file("a.safetensors"));
  QVERIFY(file);
  for (const char* name : {"a", "b", "none"}) {
    const auto written = (*file)->find(name);
    QVERIFY(written);
    QVERIFY(store.hasShape(*store.find(name), written->shape));
    QCOMPARE(valuesOf(**file, name), valuesOf(store, name));
  }
}

// 1 and -2 in each type, added to what is there.
void TestMemoryStore::takesAFile() {
  const std::string file =
      safetensorsBytes(objectOf({tensorField("f32", "F32", "[1,2]", "[0,8]"),
                                 tensorField("f16", "F16", "[2]", "[8,12]"),
                                 tensorField("bf16", "BF16", "[2,1]", "[12,16]")}),
                       bytes("0000803F 000000C0  003C 00C0  803F 00C0"));
  MemoryStore store = sample();
  const auto added = store.addSafetensors(file);
  QVERIFY2(added, added ? "" : describe(added.error()).c_str());
  for (const char* name : {"f32", "f16", "bf16"}) {
    QCOMPARE(valuesOf(store, name), (std::vector<float>{1, -2}));
  }
  QVERIFY(store.hasShape(*store.find("f32"), Shape{1, 2}));
  QVERIFY(store.hasShape(*store.find("bf16"), Shape{2, 1}));
  QVERIFY(store.find("a"));
}

void TestMemoryStore::refusesOtherTypes_data() {
  QTest::addColumn<QString>("type");
  QTest::addColumn<int>("size");
  QTest::newRow("I64") << "I64" << 8;
  QTest::newRow("F64") << "F64" << 8;
  QTest::newRow("U8") << "U8" << 1;
}

void TestMemoryStore::refusesOtherTypes() {
  QFETCH(const QString, type);
  QFETCH(const int, size);
  const std::string file = safetensorsBytes(
      objectOf({tensorField("ids", type.toStdString(), "[1]", "[0," + std::to_string(size) + "]")}),
      std::string(static_cast<std::size_t>(size), '\0'));
  MemoryStore store("sample");
  const auto added = store.addSafetensors(file);
  QVERIFY(!added);
  QCOMPARE(added.error().code, std::error_code(SafetensorsError::unsupportedDtype));
  QCOMPARE(shown(added.error()), "sample: tensor 'ids': " + type +
                                     " is not one of F32, F16, BF16. It is damaged or not a "
                                     "safetensors file: get it again.");
}

void TestMemoryStore::refusesWhatIsNoFile() {
  MemoryStore store("sample");
  const auto added = store.addSafetensors("short");
  QVERIFY(!added);
  QCOMPARE(added.error().code, std::error_code(SafetensorsError::headerTooSmall));
  QCOMPARE(added.error().file, std::string("sample"));
}

HEADSCOPE_TEST(TestMemoryStore)

}  // namespace headscope::test_memory_store

#include "test_memory_store.moc"
