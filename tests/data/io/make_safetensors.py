"""Writes the safetensors files of this folder with the reference implementation.

    pip install ml_dtypes numpy safetensors==0.8.0
    python make_safetensors.py
"""

import json
import pathlib
import struct

import ml_dtypes
import numpy as np
from safetensors.numpy import save_file

here = pathlib.Path(__file__).parent


def bits(dtype, *patterns):
    return np.array(patterns, dtype="<u2").view(dtype)


# What the reader must understand: every kind it converts and two it does not, a scalar, an empty
# tensor, a name of four bytes a character.
save_file(
    {
        "f32": (np.arange(6, dtype="<f4") / 4 - 0.5).reshape(2, 3),
        "f16": bits("<f2", 0x3C00, 0x0001, 0x3555, 0x7BFF, 0xFC00),
        "bf16": bits(ml_dtypes.bfloat16, 0x3F80, 0xC040, 0x3EAB).reshape(3, 1),
        "i64": np.array([-1, 2**62, 0], dtype="<i8"),
        "i32": np.array([-(2**31), 7], dtype="<i4"),
        "f64": np.array([0.1], dtype="<f8"),
        "bool": np.array([True, False, True]),
        "scalar": np.array(2.5, dtype="<f4"),
        "empty": np.zeros((0, 3), dtype="<f4"),
        "\N{GRINNING FACE}": np.array([1], dtype="<f4"),
    },
    here / "kinds.safetensors",
    {"format": "pt"},
)

# The same kinds of data laid out as older writers did: in the order of the names, without padding,
# so that nothing is aligned.
data = {
    "a": ("U8", [1], b"\x07"),
    "b": ("F32", [2], struct.pack("<2f", 1.5, -2.0)),
    "c": ("F16", [1], struct.pack("<e", 0.5)),
    "d": ("BF16", [1], struct.pack("<H", 0x3F80)),
    "e": ("I64", [2], struct.pack("<2q", -5, 9)),
    "f": ("I32", [1], struct.pack("<i", -3)),
}
header, body = {}, b""
for name, (dtype, shape, raw) in data.items():
    offsets = [len(body), len(body) + len(raw)]
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": offsets}
    body += raw
text = json.dumps(header).encode()
text += b" " * (len(text) % 2 == 0)
(here / "unaligned.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)

# What the writer must make, byte for byte.
save_file(
    {
        "layer.1.weight": np.arange(6, dtype="<f4").reshape(2, 3),
        "layer.0.weight": np.array([[-1.5]], dtype="<f4"),
        "ids": np.array([101, -1], dtype="<i8"),
        "Z \"quoted\"\n": np.zeros((0, 4), dtype="<f4"),
        "scalar": np.array(7, dtype="<i8"),
    },
    here / "written.safetensors",
    {"format": "Headscope, caf\N{LATIN SMALL LETTER E WITH ACUTE}"},
)
