#pragma once

namespace headscope {

class Commands;

// `headscope render --model M --text T --layer L --head H [--row it] [--words] [--hide-special
// [--rescale]] --out F.(png|svg|pdf)` draws a head's map; `headscope render --positions KIND
// --length 20 --dim 512 --out F` a table of position encodings.
void addRenderCommand(Commands program);

}  // namespace headscope
