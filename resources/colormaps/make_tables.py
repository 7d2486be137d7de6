#!/usr/bin/env python3
"""Writes ui/render/color_map_tables.inc: viridis, magma and cividis as 256 sRGB colours each.

Needs matplotlib (pip install matplotlib). Viridis and magma are by Nathaniel Smith and Stefan van
der Walt, dedicated to the public domain (CC0); cividis is by Jamie Nunez, Christopher Anderton and
Ryan Renslow, https://doi.org/10.1371/journal.pone.0199239, as matplotlib distributes it.

Usage: make_tables.py > ui/render/color_map_tables.inc
"""

import matplotlib

NAMES = ("viridis", "magma", "cividis")
PER_LINE = 8


def main():
    print("// Made by resources/colormaps/make_tables.py, which names the maps' authors.")
    print(f"// matplotlib {matplotlib.__version__}, entries 0xffRRGGBB from value 0 to 1.")
    for name in NAMES:
        table = matplotlib.colormaps[name].resampled(256)
        colors = ["0xff" + "".join(f"{round(c * 255):02x}" for c in table(i)[:3])
                  for i in range(256)]
        print(f"constexpr ColorTable k{name.capitalize()} = {{")
        for start in range(0, 256, PER_LINE):
            print("    " + ", ".join(colors[start:start + PER_LINE]) + ",")
        print("};")


main()
