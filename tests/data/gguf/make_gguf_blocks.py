#!/usr/bin/env python3
"""Writes blocks.gguf, which has a tensor of random blocks of every type that Headscope reads, and
blocks_expected.safetensors, the float32 values that the Python package gguf makes of them.

A tensor is named after its type and has 3 rows of 2 blocks; of the types without blocks, 3 of 5.

    pip install gguf numpy safetensors
    python make_gguf_blocks.py
"""
import pathlib

import gguf
import numpy as np
from safetensors.numpy import save_file

TYPES = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"]
# Where in a block its scales of float16 are.
SCALES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q4_K": [0, 2],
          "Q5_K": [0, 2], "Q6_K": [208]}
ROWS = 3

here = pathlib.Path(__file__).parent


def random_rows(name, random):
    kind = gguf.GGMLQuantizationType[name]
    elements, size = gguf.GGML_QUANT_SIZES[kind]
    if elements == 1:
        values = random.standard_normal((ROWS, 5)).astype(np.float32)
        if name == "F32":
            return values
        return values.astype(np.float16) if name == "F16" else gguf.quants.quantize(values, kind)
    blocks = random.integers(0, 256, (ROWS * 2, size), dtype=np.uint8)
    for at in SCALES[name]:  # finite, also negative and subnormal
        bits = random.integers(0, 0x7C00, ROWS * 2) | random.integers(0, 2, ROWS * 2) << 15
        bits[0] &= 0x83FF
        blocks[:, at] = bits & 255
        blocks[:, at + 1] = bits >> 8
    return blocks.reshape(ROWS, 2 * size)


def main():
    random = np.random.default_rng(20)
    writer = gguf.GGUFWriter(here / "blocks.gguf", "none")
    expected = {}
    for name in TYPES:
        kind = gguf.GGMLQuantizationType[name]
        rows = random_rows(name, random)
        writer.add_tensor(name, rows, raw_dtype=kind)
        expected[name] = np.ascontiguousarray(gguf.quants.dequantize(rows, kind), dtype=np.float32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(expected, here / "blocks_expected.safetensors")


if __name__ == "__main__":
    main()
