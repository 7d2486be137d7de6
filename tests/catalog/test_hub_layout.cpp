#include <QtTest>

#include "catalog/hub_layout.h"
#include "test_class.h"

namespace headscope::test_hub_layout {

namespace fs = std::filesystem;

class TestHubLayout : public QObject {
  Q_OBJECT

 private slots:
  void folders();
  void repositories();
  void names();
  void links();
  void forms();
};

void TestHubLayout::folders() {
  QCOMPARE(hubFolder("/c", "gpt2"), fs::path("/c/models--gpt2"));
  QCOMPARE(hubFolder("/c", "org/re-po"), fs::path("/c/models--org--re-po"));
  QCOMPARE(hubLockFolder("/c", "org/repo"), fs::path("/c/.locks/models--org--repo"));
}

void TestHubLayout::repositories() {
  QCOMPARE(repositoryOfHubFolder("models--gpt2").value(), "gpt2");
  QCOMPARE(repositoryOfHubFolder("models--org--re-po").value(), "org/re-po");
  for (const char* other : {"", "models--", "datasets--org--repo", "models--a--b--c", ".locks"}) {
    QVERIFY2(!repositoryOfHubFolder(other), other);
  }
}

void TestHubLayout::names() {
  const fs::path snapshot = fs::path("/c/models--org--repo/snapshots") / std::string(40, 'a');
  QCOMPARE(hubNameOf(snapshot).value(), "org/repo");
  QCOMPARE(hubNameOf(snapshot / "q" / "m.gguf").value(), "org/repo/q/m.gguf");
  for (const fs::path& other :
       {fs::path(), fs::path("/"), fs::path("/models/bert"), snapshot.parent_path(),
        fs::path("/c/datasets--org--repo/snapshots") / std::string(40, 'a')}) {
    QVERIFY2(!hubNameOf(other), other.c_str());
  }
}

void TestHubLayout::links() {
  QCOMPARE(hubLinkTarget("config.json", "e"), fs::path("../../blobs/e"));
  QCOMPARE(hubLinkTarget("a/b/c.gguf", "e"), fs::path("../../../../blobs/e"));
}

void TestHubLayout::forms() {
  QVERIFY(isHubCommit(std::string(40, 'a')));
  QVERIFY(!isHubCommit(std::string(40, 'A')));
  QVERIFY(!isHubCommit(std::string(39, 'a')));
  QVERIFY(isHubBlobName(std::string(64, '0')));
  QVERIFY(isHubBlobName("d41d8cd98f00b204e9800998ecf8427e-38"));
  for (const char* other : {"", "../x", "a/b", ".a", "a.incomplete"}) {
    QVERIFY2(!isHubBlobName(other), other);
  }
}

HEADSCOPE_TEST(TestHubLayout)

}  // namespace headscope::test_hub_layout

#include "test_hub_layout.moc"
