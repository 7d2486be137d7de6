#pragma once

class QMenu;
class QString;
class QWidget;

namespace headscope {

class Session;

// What can be changed by hand at the chosen cell: its weight, its token, its head, its layer, and
// what the mask hides from them.
QMenu* makeMapContextMenu(Session* session, QWidget* parent);

// Why a cell that is not of tokens cannot be changed.
QString whyNotByHand(const Session& session);

}  // namespace headscope
