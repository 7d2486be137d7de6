#pragma once

#include "model/attention_edits.h"

class QMenu;
class QString;
class QWidget;

namespace headscope {

class Session;

// What can be changed by hand at the chosen cell: its weight, its token, its head, its layer.
QMenu* makeMapContextMenu(Session* session, QWidget* parent);

// Why a cell that is not of tokens cannot be changed.
QString whyNotByHand(const Session& session);

// `edits` with a cell's weight set, in place of what was set before.
AttentionEdits withWeight(AttentionEdits edits, const WeightEdit& weight);

}  // namespace headscope
