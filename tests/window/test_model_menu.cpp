#include <QSignalSpy>
#include <QTest>

#include "catalog/known_models.h"
#include "source/sandbox_presets.h"
#include "source/sandbox_spec.h"
#include "test_class.h"
#include "window/model_menu.h"
#include "window/window_driver.h"

namespace headscope::test_model_menu {

class TestModelMenu : public QObject {
  Q_OBJECT
 private slots:
  void aModelThatIsNotHereIsSaidToBeAbsent();
  void everyPresetIsThereWithItsText();
  void everyKnownModelIsThere();
  void filesAreAskedFor();
  void imagesAreSaidToBeForTheCommandLine();
  void theOpenModelHasAMark();
  void theOpenPresetHasAMarkUntilItIsChanged();

 private:
  OwnHome home_;  // an empty store
};

namespace {

struct Filled {
  Filled() {
    menu.setModels(listModels({}));
    emit menu.aboutToShow();
  }
  QAction* find(const QString& start) const {
    for (QAction* action : menu.actions()) {
      if (action->text().startsWith(start)) {
        return action;
      }
    }
    return nullptr;
  }
  ModelMenu menu;
};

}  // namespace

void TestModelMenu::aModelThatIsNotHereIsSaidToBeAbsent() {
  Filled filled;
  QAction* model = filled.find(QStringLiteral("all-MiniLM-L6-v2"));
  QVERIFY(model != nullptr);
  QCOMPARE(model->text(), QStringLiteral("all-MiniLM-L6-v2\t6 × 12 heads · 91 MB to fetch"));
  QSignalSpy chosen(&filled.menu, &ModelMenu::chosen);
  QSignalSpy fetched(&filled.menu, &ModelMenu::fetchRequested);
  model->trigger();
  QCOMPARE(chosen.count(), 0);
  QCOMPARE(fetched.value(0).value(0).toString(), QStringLiteral("all-MiniLM-L6-v2"));
}

void TestModelMenu::everyPresetIsThereWithItsText() {
  Filled filled;
  QSignalSpy chosen(&filled.menu, &ModelMenu::presetChosen);
  for (const SandboxPreset& preset : sandboxPresets()) {
    QAction* action =
        filled.find(QString::fromUtf8(preset.title.data(), qsizetype(preset.title.size())));
    QVERIFY(action != nullptr);
    action->trigger();
    QCOMPARE(chosen.last().value(0).toString().toStdString(),
             "sandbox:preset=" + std::string(preset.id));
    QCOMPARE(chosen.last().value(1).toString().toStdString(), std::string(preset.text));
  }
}

void TestModelMenu::everyKnownModelIsThere() {
  Filled filled;
  const auto models = knownModels().value();
  for (const KnownModel& model : models) {
    QVERIFY2(filled.find(QString::fromStdString(model.name)) != nullptr, model.name.c_str());
  }
}

void TestModelMenu::filesAreAskedFor() {
  Filled filled;
  QSignalSpy folders(&filled.menu, &ModelMenu::openRequested);
  QSignalSpy files(&filled.menu, &ModelMenu::fileRequested);
  QSignalSpy vectors(&filled.menu, &ModelMenu::vectorsRequested);
  filled.find(QStringLiteral("Open a model"))->trigger();
  filled.find(QStringLiteral("Open a GGUF file"))->trigger();
  filled.find(QStringLiteral("Open a sequence"))->trigger();
  QCOMPARE(folders.count(), 1);
  QCOMPARE(files.count(), 1);
  QCOMPARE(vectors.count(), 1);
}

void TestModelMenu::imagesAreSaidToBeForTheCommandLine() {
  Filled filled;
  const QAction* images = filled.find(QStringLiteral("Images"));
  QVERIFY(images != nullptr);
  QVERIFY(!images->isEnabled());
  QVERIFY(images->text().contains(QStringLiteral("headscope dump --image")));
}

void TestModelMenu::theOpenModelHasAMark() {
  Filled filled;
  QVERIFY(!filled.find(QStringLiteral("all-MiniLM-L6-v2"))->isChecked());
  filled.menu.setCurrent(QStringLiteral("all-MiniLM-L6-v2"));
  emit filled.menu.aboutToShow();
  QVERIFY(filled.find(QStringLiteral("all-MiniLM-L6-v2"))->isChecked());
}

void TestModelMenu::theOpenPresetHasAMarkUntilItIsChanged() {
  const auto marked = [](const Filled& filled) {
    QStringList texts;
    for (const QAction* action : filled.menu.actions()) {
      if (action->isChecked()) {
        texts.append(action->text());
      }
    }
    return texts;
  };
  Filled filled;
  SandboxConfig config = findSandboxPreset("similarity")->config;
  filled.menu.setCurrent(QString::fromStdString(sandboxSpec(config)));
  emit filled.menu.aboutToShow();
  QCOMPARE(marked(filled), QStringList{QStringLiteral("X·Xᵀ similarity")});
  config.dK += 1;
  filled.menu.setCurrent(QString::fromStdString(sandboxSpec(config)));
  emit filled.menu.aboutToShow();
  QCOMPARE(marked(filled), QStringList());
}

HEADSCOPE_TEST(TestModelMenu)

}  // namespace headscope::test_model_menu

#include "test_model_menu.moc"
