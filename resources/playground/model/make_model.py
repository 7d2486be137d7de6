#!/usr/bin/env python3
"""Trains the model that comes with the program, and leaves out the words, which come with it too.

Usage: make_model.py HEADSCOPE [--seed 1]      (the built program; writes beside this file)

On one machine the same seed gives the same numbers; on others sums may be rounded otherwise.
"""
import argparse
import json
import pathlib
import struct
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent


def without(tensor, path):
    """The bytes of a safetensors file without one of its tensors."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    body, kept = b"", {}
    for name, info in header.items():
        if name not in ("__metadata__", tensor):
            begin, end = info["data_offsets"]
            kept[name] = info | {"data_offsets": [len(body), len(body) + end - begin]}
            body += data[8 + size + begin:8 + size + end]
    text = json.dumps(kept, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headscope")
    parser.add_argument("--seed", default="1")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder)
        subprocess.run([arguments.headscope, "train", "--task", "coreference", "--heads", "4", "--d-k",
                        "16", "--layers", "2", "--d-model", "64", "--steps", "300", "--seed",
                        arguments.seed, "--out", folder], check=True)
        training = json.loads((made / "training.json").read_text())
        del training["seconds"]
        (HERE / "training.json").write_text(json.dumps(training, ensure_ascii=False) + "\n")
        (HERE / "config.json").write_bytes((made / "config.json").read_bytes() + b"\n")
        (HERE / "model.safetensors").write_bytes(without("words.weight", made / "model.safetensors"))


main()
