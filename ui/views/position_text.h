#pragma once

#include <QCoreApplication>

namespace headscope {

// The context that translators see texts of the positions tab in, where no QObject says them.
struct PositionText {
  Q_DECLARE_TR_FUNCTIONS(Positions)
};

}  // namespace headscope
