#include "window/model_menu.h"

#include <QLabel>
#include <QWidgetAction>

#include "catalog/known_models.h"
#include "catalog/model_store.h"
#include "source/sandbox_presets.h"
#include "source/sandbox_spec.h"

namespace headscope {

ModelMenu::ModelMenu(QWidget* parent) : QMenu(parent) {
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

void ModelMenu::fill() {
  clear();
  const auto models = knownModels();
  const auto store = ModelStore::ofUser();
  if (models && store) {
    addHeading(tr("Trained models"));
    for (const KnownModel& model : *models) {
      const QString name = QString::fromStdString(model.name);
      const bool here = store->stateOf(model) == ModelState::complete;
      QString text = tr("%1\t%2 × %3 heads").arg(name).arg(model.layers).arg(model.heads);
      if (!here) {
        text = tr("%1\tnot fetched yet").arg(name);
      }
      QAction* action = addAction(text);
      action->setCheckable(true);
      action->setChecked(current_ == name);
      connect(action, &QAction::triggered, this, [this, name] { emit chosen(name); });
    }
  }
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
  addSeparator();
  connect(addAction(tr("Open a model’s folder…")), &QAction::triggered, this,
          [this] { emit openRequested(); });
  connect(addAction(tr("Open a GGUF file…")), &QAction::triggered, this,
          [this] { emit fileRequested(); });
  addAction(tr("Images (ViT, DeiT): on the command line only, headscope dump --image"))
      ->setEnabled(false);
  connect(addAction(tr("Open a sequence of vectors (CSV)…")), &QAction::triggered, this,
          [this] { emit vectorsRequested(); });
}

}  // namespace headscope
