#pragma once

#include "catalog/fetch.h"
#include "window/work_bar.h"

namespace headscope {

// How far a model that is being fetched has come.
class FetchBar : public WorkBar {
  Q_OBJECT
 public:
  explicit FetchBar(QWidget* parent = nullptr);

  void show(const QString& name, const FetchProgress& progress);
};

}  // namespace headscope
