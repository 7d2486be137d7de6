#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/program_run.h"
#include "subword_model.h"
#include "test_class.h"

namespace headscope::test_render_command {

class TestRenderCommand : public QObject {
  Q_OBJECT
 private slots:
  void aHeadAsPng();
  void aHeadAsSvg();
  void aHeadAsPdf();
  void aRowIsFramed();
  void paddedIdsAreMasked();
  void subwordsAreMerged();
  void specialTokensAreHidden();
  void anImagesPatchesAreItsTokens();
  void positionsOfEveryKind_data();
  void positionsOfEveryKind();
  void learnedPositionsOfACheckpoint();
  void badInput_data();
  void badInput();
  void aFolderThatIsNotThereCouldNotBeDone();

 private:
  std::string path(const char* name) const {
    return folder_.filePath(QString::fromUtf8(name)).toStdString();
  }
  QByteArray read(const char* name) const {
    QFile file(folder_.filePath(QString::fromUtf8(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  QString subwords() const {
    return makeSubwordModel(QStringLiteral("bert"), folder_.filePath(QStringLiteral("bert")));
  }
  Outcome render(std::vector<std::string> arguments, const char* out) const {
    arguments.insert(arguments.begin(), "render");
    arguments.insert(arguments.end(), {"--out", path(out)});
    return runHeadscope(arguments);
  }

  QTemporaryDir folder_;
};

namespace {

using Arguments = std::vector<std::string>;

Arguments headArguments(const char* layer, const char* head) {
  return {"--model", "sandbox:heads=3,d_k=4,d_model=8,layers=2",
          "--text",  "one two three",
          "--layer", layer,
          "--head",  head};
}

const Arguments kHead = headArguments("1", "2");

Arguments headWith(const Arguments& more) {
  Arguments all = kHead;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// All text of an SVG; empty where it is not well formed.
QString textsOf(const QByteArray& svg) {
  QXmlStreamReader xml(svg);
  QString texts;
  while (!xml.atEnd()) {
    if (xml.readNext() == QXmlStreamReader::Characters) {
      texts += xml.text();
      texts += QLatin1Char('\n');
    }
  }
  return xml.hasError() ? QString() : texts;
}

}  // namespace

void TestRenderCommand::aHeadAsPng() {
  const Outcome small = render(kHead, "small.png");
  QVERIFY2(small.exitCode == 0, small.err.c_str());
  QCOMPARE(render(headWith({"--scale", "2"}), "large.png").exitCode, 0);
  const QImage image(QString::fromStdString(path("small.png")));
  QVERIFY(!image.isNull());
  QCOMPARE(QImage(QString::fromStdString(path("large.png"))).size(), image.size() * 2);
  QCOMPARE(render(headWith({"--theme", "dark"}), "dark.png").exitCode, 0);
  QVERIFY(QImage(QString::fromStdString(path("dark.png"))).pixelColor(2, 2).lightness() < 60);
}

void TestRenderCommand::aHeadAsSvg() {
  QCOMPARE(render(kHead, "head.svg").exitCode, 0);
  const QString texts = textsOf(read("head.svg"));
  for (const char* text : {"one", "two", "three", "L1·H2"}) {
    QVERIFY2(texts.contains(QString::fromUtf8(text)), qPrintable(texts));
  }
}

void TestRenderCommand::aHeadAsPdf() {
  QCOMPARE(render(kHead, "head.pdf").exitCode, 0);
  QVERIFY(read("head.pdf").startsWith("%PDF-1."));
}

void TestRenderCommand::aRowIsFramed() {
  QCOMPARE(render(kHead, "plain.png").exitCode, 0);
  QCOMPARE(render(headWith({"--row", "TWO"}), "named.png").exitCode, 0);
  QCOMPARE(render(headWith({"--row", "1"}), "numbered.png").exitCode, 0);
  QVERIFY(read("named.png") != read("plain.png"));
  QVERIFY(QImage(QString::fromStdString(path("named.png"))) ==
          QImage(QString::fromStdString(path("numbered.png"))));
}

void TestRenderCommand::paddedIdsAreMasked() {
  const Arguments ids = {"--model", HEADSCOPE_TEST_DATA "/models/bert", "--ids", "2,7,9,0"};
  Arguments masked = ids;
  masked.insert(masked.end(), {"--attention-mask", "1,1,1,0"});
  QCOMPARE(render(ids, "all.svg").exitCode, 0);
  QCOMPARE(render(masked, "masked.svg").exitCode, 0);
  QVERIFY(textsOf(read("masked.svg")).contains(QStringLiteral("hatched: padding, masked")));
  QVERIFY(!textsOf(read("all.svg")).contains(QStringLiteral("padding")));
  QVERIFY(read("masked.svg") != read("all.svg"));
}

void TestRenderCommand::subwordsAreMerged() {
  const Arguments words = {
      "--model", subwords().toStdString(), "--text", kSubwordText.toStdString(), "--words", "--row",
      "unable"};
  const Outcome outcome = render(words, "words.svg");
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const QStringList texts = textsOf(read("words.svg")).split(QLatin1Char('\n'));
  QCOMPARE(texts.count(QStringLiteral("unable")), 2);
  QVERIFY(!texts.contains(QStringLiteral("##able")));
  QVERIFY(texts.contains(QStringLiteral("keys: words, sum →")));
  QVERIFY(texts.contains(QStringLiteral("queries: words, mean ↓")));
}

void TestRenderCommand::specialTokensAreHidden() {
  Arguments hidden = {"--model", subwords().toStdString(), "--text", kSubwordText.toStdString(),
                      "--hide-special"};
  QCOMPARE(render(hidden, "hidden.svg").exitCode, 0);
  QStringList texts = textsOf(read("hidden.svg")).split(QLatin1Char('\n'));
  QVERIFY(!texts.contains(QStringLiteral("[CLS]")));
  QVERIFY(texts.contains(
      QStringLiteral("rows are queries, columns keys; without [CLS], [SEP], rows as they are")));
  hidden.emplace_back("--rescale");
  QCOMPARE(render(hidden, "scaled.svg").exitCode, 0);
  texts = textsOf(read("scaled.svg")).split(QLatin1Char('\n'));
  QVERIFY(texts.contains(
      QStringLiteral("rows are queries, columns keys; without [CLS], [SEP], rows rescaled to 1")));
}

void TestRenderCommand::anImagesPatchesAreItsTokens() {
  const Arguments image = {"--model", HEADSCOPE_TEST_DATA "/models/deit", "--image",
                           HEADSCOPE_TEST_DATA "/images/picture.png"};
  const Outcome outcome = render(image, "image.svg");
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  const QString texts = textsOf(read("image.svg"));
  for (const char* text : {"[CLS]", "[DIST]", "0,0", "3,3"}) {
    QVERIFY2(texts.contains(QString::fromUtf8(text)), qPrintable(texts));
  }
  Arguments named = image;
  named.insert(named.end(), {"--row", "1,2"});
  Arguments numbered = image;
  numbered.insert(numbered.end(), {"--row", "8"});
  QCOMPARE(render(named, "named.svg").exitCode, 0);
  QCOMPARE(render(numbered, "numbered.svg").exitCode, 0);
  QVERIFY(read("named.svg") != read("image.svg"));
  QCOMPARE(read("named.svg"), read("numbered.svg"));
}

void TestRenderCommand::positionsOfEveryKind_data() {
  QTest::addColumn<std::string>("kind");
  QTest::newRow("interleaved") << std::string("sinusoid");
  QTest::newRow("halves") << std::string("sinusoid-halves");
}

void TestRenderCommand::positionsOfEveryKind() {
  QFETCH(std::string, kind);
  const Outcome outcome =
      render({"--positions", kind, "--length", "20", "--dim", "512"}, "positions.svg");
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  QVERIFY(textsOf(read("positions.svg")).contains(QStringLiteral("20 × 512")));
  QCOMPARE(render({"--positions", kind}, "positions.png").exitCode, 0);
  QVERIFY(!QImage(QString::fromStdString(path("positions.png"))).isNull());
}

void TestRenderCommand::learnedPositionsOfACheckpoint() {
  const Outcome outcome = render(
      {"--positions", "learned", "--length", "20", "--model", HEADSCOPE_TEST_DATA "/models/bert"},
      "learned.svg");
  QVERIFY2(outcome.exitCode == 0, outcome.err.c_str());
  QVERIFY(textsOf(read("learned.svg")).contains(QStringLiteral("20 × 32")));
}

void TestRenderCommand::badInput_data() {
  QTest::addColumn<Arguments>("arguments");
  QTest::addColumn<std::string>("out");
  QTest::addColumn<std::string>("expected");
  QTest::newRow("ending") << kHead << std::string("head.gif") << std::string("head.gif: ");
  QTest::newRow("no such layer") << headArguments("2", "0") << std::string("a.png")
                                 << std::string("Layers are 0 to 1");
  QTest::newRow("no such head") << headArguments("1", "3") << std::string("a.png")
                                << std::string("heads 0 to 2");
  QTest::newRow("no such row") << headWith({"--row", "four"}) << std::string("a.png")
                               << std::string("The tokens are: one two three");
  QTest::newRow("no such kind") << Arguments{"--positions", "spiral"} << std::string("a.png")
                                << std::string("spiral");
  QTest::newRow("no learned table") << Arguments{"--positions", "learned", "--model", "sandbox"}
                                    << std::string("a.png") << std::string("no learned positions");
  QTest::newRow("nothing to draw") << Arguments{} << std::string("a.png") << std::string("--text");
  QTest::newRow("length") << Arguments{"--positions", "sinusoid", "--length", "0"}
                          << std::string("a.png") << std::string("--length");
  QTest::newRow("rescaled with all tokens")
      << headWith({"--rescale"}) << std::string("a.png") << std::string("--hide-special");
  QTest::newRow("empty text") << Arguments{"--model", "sandbox", "--text", " "}
                              << std::string("a.png") << std::string("text");
}

void TestRenderCommand::badInput() {
  QFETCH(Arguments, arguments);
  QFETCH(std::string, out);
  QFETCH(std::string, expected);
  const Outcome outcome = render(arguments, out.c_str());
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find(expected) != std::string::npos, outcome.err.c_str());
  QVERIFY(!QFile::exists(QString::fromStdString(path(out.c_str()))));
}

void TestRenderCommand::aFolderThatIsNotThereCouldNotBeDone() {
  const Outcome outcome = render(kHead, "none/a.png");
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.err.find("none/a.png: ") != std::string::npos, outcome.err.c_str());
}

HEADSCOPE_TEST(TestRenderCommand)

}  // namespace headscope::test_render_command

#include "test_render_command.moc"
