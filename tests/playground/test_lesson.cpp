#include <string>

#include <QTest>

#include "playground/lesson.h"
#include "playground/open_sample.h"
#include "shown_error.h"
#include "test_class.h"

namespace headscope::test_lesson {

class TestLesson : public QObject {
  Q_OBJECT
 private slots:
  void comesBackAsItWas_data();
  void comesBackAsItWas();
  void saysWhatTheTaskSays();
  void listsMayBeEmpty();
  void errors_data();
  void errors();
};

namespace {

constexpr const char* kLesson = R"({
  "task": "own", "title": "t", "success": "s", "look_for": "l", "examples": ["a b"],
  "asked_at": [1], "classes": [2, 3], "met": [0, 3], "more": "is not read"})";

bool areSame(const Lesson& a, const Lesson& b) {
  return a.task == b.task && a.title == b.title && a.success == b.success &&
         a.lookFor == b.lookFor && a.examples == b.examples && a.askedAt == b.askedAt &&
         a.classes == b.classes && a.met == b.met;
}

}  // namespace

void TestLesson::comesBackAsItWas_data() {
  QTest::addColumn<QString>("task");
  for (const std::string& name : builtInTasks()) {
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
}

void TestLesson::comesBackAsItWas() {
  QFETCH(const QString, task);
  const auto source = opened(task.toStdString());
  const Lesson lesson = lessonOf(source->setting());
  const auto json = nlohmann::json::parse(toJson(lesson).dump());
  const auto read = readLesson(json, "training.json", source->words().count);
  QVERIFY2(read, read ? "" : describe(read.error()).c_str());
  QVERIFY(areSame(*read, lesson));
}

void TestLesson::saysWhatTheTaskSays() {
  const auto task = opened("coreference");
  const Lesson lesson = lessonOf(task->setting());
  QCOMPARE(lesson.task, std::string("coreference"));
  QCOMPARE(lesson.title, task->description().title);
  QCOMPARE(lesson.success, task->description().success);
  QCOMPARE(lesson.lookFor, task->description().lookFor);
  QCOMPARE(lesson.examples, task->description().examples);
  QCOMPARE(lesson.askedAt, task->words().askedAt);
  QCOMPARE(lesson.classes, task->words().classes);
  QCOMPARE(lesson.met, task->words().met);
}

void TestLesson::listsMayBeEmpty() {
  auto json = nlohmann::json::parse(kLesson);
  for (const char* key : {"examples", "asked_at", "classes", "met"}) {
    json[key] = nlohmann::json::array();
  }
  const auto read = readLesson(json, "training.json", 4);
  QVERIFY(read);
  QVERIFY(read->examples.empty() && read->askedAt.empty() && read->classes.empty());
  QCOMPARE(read->met, (std::vector<std::uint8_t>{0, 0, 0, 0}));
}

void TestLesson::errors_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const std::string& name, const std::string& change, TaskError code,
                      const std::string& expected) {
    QTest::newRow(name.c_str()) << QString::fromStdString(change) << static_cast<int>(code)
                                << QString::fromStdString("f/training.json: " + expected);
  };
  row("no object", "7", TaskError::wrongType, "expected an object.");
  for (const std::string key :
       {"task", "title", "success", "look_for", "examples", "asked_at", "classes", "met"}) {
    row("no " + key, "{\"" + key + "\": null}", TaskError::missingKey,
        key + ": the key is missing.");
  }
  row("title", R"({"title": 1})", TaskError::wrongType, "title: expected a text.");
  row("examples", R"({"examples": [1]})", TaskError::wrongType,
      "examples: expected a list of texts.");
  for (const std::string key : {"asked_at", "classes", "met"}) {
    for (const std::string ids :
         {"3", "\"3\"", "[4]", "[-1]", "[0, 1.5]", "[null]", "[18446744073709551615]"}) {
      row(key + " " + ids, "{\"" + key + "\": " + ids + "}", TaskError::wrongType,
          key + ": expected a list of whole numbers from 0 to 3.");
    }
  }
}

void TestLesson::errors() {
  QFETCH(const QString, change);
  QFETCH(const int, code);
  QFETCH(const QString, expected);
  auto json = nlohmann::json::parse(kLesson);
  json.merge_patch(nlohmann::json::parse(change.toStdString()));
  const auto read = readLesson(json, "f/training.json", 4);
  QVERIFY(!read);
  QCOMPARE(shown(read.error()), expected);
  QCOMPARE(read.error().code, std::error_code(static_cast<TaskError>(code)));
}

HEADSCOPE_TEST(TestLesson)

}  // namespace headscope::test_lesson

#include "test_lesson.moc"
