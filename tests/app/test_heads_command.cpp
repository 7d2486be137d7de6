#include <QTest>
#include <nlohmann/json.hpp>

#include "app/program_run.h"
#include "test_class.h"

namespace headscope::test_heads_command {

class TestHeadsCommand : public QObject {
  Q_OBJECT
 private slots:
  void jsonHasEveryHead() {
    const Outcome outcome =
        runHeadscope({"heads", "--model", "playground", "--text", "it was tired", "--json"});
    QCOMPARE(outcome.exitCode, 0);
    const auto json = nlohmann::json::parse(outcome.out);
    QCOMPARE(json["heads"].size(), std::size_t{8});
    const auto& head = json["heads"][5];
    QCOMPARE(head["layer"].get<int>(), 1);
    QCOMPARE(head["head"].get<int>(), 1);
    for (const char* measure :
         {"previous", "next", "self", "first", "special", "punctuation", "same_token", "entropy",
          "spread", "distance", "induction", "duplicate", "positional"}) {
      QVERIFY2(head[measure].is_number(), measure);
    }
    QVERIFY(head["labels"].is_array());
  }

  void aLabelStandsBesideItsScore() {
    const Outcome alone = runHeadscope({"heads", "--model", "sandbox:heads=1", "--text", "a"});
    QCOMPARE(alone.exitCode, 0);
    QCOMPARE(alone.out, std::string("L0·H0: itself 1.00\n"));
  }

  void aTextIsNeeded() { QCOMPARE(runHeadscope({"heads", "--model", "sandbox"}).exitCode, 2); }
};

HEADSCOPE_TEST(TestHeadsCommand)

}  // namespace headscope::test_heads_command

#include "test_heads_command.moc"
