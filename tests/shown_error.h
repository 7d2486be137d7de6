#pragma once

#include <QString>

#include "error/error.h"

namespace headscope {

// An error as its reader sees it.
inline QString shown(const Error& error) {
  return QString::fromStdString(describe(error));
}

}  // namespace headscope
