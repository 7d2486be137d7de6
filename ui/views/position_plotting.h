#pragma once

// QCustomPlot, in a program that switches Qt's foreach off: its header has loops of that kind.
#ifdef foreach
#include <qcustomplot.h>
#else
#include <QtGlobal>
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef foreach
#endif
