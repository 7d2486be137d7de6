#include "window/model_menu.h"

#include <utility>

#include <QLabel>
#include <QWidgetAction>

#include "source/playground_source.h"
#include "source/sandbox_presets.h"
#include "source/sandbox_spec.h"
#include "window/model_row.h"

namespace headscope {

ModelMenu::ModelMenu(QWidget* parent, Purpose purpose) : QMenu(parent), purpose_(purpose) {
  setToolTipsVisible(true);
  connect(this, &QMenu::aboutToShow, this, &ModelMenu::fill);
}

// A style sheet leaves out the texts of sections.
void ModelMenu::addHeading(const QString& text) {
  auto* label = new QLabel(text.toUpper(), this);
  label->setProperty("role", QStringLiteral("heading"));
  label->setContentsMargins(12, 10, 12, 4);
  auto* heading = new QWidgetAction(this);
  heading->setDefaultWidget(label);
  heading->setEnabled(false);
  addAction(heading);
}

void ModelMenu::setModels(std::vector<ListedModel> models) {
  models_ = std::move(models);
  if (isVisible()) {
    fill();
  }
}

void ModelMenu::addModels(ModelOrigin origin, const QString& heading) {
  bool first = true;
  for (const ListedModel& model : models_) {
    if (model.origin != origin) {
      continue;
    }
    if (std::exchange(first, false)) {
      addHeading(heading);
    }
    const QString reference = QString::fromStdString(model.reference);
    // An ampersand in a name is none of a shortcut.
    const QString name =
        QString::fromStdString(model.name).replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction* action = addAction(name + QLatin1Char('\t') + modelDetail(model));
    if (model.peek.problem) {
      action->setToolTip(QString::fromStdString(describe(*model.peek.problem)));
    } else {
      action->setToolTip(reference);
    }
    action->setCheckable(true);
    action->setChecked(current_ == reference);
    connect(action, &QAction::triggered, this, [this, reference, fetched = model.fetched] {
      if (fetched) {
        emit chosen(reference);
      } else {
        emit fetchRequested(reference);
      }
    });
  }
}

void ModelMenu::fill() {
  clear();
  const bool isForWindow = purpose_ == Purpose::window;
  if (!isForWindow) {
    QAction* shown = addAction(tr("The model that is open, as it is now"));
    shown->setToolTip(tr("It stays as it is while you change the window’s"));
    connect(shown, &QAction::triggered, this, &ModelMenu::shownRequested);
    addSeparator();
  }
  addModels(ModelOrigin::known, tr("Trained models"));
  addModels(ModelOrigin::cached, tr("In the Hugging Face cache"));
  addModels(ModelOrigin::opened, tr("Opened before"));
  addSeparator();
  connect(addAction(tr("Open a model’s folder…")), &QAction::triggered, this,
          [this] { emit openRequested(); });
  connect(addAction(tr("Open a GGUF file…")), &QAction::triggered, this,
          [this] { emit fileRequested(); });
  connect(addAction(tr("Fetch from the Hugging Face hub…")), &QAction::triggered, this,
          [this] { emit hubRequested(); });
  if (isForWindow) {
    addAction(tr("Images (ViT, DeiT): on the command line only, headscope dump --image"))
        ->setEnabled(false);
  }
  addSeparator();
  addHeading(tr("Playground: trained in this window"));
  QAction* playground = addAction(tr("What does “it” stand for?"));
  playground->setCheckable(true);
  playground->setChecked(current_ == QLatin1String(kPlaygroundName));
  connect(playground, &QAction::triggered, this,
          [this] { emit chosen(QString::fromLatin1(kPlaygroundName)); });
  addSeparator();
  addHeading(tr("Sandbox: any sizes, weights from a seed"));
  for (const SandboxPreset& preset : sandboxPresets()) {
    const QString reference =
        QStringLiteral("sandbox:preset=") +
        QString::fromUtf8(preset.id.data(), static_cast<qsizetype>(preset.id.size()));
    const QString text =
        QString::fromUtf8(preset.text.data(), static_cast<qsizetype>(preset.text.size()));
    QAction* action = addAction(
        QString::fromUtf8(preset.title.data(), static_cast<qsizetype>(preset.title.size())));
    action->setCheckable(true);
    action->setChecked(current_ == QString::fromStdString(sandboxSpec(preset.config)));
    connect(action, &QAction::triggered, this,
            [this, reference, text] { emit presetChosen(reference, text); });
  }
  if (isForWindow) {
    addSeparator();
    connect(addAction(tr("Open a sequence of vectors (CSV)…")), &QAction::triggered, this,
            [this] { emit vectorsRequested(); });
  }
}

}  // namespace headscope
