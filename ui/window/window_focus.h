#pragma once

namespace headscope {

class MainWindow;

// Where the keys of a window go.

// To the picture of the shown tab.
void focusView(MainWindow* window);
// Shows a tab. Whoever is in the one before comes along to its picture; whoever types goes on.
void showTab(MainWindow* window, int tab);
// So many parts on, round and round: the sentence, the heads, the shown tab, the row.
void focusPart(MainWindow* window, int by);
// Asks what has the focus for its menu, as the menu key does, which many keyboards have not.
void askForContextMenu(MainWindow* window);
// What stands beside the tabs comes before what is below them.
void orderTabStops(MainWindow* window);

}  // namespace headscope
