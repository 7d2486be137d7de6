#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "io/gguf_file.h"
#include "io/temporary_files.h"
#include "test_class.h"
#include "text/gguf_tokenizer.h"

namespace headscope::test_gguf_findings {

// What the tokenizers of GGUF files were found to do wrong.
class TestGgufFindings : public QObject {
  Q_OBJECT
 private slots:
  void tokensOfEachOtherDoNotFillTheMemory();
  void scoresAreNumbers();
};

namespace {

template <typename Number>
std::string bytesOf(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::string textOf(const std::string& text) {
  return bytesOf(std::uint64_t{text.size()}) + text;
}

constexpr std::uint32_t kFloat = 6;
constexpr std::uint32_t kText = 8;
constexpr std::uint32_t kArray = 9;

std::string arrayOf(const char* key, std::uint32_t kind, std::size_t count) {
  return textOf(key) + bytesOf(kArray) + bytesOf(kind) + bytesOf(std::uint64_t{count});
}

// The tokenizer of a file with SentencePiece's merges.
Result<std::unique_ptr<Tokenizer>> tokenizerOf(const std::vector<std::string>& tokens,
                                               float score) {
  std::string file = "GGUF" + bytesOf(std::uint32_t{3}) + bytesOf(std::uint64_t{0}) +
                     bytesOf(std::uint64_t{3}) + textOf("tokenizer.ggml.model") + bytesOf(kText) +
                     textOf("llama") + arrayOf("tokenizer.ggml.tokens", kText, tokens.size());
  for (const std::string& token : tokens) {
    file += textOf(token);
  }
  file += arrayOf("tokenizer.ggml.scores", kFloat, tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    file += bytesOf(score);
  }
  const TestFolder folder;
  const auto opened = GgufFile::open(folder.write("a.gguf", file));
  return opened ? ggufTokenizer(**opened) : failure(opened.error());
}

}  // namespace

// a, aa, aaa, …: 400 kB of tokens, which are two others in 400,000 ways.
void TestGgufFindings::tokensOfEachOtherDoNotFillTheMemory() {
  std::vector<std::string> tokens;
  for (std::size_t length = 1; length <= 900; ++length) {
    tokens.emplace_back(length, 'a');
  }
  const auto many = tokenizerOf(tokens, 0);
  QVERIFY(!many);
  QVERIFY(many.error().code == GgufTokenizerError::tooManyMerges);
  tokens.resize(100);
  const auto some = tokenizerOf(tokens, 0);
  QVERIFY2(some.has_value(), some ? "" : describe(some.error()).c_str());
}

// Nothing can be sorted by them otherwise.
void TestGgufFindings::scoresAreNumbers() {
  const auto tokenizer = tokenizerOf({"a", "b"}, std::numeric_limits<float>::quiet_NaN());
  QVERIFY(!tokenizer);
  QVERIFY(tokenizer.error().code == GgufTokenizerError::badScore);
  QCOMPARE(tokenizer.error().place, std::string("tokenizer.ggml.scores"));
}

HEADSCOPE_TEST(TestGgufFindings)

}  // namespace headscope::test_gguf_findings

#include "test_gguf_findings.moc"
