#pragma once

namespace headscope {

class Commands;

// `headscope compare --model M --text A --text2 B --row it [--most N] [--json]`: how much that row
// of each head moved from one text to the other, the most first. With `--model2 N` in place of the
// second text the same of two models and, with `--head L3.H1`, which heads of the second are most
// like that one; with `--heads L3.H1,L5.H11` the rows in which these two differ most.
void addCompareCommand(Commands program);

}  // namespace headscope
